import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reserve } from "../../src/http/rate-limiter.ts";
import { errorResponse, fakeClient, virtualClient } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const ref = { service: "dcs", id: "j" } as const;

async function timesOf(count: number, rateLimit: { requestsPerSecond: number; concurrency?: number }) {
  const { jobs, requests } = virtualClient([{ status: "RUNNING" }], { rateLimit });
  await Promise.all(Array.from({ length: count }, () => jobs.get(ref)));
  return requests.map(({ at }) => at);
}

describe("a rate limit", () => {
  test("spaces requests evenly", async () => {
    expect(await timesOf(5, { requestsPerSecond: 4 })).toEqual([0, 250, 500, 750, 1_000]);
  });

  test("allows no burst after a pause", async () => {
    const { jobs, requests, clock } = virtualClient([{ status: "RUNNING" }], { rateLimit: { requestsPerSecond: 100 } });
    await jobs.get(ref);
    await clock.sleep(60_000);
    await Promise.all(Array.from({ length: 3 }, () => jobs.get(ref)));
    expect(requests.map(({ at }) => at)).toEqual([0, 60_000, 60_010, 60_020]);
  });

  test("lets requests catch up that became due while the process was busy, a fiftieth of a second's worth at once", async () => {
    const clock = createVirtualClock(0);
    const late = { now: clock.now, sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms + 1_000, signal) };
    const { jobs, requests } = fakeClient([{ status: "RUNNING" }], {
      clock: late,
      rateLimit: { requestsPerSecond: 100 },
    });
    await Promise.all(Array.from({ length: 8 }, () => jobs.get(ref)));
    expect(requests.map(({ at }) => at)).toEqual([0, ...Array(3).fill(1_010), ...Array(3).fill(2_020), 3_030]);
  });

  test("counts retries", async () => {
    const { jobs, requests } = virtualClient([errorResponse(503)], {
      rateLimit: { requestsPerSecond: 1 },
      retry: { maxAttempts: 3, baseDelay: 0 },
    });
    await jobs.get(ref).catch(() => {});
    expect(requests.map(({ at }) => at)).toEqual([0, 1_000, 2_000]);
  });

  test("applies to each service separately", async () => {
    const { jobs, requests } = virtualClient([{ status: "RUNNING" }], { rateLimit: { requestsPerSecond: 1 } });
    await Promise.all([jobs.get(ref), jobs.get({ service: "workspace", id: "j" })]);
    expect(requests.map(({ at }) => at)).toEqual([0, 0]);
  });

  test("does not count towards the request's deadline", async () => {
    const { jobs } = virtualClient([{ status: "RUNNING" }], {
      rateLimit: { requestsPerSecond: 0.01 },
      requestTimeout: 1_000,
    });
    await expect(Promise.all([jobs.get(ref), jobs.get(ref), jobs.get(ref)])).resolves.toHaveLength(3);
  });

  test("removes an aborted call from the queue, and the others move up", async () => {
    const { jobs, requests } = virtualClient([{ status: "RUNNING" }], { rateLimit: { requestsPerSecond: 1 } });
    await jobs.get(ref);
    const controller = new AbortController();
    const calls = [jobs.get(ref), jobs.get(ref, { signal: controller.signal }), jobs.get(ref)];
    setImmediate(() => controller.abort("enough"));
    const results = await Promise.allSettled(calls);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(requests.map(({ at }) => at)).toEqual([0, 1_000, 2_000]);
  });

  test("rejects an aborted call at once, and leaves no timer if nothing else is queued", async () => {
    const { jobs, clock } = virtualClient([{ status: "RUNNING" }], { rateLimit: { requestsPerSecond: 1 } });
    await jobs.get(ref);
    const controller = new AbortController();
    setImmediate(() => controller.abort("enough"));
    await expect(jobs.get(ref, { signal: controller.signal })).rejects.toBe("enough");
    expect([clock.now(), clock.sleeping]).toEqual([0, 0]);
  });
});

test("a clock that jumps back does not block requests", async () => {
  const clock = createVirtualClock(0);
  let jump = 0;
  const { jobs } = fakeClient([{ status: "RUNNING" }], {
    clock: { now: () => clock.now() + jump, sleep: clock.sleep },
    rateLimit: { requestsPerSecond: 1 },
  });
  await jobs.get(ref);
  jump = -3_600_000;
  const began = clock.now();
  await jobs.get(ref);
  expect(clock.now() - began).toBeLessThanOrEqual(1_000);
});

test("a call that is aborted before it queues leaves nothing behind", async () => {
  const { jobs } = fakeClient([], {
    rateLimit: { requestsPerSecond: 1_000, concurrency: 1 },
    fetch: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return Response.json({ status: "RUNNING" });
    },
  });
  const first = jobs.get(ref);
  await expect(jobs.get(ref, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  expect(await first).toHaveProperty("state", "running");
  expect(await jobs.get(ref)).toHaveProperty("state", "running");
});

test("no more requests are in flight than the concurrency allows", async () => {
  let inFlight = 0;
  let most = 0;
  const { jobs } = fakeClient([], {
    rateLimit: { requestsPerSecond: 100_000, concurrency: 3 },
    fetch: async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inFlight -= 1;
      return inFlight % 2 === 0 ? Response.json({ status: "RUNNING" }) : errorResponse(404);
    },
  });
  // The credential is accepted.
  await jobs.get(ref);
  await Promise.allSettled(Array.from({ length: 20 }, () => jobs.get(ref)));
  expect(most).toBe(3);
});

test("whatever the arrivals, no window holds more than the rate and the burst", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 1_000, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { maxLength: 300 }),
      (requestsPerSecond, gaps) => {
        let now = 0;
        let due = Number.NEGATIVE_INFINITY;
        const starts = gaps.map((gap) => {
          now += gap;
          const reservation = reserve(due, now, requestsPerSecond);
          due = reservation.due;
          return now + reservation.delay;
        });
        const burst = Math.max(1, requestsPerSecond / 10);
        for (let first = 0; first < starts.length; first++) {
          for (let last = first; last < starts.length; last++) {
            const seconds = ((starts[last] ?? 0) - (starts[first] ?? 0)) / 1_000;
            expect(last - first + 1).toBeLessThanOrEqual(burst + seconds * requestsPerSecond + 1e-6 + 1);
          }
        }
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
      },
    ),
    { numRuns: 50 },
  );
});
