import { getEventListeners } from "node:events";
import { type Job, type JobsClientOptions, type JobsEvent, WaitTimeoutError } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { errorResponse, fakeClient } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const ref = { service: "dcs", id: "job-1" } as const;

/** A request that the network received. */
interface NetworkRequest {
  /** Milliseconds since the start. */
  readonly at: number;
  readonly signal: AbortSignal | null | undefined;
}

/** How the network responds to a request; a string is the job's status. */
type Respond = (request: NetworkRequest, count: number) => string | Response | Promise<string | Response>;

/** A client on a virtual clock and a network that responds by `respond`. */
function clientOn(respond: Respond, options: Partial<JobsClientOptions> = {}) {
  const clock = createVirtualClock();
  const began = clock.now();
  const elapsed = () => clock.now() - began;
  const requests: NetworkRequest[] = [];
  const { jobs } = fakeClient([], {
    clock,
    rateLimit: { requestsPerSecond: 10_000 },
    async fetch(_url, { signal }) {
      const request = { at: elapsed(), signal };
      requests.push(request);
      const response = await respond(request, requests.length);
      return typeof response === "string" ? Response.json({ status: response }) : response;
    },
    ...options,
  });
  const pauses = () => requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0));
  return { jobs, clock, requests, elapsed, pauses };
}

/** A job with these statuses, poll by poll. */
const says =
  (...statuses: string[]): Respond =>
  (_request, count) =>
    statuses[count - 1] ?? "";

/** A job that succeeds after so many milliseconds. */
const succeedsAfter =
  (after: number): Respond =>
  ({ at }) =>
    at < after ? "RUNNING" : "SUCCESS";

const hanging: Respond = () => new Promise(() => {});

/** How and when a promise settles. */
async function settled<T>(
  promise: Promise<T>,
  elapsed: () => number,
): Promise<{ at: number; value?: T; error?: unknown }> {
  try {
    const value = await promise;
    return { at: elapsed(), value };
  } catch (error) {
    return { at: elapsed(), error };
  }
}

