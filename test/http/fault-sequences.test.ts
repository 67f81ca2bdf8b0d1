import { getEventListeners } from "node:events";
import fc from "fast-check";
import { createJobsClient, type JobsClient } from "huaweicloud-jobs";
import { expect, test, vi } from "vitest";
import { eventually } from "../helpers/eventually.ts";
import { placedAt, token } from "../helpers/fake-client.ts";
import { createFastClock } from "../helpers/fast-clock.ts";
import { type Fault, hangAfter, json, rawResponse, resetAfter, send, withFaults } from "../helpers/faulty-server.ts";

const ref = { service: "dcs", id: "job-1" } as const;

/** One response, and its result. */
interface Step {
  readonly fault: Fault;
  /** The job's state, the class of the error, or `undefined` if nothing arrives. */
  readonly result: string | undefined;
  /** Whether the request is retried. */
  readonly isRetried: boolean;
  /** The name in reports of fast-check. */
  readonly [fc.toStringMethod]: () => string;
}

const step = (name: string, result: string | undefined, isRetried: boolean, fault: Fault): Step => ({
  result,
  isRetried,
  fault,
  [fc.toStringMethod]: () => name,
});

const errorBody = { error_code: "APIGW.0101", error_msg: "m" };
const tooLong = { "Content-Length": "99" };

const temporaryErrors: readonly Step[] = [
  step("reset", "NetworkError", true, resetAfter()),
  step("close", "NetworkError", true, send("")),
  step("garbage", "NetworkError", true, send("SSH-2.0-OpenSSH_9.2\r\n")),
  step("reset in the body", "InvalidResponseError", true, resetAfter(rawResponse(200, '{"job_id"', tooLong))),
  step("cut short", "InvalidResponseError", true, send(rawResponse(200, '{"job_id"', tooLong))),
  step("page", "InvalidResponseError", true, send(rawResponse(200, "<html>"))),
  step("empty", "InvalidResponseError", true, send(rawResponse(200))),
  step("204", "InvalidResponseError", true, send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
  step("another job", "InvalidResponseError", true, json({ job_id: "job-2", status: "SUCCESS" })),
  step("not gzip", "InvalidResponseError", true, send(rawResponse(200, "{}", { "Content-Encoding": "gzip" }))),
  step("too large", "InvalidResponseError", true, send(rawResponse(200, Buffer.alloc(2 ** 20 + 2 ** 17, " ")))),
  ...[408, 425].map((status) => step(`${status}`, "ApiError", true, json(errorBody, status))),
  step("429", "RateLimitError", true, json(errorBody, 429)),
  ...[500, 502, 503, 504].map((status) => step(`${status}`, "ServerError", true, json(errorBody, status))),
  step("503, cut short", "ServerError", true, send(rawResponse(503, '{"error_code"', tooLong))),
];

const unauthorized = step("401", "AuthenticationError", false, json(errorBody, 401));

const permanentErrors: readonly Step[] = [
  unauthorized,
  step("400", "BadRequestError", false, json(errorBody, 400)),
  step("403", "PermissionError", false, json(errorBody, 403)),
  step("404", "NotFoundError", false, json(errorBody, 404)),
  step("409", "ApiError", false, json(errorBody, 409)),
  step("302", "ApiError", false, send(rawResponse(302, "", { Location: "https://elsewhere.test/" }))),
  step("501", "ServerError", false, json(errorBody, 501)),
];

const unfinishedJobs: readonly Step[] = [
  step("INIT", "pending", false, json({ job_id: "job-1", status: "INIT" })),
  step("RUNNING", "running", false, json({ job_id: "job-1", status: "RUNNING" })),
  step("an unknown word", "unknown", false, json({ job_id: "job-1", status: "PONDERING" })),
];

const success = step("SUCCESS", "succeeded", false, json({ job_id: "job-1", status: "SUCCESS" }));
const failure = step("FAIL", "JobFailedError", false, json({ job_id: "job-1", status: "FAIL" }));
const silence = step("silence", undefined, false, hangAfter());

const anyOf = (...steps: readonly Step[]): fc.Arbitrary<Step> => fc.constantFrom(...steps);

/** The result of a call, and its number of requests. */
interface Expectation {
  readonly result: string | undefined;
  readonly requests: number;
}

/** The result of `get`, by the README. A credential is renewed once; that does not count as an attempt. */
function expectGet(steps: readonly Step[], maxAttempts: number, isRenewable: boolean, from = 0): Expectation {
  let mayRenew = isRenewable;
  for (let index = from, attempts = 1; ; index++) {
    const current = steps[Math.min(index, steps.length - 1)] as Step;
    if (current === unauthorized && mayRenew) {
      mayRenew = false;
    } else if (!current.isRetried || attempts === maxAttempts) {
      return { result: current === failure ? "failed" : current.result, requests: index + 1 };
    } else {
      attempts += 1;
    }
  }
}

/** The result of `wait`: each poll is one attempt. */
function expectWait(steps: readonly Step[], isRenewable: boolean): Expectation {
  const goesOn = new Set(["pending", "running", "unknown", ...temporaryErrors.map(({ result }) => result)]);
  for (let from = 0; ; ) {
    const { result, requests } = expectGet(steps, 1, isRenewable, from);
    const current = steps[Math.min(requests, steps.length) - 1] as Step;
    if (permanentErrors.includes(current) || !goesOn.has(result)) {
      return { result: current.result, requests };
    }
    from = requests;
  }
}

/** A call, with a client and a signal of its own. */
type Call = (jobs: JobsClient, signal: AbortSignal) => Promise<{ readonly state: string }>;

const get: Call = (jobs, signal) => jobs.get(ref, { signal });

const wait: Call = (jobs, signal) => jobs.wait(ref, { signal, interval: { min: 1, max: 2 }, timeout: 6_000_000 });

/** Responds to a call with the steps; resolves with its result, the number of requests, and what is left behind. */
async function run(
  steps: readonly Step[],
  call: Call,
  { maxAttempts = 3, isRenewable = false, abortAt = Number.POSITIVE_INFINITY } = {},
) {
  const controller = new AbortController();
  const { signal } = controller;
  const timers = trackTimers();
  let count = 0;
  try {
    return await withFaults(
      steps.map(({ fault }) => fault),
      async (server) => {
        const jobs = createJobsClient({
          ...placedAt(server.url),
          credentials: isRenewable ? () => ({ token: `token-${++count}` }) : { token },
          retry: { maxAttempts, baseDelay: 1, maxDelay: 2 },
          clock: createFastClock(),
        });
        const result = await call(jobs, signal).then(
          ({ state }) => state,
          (error: unknown) => (error instanceof Error ? error.constructor.name : error),
        );
        const { requests } = server;
        const leftovers = () => [
          ...timers.open(),
          ...getEventListeners(signal, "abort").map(() => "a listener of the signal"),
        ];
        await eventually(() => leftovers().length === 0);
        return { result, requests, left: leftovers() };
      },
      (requests) => requests === abortAt && controller.abort("enough"),
    );
  } finally {
    timers.restore();
  }
}

/** The line of a stack that called `setTimeout`. */
const placeOf = (stack = ""): string => stack.split("\n")[2]?.trim() ?? "";

/** Tracks timers from now on. Unreferenced ones, such as those of Node's `fetch`, do not count. */
function trackTimers() {
  const open = new Map<NodeJS.Timeout, string>();
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  vi.stubGlobal("setTimeout", (callback: () => void, ms: number) => {
    const timer = set(() => {
      open.delete(timer);
      callback();
    }, ms);
    open.set(timer, `a timer of ${ms} ms, set ${placeOf(new Error().stack)}`);
    return timer;
  });
  vi.stubGlobal("clearTimeout", (timer: NodeJS.Timeout) => {
    open.delete(timer);
    clear(timer);
  });
  return {
    /** Delay and origin of each timer that has neither fired nor been cleared. */
    open: () => [...open].flatMap(([timer, origin]) => (timer.hasRef() ? [origin] : [])),
    restore: vi.unstubAllGlobals,
  };
}

/** Compares a result of `run`. The message lists what is left behind. */
function expectResult({ left, ...observed }: Awaited<ReturnType<typeof run>>, expected: Expectation): void {
  expect(observed).toEqual(expected);
  expect(left, `Left behind: ${left.join(", ")}`).toEqual([]);
}

/** A slow machine does fewer runs. The message of a failure includes the error, not only its input. */
const runs = (numRuns: number) => ({ numRuns, interruptAfterTimeLimit: 60_000, includeErrorInReport: true });

test("get gives what its responses mean, within the allowed attempts, and leaves nothing behind", async () => {
  const anyStep = fc.oneof(
    anyOf(...temporaryErrors),
    anyOf(...temporaryErrors),
    anyOf(unauthorized),
    anyOf(...permanentErrors, ...unfinishedJobs, success, failure),
  );
  const steps = fc.array(anyStep, { minLength: 1, maxLength: 6 });
  const property = fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), fc.boolean(), async (...given) => {
    const [steps, maxAttempts, isRenewable] = given;
    const observed = await run(steps, get, { maxAttempts, isRenewable });
    expectResult(observed, expectGet(steps, maxAttempts, isRenewable));
    expect(observed.requests).toBeLessThanOrEqual(maxAttempts + (isRenewable ? 1 : 0));
  });
  await fc.assert(property, runs(100));
});

