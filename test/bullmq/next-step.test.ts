import fc from "fast-check";
import { createJobsClient } from "huaweicloud-jobs";
import { afterEach, expect, test, vi } from "vitest";
import { type DurableWaitOptions, resolveDurableWaitOptions } from "../../src/bullmq/enqueue.ts";
import {
  type JobData,
  newJobData,
  readStoredJob,
  type StoredOutcome,
  storeJob,
  timeoutOutcome,
} from "../../src/bullmq/job-data.ts";
import { earliestPoll, nextStep } from "../../src/bullmq/next-step.ts";
import { createServiceClients } from "../../src/client.ts";
import { resolveOptions } from "../../src/options.ts";
import { failedPoll } from "../../src/polling/decide.ts";
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
