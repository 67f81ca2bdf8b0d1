import fc from "fast-check";
import { createJobsClient } from "huaweicloud-jobs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type DurableWaitOptions, resolveDurableWaitOptions } from "../../src/bullmq/enqueue.ts";
import {
  type JobData,
  newJobData,
  readStoredJob,
  type StoredOutcome,
  storeJob,
  timeoutOutcome,
} from "../../src/bullmq/job-data.ts";
import { earliestPoll, isRefusal, nextStep, pauseAfter } from "../../src/bullmq/next-step.ts";
import { createServiceClients } from "../../src/client.ts";
import { apiError, NetworkError } from "../../src/errors/request-errors.ts";
import { DEFAULT_PAUSE } from "../../src/http/rate.ts";
import type { Rejection } from "../../src/http/retry.ts";
import { resolveOptions } from "../../src/options.ts";
import { failedPoll, type PollResult } from "../../src/polling/decide.ts";
import { LONGEST_RETRY_AFTER } from "../../src/util/clock.ts";
import { errorResponse, token } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

afterEach(() => vi.restoreAllMocks());

const ref = { service: "dcs", id: "job-1", projectId: "p" } as const;

/** What a service answers, one after the other, the last one again and again. */
type Answer = { readonly word: string; readonly begun?: number } | { readonly status: number; readonly hint?: number };

const answer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      word: fc.constantFrom("INIT", "RUNNING", "RUNNING", "PONDERING"),
      begun: fc.nat(7_200_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ status: fc.constantFrom(404, 408, 500, 502, 503), hint: fc.integer({ min: 0, max: 90 }) }),
  },
);

const end: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({ word: fc.constantFrom("SUCCESS", "FAIL", "RUNNING", "PONDERING") }),
  fc.record({ status: fc.constantFrom(400, 403, 501, 503) }),
);

const rules: fc.Arbitrary<DurableWaitOptions> = fc.record({
  timeout: fc.integer({ min: 1, max: 600_000 }),
  interval: fc.integer({ min: 500, max: 9_000 }).map((min) => ({ min, max: 3 * min })),
  typicalDuration: fc.option(fc.nat(900_000), { nil: undefined }),
  notFoundGrace: fc.constantFrom(0, 20_000, 600_000),
  onUnknownStatus: fc.constantFrom("wait" as const, "fail" as const),
});

/** A network, and when it was asked, in milliseconds from the start. */
function network(answers: readonly Answer[], now: () => number, start: number) {
  const askedAt: number[] = [];
  const fetch = async (): Promise<Response> => {
    const given = answers[Math.min(askedAt.length, answers.length - 1)] ?? { status: 500 };
    askedAt.push(now() - start);
    if ("status" in given) {
      return errorResponse(given.status, "", given.hint === undefined ? {} : { "Retry-After": String(given.hint) });
    }
    const { word, begun } = given;
    return new Response(JSON.stringify({ status: word, ...(begun && { begin_time: String(start - begun) }) }));
  };
  const options = { endpoints: { dcs: "https://dcs.test" }, credentials: { token }, fetch };
  return { askedAt, options };
}

/** A wait in memory. */
async function inMemory(answers: readonly Answer[], options: DurableWaitOptions) {
  const clock = createVirtualClock();
  const { askedAt, options: client } = network(answers, clock.now, clock.now());
  const rateLimit = { requestsPerSecond: 1_000_000 };
  const [outcome] = await createJobsClient({ ...client, rateLimit, clock }).waitAll([ref], options);
  const { error, job } = outcome ?? {};
  return { askedAt, end: error === undefined ? job?.status : `${error.name}: ${error.message}` };
}

/** A durable wait whose record goes through JSON between any two polls, as if each poll were another worker's. */
async function durable(answers: readonly Answer[], options: DurableWaitOptions) {
  let now = createVirtualClock().now();
  const start = now;
  const { askedAt, options: client } = network(answers, () => now, start);
  const { fetchJob } = createServiceClients(resolveOptions(client))(ref.service);
  let record: JobData = newJobData(ref, resolveDurableWaitOptions(options), start);
  let outcome: StoredOutcome | undefined;
  while (outcome === undefined) {
    record = JSON.parse(JSON.stringify(record));
    if (now - start >= (options.timeout ?? Number.POSITIVE_INFINITY)) {
      outcome = timeoutOutcome(record, now);
    } else {
      const permit = { report() {}, release() {} };
      const result = await fetchJob(ref, { maxAttempts: 1, permit }).catch(failedPoll);
      const step = nextStep(record, result, now, { gone: undefined, unauthorizedGrace: 0, isRefused: false });
      record = step.data;
      outcome = step.outcome;
      now = step.outcome === undefined ? step.dueAt : now;
    }
  }
  return {
    askedAt,
    end: outcome.error === undefined ? outcome.job.status : `${outcome.error.name}: ${outcome.error.message}`,
  };
}

test("a durable wait polls when a wait in memory does, and ends as it does", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { maxLength: 12 }), end, rules, async (some, last, options) => {
      const answers = [...some, last];
      expect(await durable(answers, options)).toEqual(await inMemory(answers, options));
    }),
    { numRuns: 150 },
  );
});

test("a job comes back from JSON as it was, but for its body", () => {
  const at = new Date("2026-01-02T03:04:05.678Z");
  const job = {
    ...ref,
    state: "failed",
    status: "FAIL",
    startedAt: at,
    endedAt: at,
    error: { code: "DCS.1" },
    subJobs: [{ state: "failed", startedAt: at, id: "part" }, { state: "pending" }],
  } as const;
  expect(readStoredJob(JSON.parse(JSON.stringify(storeJob({ ...job, raw: { status: "FAIL" } }))))).toEqual(job);
});