const every = (pause: number) => ({ min: pause, max: pause });

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe("a job that several callers wait for", () => {
  test("is polled once, at the shortest of their intervals", async () => {
    const { jobs, requests, pauses, clock } = clientOn(succeedsAfter(60_000));
    const done = await Promise.all([
      jobs.wait(ref, { interval: every(20_000) }),
      jobs.wait(ref, { interval: every(3_000) }),
      jobs.wait({ ...ref, projectId: "project-1" }, { interval: every(7_000) }),
    ]);
    expect(done.map(({ state }) => state)).toEqual(["succeeded", "succeeded", "succeeded"]);
    expect(requests).toHaveLength(21);
    expect(new Set(pauses())).toEqual(new Set([3_000]));
    expect(clock.sleeping).toBe(0);
  });

  test("is another job in another project or service", async () => {
    const { jobs, requests } = clientOn(() => "SUCCESS");
    const refs = [ref, { ...ref, projectId: "other" }, { ...ref, service: "workspace" }] as const;
    await jobs.waitAll([...refs, ...refs]);
    expect(requests).toHaveLength(3);
  });

  test("is reported to each of them once per change, including the final state", async () => {
    const statuses: string[][] = [[], [], []];
    const { jobs } = clientOn(says("INIT", "RUNNING", "RUNNING", "PAUSED", "SUCCESS"));
    const waits = statuses.map((own) => jobs.wait(ref, { onUpdate: ({ status }) => own.push(status) }));
    await Promise.all(waits);
    expect(statuses).toEqual(Array(3).fill(["INIT", "RUNNING", "PAUSED", "SUCCESS"]));
  });

  test("emits one poll event and one change event for all of them", async () => {
    const events: JobsEvent[] = [];
    const { jobs } = clientOn((_request, count) => (count < 3 ? "RUNNING" : "SUCCESS"), {
      onEvent: (e) => events.push(e),
    });
    await jobs.waitAll([ref, ref, ref]);
    const of = (type: string) => events.filter((event) => event.type === type);
    expect(of("poll")).toMatchObject([{ poll: 1 }, { poll: 2 }, { poll: 3, state: "succeeded" }]);
    expect(of("change")).toMatchObject([{ to: "running" }, { from: "running", to: "succeeded" }]);
  });

  test("times out for each at its own deadline", async () => {
    const { jobs, elapsed, clock, requests } = clientOn(succeedsAfter(50_000));
    const outcomes = await Promise.all(
      [10_000, 25_000, 100_000].map((timeout) => settled(jobs.wait(ref, { timeout, interval: every(5_000) }), elapsed)),
    );
    expect(outcomes).toMatchObject([
      { at: 10_000, error: { name: "WaitTimeoutError", timeout: 10_000 } },
      { at: 25_000, error: { name: "WaitTimeoutError", timeout: 25_000 } },
      { at: 50_000, value: { state: "succeeded" } },
    ]);
    expect(requests.filter(({ at }, index) => at < (requests[index - 1]?.at ?? -1) + 1)).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });

  test("is abandoned at once by the caller whose signal aborts, and by no other", async () => {
    const { jobs, elapsed, requests, clock } = clientOn(succeedsAfter(30_000));
    const [first, second] = [new AbortController(), new AbortController()];
    const waits = [first, second, second].map(({ signal }) =>
      settled(jobs.wait(ref, { signal, interval: every(5_000) }), elapsed),
    );
    await clock.sleep(12_000);
    first.abort("enough");
    expect(await waits[0]).toEqual({ at: 12_000, error: "enough" });
    expect(getEventListeners(first.signal, "abort")).toHaveLength(0);
    expect(getEventListeners(second.signal, "abort")).toHaveLength(1);
    expect(await Promise.all(waits.slice(1))).toMatchObject(
      Array(2).fill({ at: 30_000, value: { state: "succeeded" } }),
    );
    expect(requests).toHaveLength(7);
    expect(getEventListeners(second.signal, "abort")).toHaveLength(0);
  });

  test("is polled at the interval of the remaining callers", async () => {
    const { jobs, pauses, clock } = clientOn(succeedsAfter(100_000));
    const quick = new AbortController();
    const wait = jobs.wait(ref, { interval: every(2_000), signal: quick.signal }).catch(() => {});
    const patient = jobs.wait(ref, { interval: every(20_000) });
    await clock.sleep(10_500);
    quick.abort();
    await Promise.all([wait, patient]);
    expect(pauses()).toEqual([2_000, 2_000, 2_000, 2_000, 2_000, 20_000, 20_000, 20_000, 20_000, 20_000]);
  });

  test("is still waited for by the others if an onUpdate throws", async () => {
    const { jobs, requests } = clientOn(succeedsAfter(20_000));
    const statuses: string[] = [];
    const results = await Promise.allSettled([
      jobs.wait(ref, {
        onUpdate() {
          throw new Error("mine");
        },
      }),
      jobs.wait(ref, { onUpdate: async () => Promise.reject(new Error("mine, later")) }),
      jobs.wait(ref, { onUpdate: ({ status }) => statuses.push(status) }),
    ]);
    expect(results).toMatchObject([
      { reason: { message: "mine" } },
      { reason: { message: "mine, later" } },
      { value: { state: "succeeded" } },
    ]);
    expect(statuses).toEqual(["RUNNING", "SUCCESS"]);
    expect(requests.length).toBeGreaterThanOrEqual(4);
  });

  test("is still waited for by the others if an onUpdate never settles; that wait ends at its deadline", async () => {
    const { jobs, elapsed, pauses, clock } = clientOn(succeedsAfter(40_000));
    const outcomes = await Promise.all([
      settled(jobs.wait(ref, { timeout: 30_000, onUpdate: () => new Promise(() => {}) }), elapsed),
      settled(jobs.wait(ref, { timeout: 60_000, interval: every(5_000) }), elapsed),
    ]);
    expect(outcomes).toMatchObject([
      { at: 30_000, error: { name: "WaitTimeoutError", lastJob: { state: "running" } } },
      { at: 40_000, value: { state: "succeeded" } },
    ]);
    expect(new Set(pauses())).toEqual(new Set([5_000]));
    expect(clock.sleeping).toBe(0);
  });

  test("is not reported to a listener that is still handling the last change", async () => {
    const { jobs, clock } = clientOn(
      (_request, count) => (count < 20 ? ["INIT", "RUNNING"][count % 2] : "SUCCESS") ?? "",
    );
    let isBusy = false;
    const statuses: string[] = [];
    const slow = jobs.wait(ref, {
      interval: every(1_000),
      async onUpdate({ status }) {
        statuses.push(`${status}${isBusy ? " while busy" : ""}`);
        isBusy = true;
        await clock.sleep(3_500);
        isBusy = false;
      },
    });
    const quick = jobs.wait(ref, { interval: every(1_000) });
    expect(await Promise.all([slow, quick])).toMatchObject([{ state: "succeeded" }, { state: "succeeded" }]);
    expect(statuses.filter((word) => word.endsWith("busy"))).toEqual([]);
    expect(statuses.at(-1)).toBe("SUCCESS");
  });

  test("is not reported to a caller that the listener of another has aborted", async () => {
    const { jobs } = clientOn(says("INIT", "SUCCESS"));
    const stop = new AbortController();
    const statuses: string[] = [];
    const first = jobs.wait(ref, { onUpdate: () => stop.abort("enough") });
    const second = jobs.wait(ref, { signal: stop.signal, onUpdate: ({ status }) => statuses.push(status) });
    await expect(second).rejects.toBe("enough");
    expect(await first).toHaveProperty("state", "succeeded");
    expect(statuses).toEqual([]);
  });

  test("is not polled for a caller whose timeout has passed", async () => {
    const { jobs, requests } = clientOn(succeedsAfter(10_000));
    await expect(jobs.wait(ref, { timeout: 0 })).rejects.toBeInstanceOf(WaitTimeoutError);
    expect(requests).toEqual([]);
  });

  test("ends for each by its own options", async () => {
    const script = [errorResponse(404), "PAUSED", "RUNNING", "FAIL"];
    const { jobs, requests } = clientOn((_request, count) => script[count - 1] ?? "");
    const results = await Promise.allSettled([
      jobs.wait(ref),
      jobs.wait(ref, { notFoundGrace: 1_000, onUnknownStatus: "fail" }),
      jobs.wait(ref, { notFoundGrace: 1_000 }),
      jobs.waitAll([ref], { notFoundGrace: 1_000 }),
    ]);
    expect(results).toMatchObject([
      { reason: { name: "NotFoundError" } },
      { reason: { name: "InvalidResponseError" } },
      { reason: { name: "JobFailedError" } },
      { value: [{ job: { state: "failed" } }] },
    ]);
    expect(requests).toHaveLength(4);
  });

  test("ends for all of them on a permanent error", async () => {
    const { jobs, requests, clock } = clientOn(() => errorResponse(403));
    const outcomes = await jobs.waitAll([ref, ref, ref]);
    expect(outcomes).toMatchObject(Array(3).fill({ error: { name: "PermissionError" } }));
    expect(requests).toHaveLength(1);
    expect(clock.sleeping).toBe(0);
  });

  test("may be watched and awaited at once", async () => {
    const { jobs, requests } = clientOn(says("INIT", "RUNNING", "SUCCESS"));
    const watched = (async () => {
      const statuses: string[] = [];
      for await (const { status } of jobs.watch(ref)) {
        statuses.push(status);
      }
      return statuses;
    })();
    expect(await Promise.all([watched, jobs.wait(ref)])).toMatchObject([["INIT", "RUNNING", "SUCCESS"], {}]);
    expect(requests).toHaveLength(3);
  });
});