test("wait ends at the first permanent error or the end of the job, with one request per poll, and leaves nothing behind", async () => {
  const before = fc.array(fc.oneof(anyOf(...temporaryErrors, ...unfinishedJobs), anyOf(unauthorized)), {
    maxLength: 6,
  });
  const last = anyOf(...permanentErrors, success, failure);
  const property = fc.asyncProperty(before, last, fc.boolean(), async (before, last, isRenewable) => {
    const steps = [...before, last];
    const observed = await run(steps, wait, { isRenewable });
    expectResult(observed, expectWait(steps, isRenewable));
  });
  await fc.assert(property, runs(60));
});

test("an abort during any request ends get and wait with its reason, and leaves nothing behind", async () => {
  const steps = fc.array(fc.oneof(anyOf(...temporaryErrors, ...unfinishedJobs), anyOf(silence)), { maxLength: 5 });
  const property = fc.asyncProperty(steps, fc.boolean(), fc.integer({ min: 1, max: 6 }), async (given, isWait, at) => {
    const steps = [...given, silence];
    const { result, requests } = isWait ? expectWait(steps, false) : expectGet(steps, 6, false);
    const abortAt = result === undefined ? Math.min(at, requests) : at;
    const isAborted = abortAt <= requests;
    const observed = await run(steps, isWait ? wait : get, { maxAttempts: 6, abortAt });
    expectResult(observed, { result: isAborted ? "enough" : result, requests: isAborted ? abortAt : requests });
  });
  await fc.assert(property, runs(60));
});