test("an attempt that was cut short is repeated once its floor has passed, if the lock was shorter", () => {
  const floor = 30_000;
  const lock = 5_000;
  const record = newJobData(ref, resolveDurableWaitOptions({ interval: { min: floor } }), 1_000);
  const known = { ...record, starts: 3, dueAt: 40_000 };
  expect(earliestPoll(known, 3, 50_000, lock)).toBe(40_000);
  expect(earliestPoll(known, 3, 20_000, lock)).toBe(40_000);
  // Two attempts have left nothing: the last one began a lock ago at the latest.
  expect(earliestPoll(known, 5, 50_000, lock)).toBe(50_000 + floor - lock);
  const short = { ...known, rules: { ...known.rules, interval: { min: 2_000, max: 4_000 } } };
  expect(earliestPoll(short, 5, 50_000, lock)).toBe(50_000);
});

describe("a poll whose credential was refused", () => {
  const HOUR = 3_600_000;
  const start = 1_000_000;
  const refused = failedPoll(error(403));
  const rulesOf = (isRefused: boolean) => ({ gone: undefined, unauthorizedGrace: HOUR, isRefused });
  const record = (options: DurableWaitOptions = {}) =>
    newJobData(ref, resolveDurableWaitOptions({ timeout: 9 * HOUR, ...options }), start);
  const stepOf = (before: JobData, result: PollResult, at: number, isRefused = result === refused) =>
    nextStep(before, result, at, rulesOf(isRefused), () => 0);

  test("does not end the wait before its grace has passed, and ends it then", () => {
    const first = stepOf(record(), refused, start + 5);
    expect(first).toMatchObject({ data: { failures: 1, refusedSince: start + 5, lastError: { status: 403 } } });
    expect(first).toMatchObject({ dueAt: start + 5 + 12_500 });
    const later = stepOf(first.data, refused, start + 5 + HOUR - 1);
    expect(later).toMatchObject({ data: { failures: 2, refusedSince: start + 5 } });
    expect(later.outcome).toBeUndefined();
    expect(stepOf(later.data, refused, start + 5 + HOUR).outcome).toMatchObject({ error: { name: "PermissionError" } });
  });

  test.each([
    [60_000, 60_000],
    [undefined, HOUR],
  ])("has the grace of its own wait (%s), or else the worker's", (unauthorizedGrace, grace) => {
    const given = unauthorizedGrace === undefined ? {} : { unauthorizedGrace };
    const refusedSince = start + 1;
    const before = { ...record(given), refusedSince };
    expect(stepOf(before, refused, refusedSince + grace).outcome).toBeDefined();
    expect(stepOf(before, refused, refusedSince + grace - 1).outcome).toBeUndefined();
  });

  test("ends a wait without grace at once", () => {
    expect(stepOf(record({ unauthorizedGrace: 0 }), refused, start).outcome).toBeDefined();
  });

  test("a failure of another kind does not begin its grace anew, and a job does", () => {
    const before = { ...record(), refusedSince: start + 1, seenAt: start };
    expect(stepOf(before, failedPoll(error(503)), start + 2).data).toMatchObject({
      refusedSince: start + 1,
      seenAt: start,
    });
    const seen = stepOf(before, { job: running }, start + 3);
    expect(seen.data).toMatchObject({ seenAt: start + 3, failures: 0 });
    expect(seen.data.refusedSince).toBeUndefined();
    expect(stepOf(record(), failedPoll(error(503)), start + 4).data.refusedSince).toBeUndefined();
  });

  test.each<[unknown, boolean, string]>([
    [error(401), true, "401"],
    [error(403), true, "403"],
    [error(404), false, "404"],
    [error(503), false, "503"],
    [networkError("SELF_SIGNED_CERT_IN_CHAIN"), true, "a certificate that is not trusted"],
    [networkError("ECONNRESET"), false, "a reset"],
    [new Error("The vault is sealed."), false, "an error that arose later"],
  ])("differs from other failures: %#", (thrown, expected) => {
    expect(isRefusal(thrown, { has: () => false })).toBe(expected);
    expect(isRefusal(thrown, { has: (one) => one === thrown })).toBe(true);
  });
});

test("a step has the change that its poll brought, and none if the poll brought none", () => {
  const before = newJobData(ref, resolveDurableWaitOptions({}), 0);
  const rulesOfWorker = { gone: undefined, unauthorizedGrace: 0, isRefused: false };
  const first = nextStep(before, { job: running }, 1, rulesOfWorker);
  expect(first.change).toEqual(running);
  expect(nextStep(first.data, { job: running }, 2, rulesOfWorker)).not.toHaveProperty("change");
});

test("all workers pause for as long as a rejection asks, within bounds", () => {
  const paused = (retryAfter: number | undefined) => pauseAfter({ retryAfter } as Rejection);
  expect([undefined, 0, -1, 0.2, 1_500.5, 1e12].map(paused)).toEqual([
    DEFAULT_PAUSE,
    1,
    1,
    1,
    1_501,
    LONGEST_RETRY_AFTER,
  ]);
});

const running = { ...ref, state: "running", status: "RUNNING", subJobs: [], raw: {} } as const;

function error(status: number): unknown {
  return apiError({ status, message: "No.", service: "dcs", method: "GET", url: "https://dcs.test/", attempts: 1 });
}

function networkError(code: string): NetworkError {
  const cause = Object.assign(new Error("fetch failed"), { code });
  return new NetworkError(
    "No response",
    { service: "dcs", method: "GET", url: "https://dcs.test/", attempts: 1 },
    { cause },
  );
}