describe("a later caller", () => {
  test("shares the poll in flight", async () => {
    const { jobs, requests, clock } = clientOn(async () => {
      await clock.sleep(2_000);
      return "SUCCESS";
    });
    const first = jobs.wait(ref);
    await clock.sleep(1_000);
    expect(await Promise.all([first, jobs.wait(ref)])).toHaveLength(2);
    expect(requests).toHaveLength(1);
  });

  test("polls no sooner after the last poll than its floor, and at once if that has passed", async () => {
    for (const [joinAt, pollAt] of [
      [100, 5_000],
      [4_000, 5_000],
      [7_000, 7_000],
    ] as const) {
      const { jobs, requests, clock } = clientOn(succeedsAfter(7_000));
      const first = jobs.wait(ref, { interval: every(60_000) });
      await clock.sleep(joinAt);
      await Promise.all([first, jobs.wait(ref, { interval: every(5_000) })]);
      expect(requests[1]?.at).toBe(pollAt);
    }
  });

  test("polls at once after all others have left", async () => {
    const { jobs, requests, clock } = clientOn((_request, count) => (count === 3 ? "RUNNING" : "SUCCESS"));
    await jobs.wait(ref);
    await jobs.wait(ref);
    await jobs.wait(ref, { timeout: 500 }).catch(() => {});
    await jobs.wait(ref);
    expect(requests.map(({ at }) => at)).toEqual([0, 0, 0, 500]);
    expect(clock.sleeping).toBe(0);
  });

  test("shares the next poll if an onUpdate starts it", async () => {
    const { jobs, requests } = clientOn(succeedsAfter(20_000));
    let second: Promise<Job> | undefined;
    const onUpdate = () => {
      second ??= jobs.wait(ref, { interval: every(10_000) });
    };
    const first = jobs.wait(ref, { interval: every(10_000), onUpdate });
    expect(await first).toEqual(await second);
    expect(requests.map(({ at }) => at)).toEqual([0, 10_000, 20_000]);
  });

  test("polls again if an onUpdate for the final state starts it", async () => {
    const { jobs, requests, clock } = clientOn(() => "SUCCESS");
    let second: Promise<Job> | undefined;
    await jobs.wait(ref, {
      onUpdate: () => {
        second = jobs.wait(ref, { interval: every(10_000) });
      },
    });
    expect(await second).toHaveProperty("state", "succeeded");
    expect(requests).toHaveLength(2);
    expect(clock.sleeping).toBe(0);
  });

  test("does not shorten a pause below the floor of the others by coming and going", async () => {
    const { jobs, requests, clock } = clientOn(succeedsAfter(60_000));
    const patient = jobs.wait(ref, { interval: every(20_000) });
    for (let visit = 0; visit < 50; visit++) {
      await clock.sleep(300);
      await jobs.wait(ref, { interval: every(5_000), timeout: 200 }).catch(() => {});
    }
    await patient;
    // Few of the visits contain a poll.
    expect(requests.length).toBeLessThanOrEqual(4 + 6);
  });
});

describe("the poller of a job", () => {
  test("postpones a queued poll if its caller has left and no other is due", async () => {
    const { jobs, requests, clock } = clientOn(succeedsAfter(100_000), { rateLimit: { requestsPerSecond: 0.05 } });
    const stop = new AbortController();
    const quick = jobs.wait(ref, { interval: every(1_000), signal: stop.signal }).catch(() => {});
    const patient = jobs.wait(ref, { interval: every(60_000) });
    await clock.sleep(5_000);
    stop.abort();
    await Promise.all([quick, patient]);
    expect(requests[1]?.at).toBeGreaterThanOrEqual(60_000);
  });

  test("makes a later caller wait as long as the server asked", async () => {
    const responses = [errorResponse(503, {}, { "Retry-After": "50" }), "SUCCESS"];
    const { jobs, requests, clock } = clientOn((_request, count) => responses[count - 1] ?? "");
    const first = jobs.wait(ref);
    await clock.sleep(1_000);
    await Promise.all([first, jobs.wait(ref)]);
    expect(requests[1]?.at).toBeGreaterThanOrEqual(50_000);
  });
});

describe("the last caller to leave", () => {
  test.each(["abort", "timeout"] as const)(
    "aborts the request in flight, by %s, and leaves nothing behind",
    async (how) => {
      const { jobs, requests, clock } = clientOn(hanging);
      const controllers = [new AbortController(), new AbortController()];
      const waits = controllers.map(({ signal }) =>
        jobs.wait(ref, { timeout: how === "timeout" ? 10_000 : 60_000, signal }).catch((error: unknown) => error),
      );
      if (how === "abort") {
        await clock.sleep(1_000);
        controllers[0]?.abort("first");
        expect(await waits[0]).toBe("first");
        await turns(2);
        expect(requests[0]?.signal?.aborted).toBe(false);
        controllers[1]?.abort("second");
        expect(await waits[1]).toBe("second");
      } else {
        expect(await Promise.all(waits)).toMatchObject([{ name: "WaitTimeoutError" }, { name: "WaitTimeoutError" }]);
      }
      await turns(2);
      expect(requests).toHaveLength(1);
      expect(requests[0]?.signal?.aborted).toBe(true);
      expect(clock.sleeping).toBe(0);
      for (const { signal } of controllers) {
        expect(getEventListeners(signal, "abort")).toHaveLength(0);
      }
    },
  );

  test("leaves the queue", async () => {
    const { jobs, requests, clock } = clientOn(succeedsAfter(60_000), { rateLimit: { requestsPerSecond: 0.1 } });
    const stop = new AbortController();
    const first = jobs.wait(ref, { interval: every(60_000) });
    const queued = jobs.waitAll(
      [
        { ...ref, id: "b" },
        { ...ref, id: "c" },
      ],
      { signal: stop.signal },
    );
    await clock.sleep(1_000);
    stop.abort("enough");
    await expect(queued).rejects.toBe("enough");
    await first;
    expect(requests.map(({ at }) => at)).toEqual([0, 60_000]);
    expect(clock.sleeping).toBe(0);
  });

  test("releases its permit for others", async () => {
    const { jobs, requests, clock } = clientOn((_request, count) => (count === 1 ? new Promise(() => {}) : "SUCCESS"), {
      rateLimit: { requestsPerSecond: 1_000, concurrency: 1 },
    });
    const stop = new AbortController();
    const first = jobs.wait(ref, { signal: stop.signal });
    const second = jobs.wait({ ...ref, id: "b" });
    await clock.sleep(1_000);
    expect(requests).toHaveLength(1);
    stop.abort("enough");
    await expect(first).rejects.toBe("enough");
    expect(await second).toHaveProperty("state", "succeeded");
  });

  test("may leave while the first poll is being sent, which ends the wait and the request", async () => {
    for (const type of ["request", "poll", "response"] as const) {
      const stop = new AbortController();
      const { jobs, requests, clock } = clientOn(
        async ({ signal }) => {
          signal?.throwIfAborted();
          await clock.sleep(100, signal ?? undefined);
          return "RUNNING";
        },
        { onEvent: (event) => event.type === type && stop.abort("enough") },
      );
      const wait = jobs.wait(ref, { signal: stop.signal, timeout: 60_000 });
      await expect(wait).rejects.toBe("enough");
      await turns(5);
      expect(clock.sleeping).toBe(0);
      expect(requests.length).toBeLessThanOrEqual(1);
      expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
    }
  });

  test("may leave while a credentials function is called", async () => {
    const stop = new AbortController();
    const { jobs, requests, clock } = clientOn(() => "RUNNING", {
      credentials() {
        stop.abort("no login");
        throw new Error("no login");
      },
    });
    await expect(jobs.wait(ref, { signal: stop.signal, timeout: 60_000 })).rejects.toBe("no login");
    expect(requests).toHaveLength(0);
    expect(clock.sleeping).toBe(0);
  });

  test("may be a `for await` loop that breaks", async () => {
    const { jobs, requests, clock } = clientOn(succeedsAfter(60_000));
    const stop = new AbortController();
    const { signal } = stop;
    const wait = jobs.wait(ref, { signal, interval: every(5_000) }).catch((error: unknown) => error);
    for await (const _job of jobs.watch(ref, { signal })) {
      break;
    }
    await clock.sleep(11_000);
    expect(requests).toHaveLength(3);
    const updates = jobs.watch(ref, { interval: every(5_000) });
    const next = updates.next();
    await clock.sleep(100);
    stop.abort("enough");
    expect(await wait).toBe("enough");
    expect(await next).toMatchObject({ value: { state: "running" } });
    expect(requests.map(({ at }) => at)).toEqual([0, 5_000, 10_000, 15_000]);
    await updates.return();
    await turns(2);
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("may leave while its permit comes, even if time passes between two readings of the clock", async () => {
    for (let timeout = 1; timeout <= 20; timeout++) {
      const clock = createVirtualClock();
      let drift = 0;
      const { jobs } = clientOn(() => "RUNNING", {
        clock: { now: () => clock.now() + drift++, sleep: (ms, signal) => clock.sleep(ms, signal) },
      });
      const stop = new AbortController();
      const long = jobs.wait(ref, { signal: stop.signal, interval: every(60_000), onUpdate: () => onFirstUpdate() });
      let onFirstUpdate = (): void => {};
      await new Promise<void>((resolve) => {
        onFirstUpdate = resolve;
      });
      await clock.sleep(1_000);
      const short = jobs.wait(ref, { timeout, interval: every(1) });
      stop.abort("enough");
      await expect(long).rejects.toBe("enough");
      await short.catch(() => {});
      expect(clock.sleeping).toBe(0);
    }
  });

  test("may come back as soon as the request of the last one is aborted", async () => {
    let again: Promise<unknown> | undefined;
    const { jobs, requests } = clientOn(({ signal }, count) => {
      if (count > 1) {
        return "SUCCESS";
      }
      signal?.addEventListener("abort", () => {
        again = jobs.wait(ref, { timeout: 60_000 });
      });
      return hanging({ at: 0, signal }, count);
    });
    await expect(jobs.wait(ref, { timeout: 1_000 })).rejects.toBeInstanceOf(WaitTimeoutError);
    expect(await again).toMatchObject({ state: "succeeded" });
    expect(requests).toHaveLength(2);
  });

  test("leaves nothing behind if the credentials function never settles", async () => {
    const { jobs, requests, clock, elapsed } = clientOn(() => "RUNNING", { credentials: () => new Promise(() => {}) });
    await expect(jobs.wait(ref, { timeout: 20_000 })).rejects.toBeInstanceOf(WaitTimeoutError);
    expect(elapsed()).toBe(20_000);
    expect(requests).toHaveLength(0);
    expect(clock.sleeping).toBe(0);
  });
});
