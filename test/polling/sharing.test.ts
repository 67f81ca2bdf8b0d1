import { getEventListeners } from "node:events";
import { type Job, type JobsClientOptions, type JobsEvent, WaitTimeoutError } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { errorResponse, fakeClient } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const ref = { service: "dcs", id: "job-1" } as const;

/** A request as the network sees it. */
interface Call {
  /** Milliseconds since the start. */
  readonly at: number;
  readonly signal: AbortSignal | null | undefined;
}

/** What the network does with a request; a word is the job's status. */
type Act = (call: Call, count: number) => string | Response | Promise<string | Response>;

/** A client on a network that does with each request what `act` says. */
function scene(act: Act, options: Partial<JobsClientOptions> = {}) {
  const clock = createVirtualClock();
  const began = clock.now();
  const elapsed = () => clock.now() - began;
  const calls: Call[] = [];
  const { jobs } = fakeClient([], {
    clock,
    rateLimit: { requestsPerSecond: 10_000 },
    async fetch(_url, { signal }) {
      const call = { at: elapsed(), signal };
      calls.push(call);
      const answer = await act(call, calls.length);
      return typeof answer === "string" ? Response.json({ status: answer }) : answer;
    },
    ...options,
  });
  const pauses = () => calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0));
  return { jobs, clock, calls, elapsed, pauses };
}

/** A job that is over after so many milliseconds. */
const over =
  (after: number): Act =>
  ({ at }) =>
    at < after ? "RUNNING" : "SUCCESS";

const hanging: Act = () => new Promise(() => {});

/** What a promise came to, and when. */
async function outcome<T>(
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

describe("a job that several callers await", () => {
  test("is polled once, at the shortest of their intervals", async () => {
    const { jobs, calls, pauses, clock } = scene(over(60_000));
    const done = await Promise.all([
      jobs.wait(ref, { interval: every(20_000) }),
      jobs.wait(ref, { interval: every(3_000) }),
      jobs.wait({ ...ref, projectId: "project-1" }, { interval: every(7_000) }),
    ]);
    expect(done.map(({ state }) => state)).toEqual(["succeeded", "succeeded", "succeeded"]);
    expect(calls).toHaveLength(21);
    expect(new Set(pauses())).toEqual(new Set([3_000]));
    expect(clock.sleeping).toBe(0);
  });

  test("is another job in another project or service", async () => {
    const { jobs, calls } = scene(() => "SUCCESS");
    const refs = [ref, { ...ref, projectId: "other" }, { ...ref, service: "workspace" }] as const;
    await jobs.waitAll([...refs, ...refs]);
    expect(calls).toHaveLength(3);
  });

  test("is told to each of them once per change, the end included", async () => {
    const told: string[][] = [[], [], []];
    const { jobs } = scene((_call, count) => ["INIT", "RUNNING", "RUNNING", "PAUSED", "SUCCESS"][count - 1] ?? "");
    const waits = told.map((own) => jobs.wait(ref, { onUpdate: ({ status }) => own.push(status) }));
    await Promise.all(waits);
    expect(told).toEqual(Array(3).fill(["INIT", "RUNNING", "PAUSED", "SUCCESS"]));
  });

  test("makes one poll event and one change event for all of them", async () => {
    const events: JobsEvent[] = [];
    const { jobs } = scene((_call, count) => (count < 3 ? "RUNNING" : "SUCCESS"), { onEvent: (e) => events.push(e) });
    await jobs.waitAll([ref, ref, ref]);
    const of = (type: string) => events.filter((event) => event.type === type);
    expect(of("poll")).toMatchObject([{ poll: 1 }, { poll: 2 }, { poll: 3, state: "succeeded" }]);
    expect(of("change")).toMatchObject([{ to: "running" }, { from: "running", to: "succeeded" }]);
  });

  test("ends for each at its own deadline", async () => {
    const { jobs, elapsed, clock, calls } = scene(over(50_000));
    const outcomes = await Promise.all(
      [10_000, 25_000, 100_000].map((timeout) => outcome(jobs.wait(ref, { timeout, interval: every(5_000) }), elapsed)),
    );
    expect(outcomes).toMatchObject([
      { at: 10_000, error: { name: "WaitTimeoutError", timeout: 10_000 } },
      { at: 25_000, error: { name: "WaitTimeoutError", timeout: 25_000 } },
      { at: 50_000, value: { state: "succeeded" } },
    ]);
    expect(calls.filter(({ at }, index) => at < (calls[index - 1]?.at ?? -1) + 1)).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });

  test("is given up by the one whose signal aborts, at once, and by nobody else", async () => {
    const { jobs, elapsed, calls, clock } = scene(over(30_000));
    const [first, second] = [new AbortController(), new AbortController()];
    const waits = [first, second, second].map(({ signal }) =>
      outcome(jobs.wait(ref, { signal, interval: every(5_000) }), elapsed),
    );
    await clock.sleep(12_000);
    first.abort("enough");
    expect(await waits[0]).toEqual({ at: 12_000, error: "enough" });
    expect(getEventListeners(first.signal, "abort")).toHaveLength(0);
    expect(getEventListeners(second.signal, "abort")).toHaveLength(1);
    expect(await Promise.all(waits.slice(1))).toMatchObject(
      Array(2).fill({ at: 30_000, value: { state: "succeeded" } }),
    );
    expect(calls).toHaveLength(7);
    expect(getEventListeners(second.signal, "abort")).toHaveLength(0);
  });

  test("is polled at the interval of those who are left", async () => {
    const { jobs, pauses, clock } = scene(over(100_000));
    const quick = new AbortController();
    const wait = jobs.wait(ref, { interval: every(2_000), signal: quick.signal }).catch(() => {});
    const patient = jobs.wait(ref, { interval: every(20_000) });
    await clock.sleep(10_500);
    quick.abort();
    await Promise.all([wait, patient]);
    expect(pauses()).toEqual([2_000, 2_000, 2_000, 2_000, 2_000, 20_000, 20_000, 20_000, 20_000, 20_000]);
  });

  test("goes on for the others when an onUpdate throws", async () => {
    const { jobs, calls } = scene(over(20_000));
    const told: string[] = [];
    const results = await Promise.allSettled([
      jobs.wait(ref, {
        onUpdate() {
          throw new Error("mine");
        },
      }),
      jobs.wait(ref, { onUpdate: async () => Promise.reject(new Error("mine, later")) }),
      jobs.wait(ref, { onUpdate: ({ status }) => told.push(status) }),
    ]);
    expect(results).toMatchObject([
      { reason: { message: "mine" } },
      { reason: { message: "mine, later" } },
      { value: { state: "succeeded" } },
    ]);
    expect(told).toEqual(["RUNNING", "SUCCESS"]);
    expect(calls.length).toBeGreaterThanOrEqual(4);
  });

  test("goes on for the others when an onUpdate never settles; that wait ends at its deadline", async () => {
    const { jobs, elapsed, pauses, clock } = scene(over(40_000));
    const outcomes = await Promise.all([
      outcome(jobs.wait(ref, { timeout: 30_000, onUpdate: () => new Promise(() => {}) }), elapsed),
      outcome(jobs.wait(ref, { timeout: 60_000, interval: every(5_000) }), elapsed),
    ]);
    expect(outcomes).toMatchObject([
      { at: 30_000, error: { name: "WaitTimeoutError", lastJob: { state: "running" } } },
      { at: 40_000, value: { state: "succeeded" } },
    ]);
    expect(new Set(pauses())).toEqual(new Set([5_000]));
    expect(clock.sleeping).toBe(0);
  });

  test("is not told to a listener that is still busy with what it was told before", async () => {
    const { jobs, clock } = scene((_call, count) => (count < 20 ? ["INIT", "RUNNING"][count % 2] : "SUCCESS") ?? "");
    let isBusy = false;
    const told: string[] = [];
    const slow = jobs.wait(ref, {
      interval: every(1_000),
      async onUpdate({ status }) {
        told.push(`${status}${isBusy ? " while busy" : ""}`);
        isBusy = true;
        await clock.sleep(3_500);
        isBusy = false;
      },
    });
    const quick = jobs.wait(ref, { interval: every(1_000) });
    expect(await Promise.all([slow, quick])).toMatchObject([{ state: "succeeded" }, { state: "succeeded" }]);
    expect(told.filter((word) => word.endsWith("busy"))).toEqual([]);
    expect(told.at(-1)).toBe("SUCCESS");
  });

  test("is not told any more to one whom the listener of another has ended", async () => {
    const { jobs } = scene((_call, count) => ["INIT", "SUCCESS"][count - 1] ?? "");
    const stop = new AbortController();
    const told: string[] = [];
    const first = jobs.wait(ref, { onUpdate: () => stop.abort("enough") });
    const second = jobs.wait(ref, { signal: stop.signal, onUpdate: ({ status }) => told.push(status) });
    await expect(second).rejects.toBe("enough");
    expect(await first).toHaveProperty("state", "succeeded");
    expect(told).toEqual([]);
  });

  test("is not polled for one whose time is up", async () => {
    const { jobs, calls } = scene(over(10_000));
    await expect(jobs.wait(ref, { timeout: 0 })).rejects.toBeInstanceOf(WaitTimeoutError);
    expect(calls).toEqual([]);
  });

  test("ends by what each of them makes of an answer", async () => {
    const script = [errorResponse(404), "PAUSED", "RUNNING", "FAIL"];
    const { jobs, calls } = scene((_call, count) => script[count - 1] ?? "");
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
    expect(calls).toHaveLength(4);
  });

  test("ends for all of them on an answer that asking again will not mend", async () => {
    const { jobs, calls, clock } = scene(() => errorResponse(403));
    const outcomes = await jobs.waitAll([ref, ref, ref]);
    expect(outcomes).toMatchObject(Array(3).fill({ error: { name: "PermissionError" } }));
    expect(calls).toHaveLength(1);
    expect(clock.sleeping).toBe(0);
  });

  test("may be watched and awaited at once", async () => {
    const { jobs, calls } = scene((_call, count) => ["INIT", "RUNNING", "SUCCESS"][count - 1] ?? "");
    const watched = (async () => {
      const told: string[] = [];
      for await (const { status } of jobs.watch(ref)) {
        told.push(status);
      }
      return told;
    })();
    expect(await Promise.all([watched, jobs.wait(ref)])).toMatchObject([["INIT", "RUNNING", "SUCCESS"], {}]);
    expect(calls).toHaveLength(3);
  });
});

describe("who comes later", () => {
  test("shares the poll that is under way", async () => {
    const { jobs, calls, clock } = scene(async () => {
      await clock.sleep(2_000);
      return "SUCCESS";
    });
    const first = jobs.wait(ref);
    await clock.sleep(1_000);
    expect(await Promise.all([first, jobs.wait(ref)])).toHaveLength(2);
    expect(calls).toHaveLength(1);
  });

  test("polls no sooner after the last poll than its floor, and at once when that is over", async () => {
    for (const [joinAt, pollAt] of [
      [100, 5_000],
      [4_000, 5_000],
      [7_000, 7_000],
    ] as const) {
      const { jobs, calls, clock } = scene(over(7_000));
      const first = jobs.wait(ref, { interval: every(60_000) });
      await clock.sleep(joinAt);
      await Promise.all([first, jobs.wait(ref, { interval: every(5_000) })]);
      expect(calls[1]?.at).toBe(pollAt);
    }
  });

  test("polls at once after all others have gone", async () => {
    const { jobs, calls, clock } = scene((_call, count) => (count === 3 ? "RUNNING" : "SUCCESS"));
    await jobs.wait(ref);
    await jobs.wait(ref);
    await jobs.wait(ref, { timeout: 500 }).catch(() => {});
    await jobs.wait(ref);
    expect(calls.map(({ at }) => at)).toEqual([0, 0, 0, 500]);
    expect(clock.sleeping).toBe(0);
  });

  test("shares the next poll when it comes from an onUpdate", async () => {
    const { jobs, calls } = scene(over(20_000));
    let second: Promise<Job> | undefined;
    const onUpdate = () => {
      second ??= jobs.wait(ref, { interval: every(10_000) });
    };
    const first = jobs.wait(ref, { interval: every(10_000), onUpdate });
    expect(await first).toEqual(await second);
    expect(calls.map(({ at }) => at)).toEqual([0, 10_000, 20_000]);
  });

  test("from an onUpdate for the end asks anew", async () => {
    const { jobs, calls, clock } = scene(() => "SUCCESS");
    let second: Promise<Job> | undefined;
    await jobs.wait(ref, {
      onUpdate: () => {
        second = jobs.wait(ref, { interval: every(10_000) });
      },
    });
    expect(await second).toHaveProperty("state", "succeeded");
    expect(calls).toHaveLength(2);
    expect(clock.sleeping).toBe(0);
  });

  test("does not shorten a pause below the floor of the others by coming and going", async () => {
    const { jobs, calls, clock } = scene(over(60_000));
    const patient = jobs.wait(ref, { interval: every(20_000) });
    for (let visit = 0; visit < 50; visit++) {
      await clock.sleep(300);
      await jobs.wait(ref, { interval: every(5_000), timeout: 200 }).catch(() => {});
    }
    await patient;
    // A poll falls into few of the visits.
    expect(calls.length).toBeLessThanOrEqual(4 + 6);
  });
});

describe("what is known of a job", () => {
  test("makes a queued poll wait when the one whom it was for has left, and nobody else is due", async () => {
    const { jobs, calls, clock } = scene(over(100_000), { rateLimit: { requestsPerSecond: 0.05 } });
    const stop = new AbortController();
    const quick = jobs.wait(ref, { interval: every(1_000), signal: stop.signal }).catch(() => {});
    const patient = jobs.wait(ref, { interval: every(60_000) });
    await clock.sleep(5_000);
    stop.abort();
    await Promise.all([quick, patient]);
    expect(calls[1]?.at).toBeGreaterThanOrEqual(60_000);
  });

  test("makes who comes later wait as long as the server has asked for", async () => {
    const answers = [errorResponse(503, {}, { "Retry-After": "50" }), "SUCCESS"];
    const { jobs, calls, clock } = scene((_call, count) => answers[count - 1] ?? "");
    const first = jobs.wait(ref);
    await clock.sleep(1_000);
    await Promise.all([first, jobs.wait(ref)]);
    expect(calls[1]?.at).toBeGreaterThanOrEqual(50_000);
  });
});

describe("the last one to leave", () => {
  test.each(["abort", "timeout"] as const)("aborts the request under way, by %s, and leaves nothing", async (how) => {
    const { jobs, calls, clock } = scene(hanging);
    const controllers = [new AbortController(), new AbortController()];
    const waits = controllers.map(({ signal }) =>
      jobs.wait(ref, { timeout: how === "timeout" ? 10_000 : 60_000, signal }).catch((error: unknown) => error),
    );
    if (how === "abort") {
      await clock.sleep(1_000);
      controllers[0]?.abort("first");
      expect(await waits[0]).toBe("first");
      await turns(2);
      expect(calls[0]?.signal?.aborted).toBe(false);
      controllers[1]?.abort("second");
      expect(await waits[1]).toBe("second");
    } else {
      expect(await Promise.all(waits)).toMatchObject([{ name: "WaitTimeoutError" }, { name: "WaitTimeoutError" }]);
    }
    await turns(2);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.signal?.aborted).toBe(true);
    expect(clock.sleeping).toBe(0);
    for (const { signal } of controllers) {
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
    }
  });

  test("gives up its place in the queue", async () => {
    const { jobs, calls, clock } = scene(over(60_000), { rateLimit: { requestsPerSecond: 0.1 } });
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
    expect(calls.map(({ at }) => at)).toEqual([0, 60_000]);
    expect(clock.sleeping).toBe(0);
  });

  test("frees the place of its request for others", async () => {
    const { jobs, calls, clock } = scene((_call, count) => (count === 1 ? new Promise(() => {}) : "SUCCESS"), {
      rateLimit: { requestsPerSecond: 1_000, concurrency: 1 },
    });
    const stop = new AbortController();
    const first = jobs.wait(ref, { signal: stop.signal });
    const second = jobs.wait({ ...ref, id: "b" });
    await clock.sleep(1_000);
    expect(calls).toHaveLength(1);
    stop.abort("enough");
    await expect(first).rejects.toBe("enough");
    expect(await second).toHaveProperty("state", "succeeded");
  });

  test("may leave while the first poll is being sent: the wait ends, and the request with it", async () => {
    for (const type of ["request", "poll", "response"] as const) {
      const stop = new AbortController();
      const { jobs, calls, clock } = scene(
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
      expect(calls.length).toBeLessThanOrEqual(1);
      expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
    }
  });

  test("may leave while a credentials function is called", async () => {
    const stop = new AbortController();
    const { jobs, calls, clock } = scene(() => "RUNNING", {
      credentials() {
        stop.abort("no login");
        throw new Error("no login");
      },
    });
    await expect(jobs.wait(ref, { signal: stop.signal, timeout: 60_000 })).rejects.toBe("no login");
    expect(calls).toHaveLength(0);
    expect(clock.sleeping).toBe(0);
  });

  test("may be a loop that is broken off", async () => {
    const { jobs, calls, clock } = scene(over(60_000));
    const stop = new AbortController();
    const { signal } = stop;
    const wait = jobs.wait(ref, { signal, interval: every(5_000) }).catch((error: unknown) => error);
    for await (const _job of jobs.watch(ref, { signal })) {
      break;
    }
    await clock.sleep(11_000);
    expect(calls).toHaveLength(3);
    const updates = jobs.watch(ref, { interval: every(5_000) });
    const next = updates.next();
    await clock.sleep(100);
    stop.abort("enough");
    expect(await wait).toBe("enough");
    expect(await next).toMatchObject({ value: { state: "running" } });
    expect(calls.map(({ at }) => at)).toEqual([0, 5_000, 10_000, 15_000]);
    await updates.return();
    await turns(2);
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("may leave while its turn in the queue comes: time passes between two looks at the clock", async () => {
    for (let timeout = 1; timeout <= 20; timeout++) {
      const clock = createVirtualClock();
      let drift = 0;
      const { jobs } = scene(() => "RUNNING", {
        clock: { now: () => clock.now() + drift++, sleep: (ms, signal) => clock.sleep(ms, signal) },
      });
      const stop = new AbortController();
      const long = jobs.wait(ref, { signal: stop.signal, interval: every(60_000), onUpdate: () => seen() });
      let seen = (): void => {};
      await new Promise<void>((resolve) => {
        seen = resolve;
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
    const { jobs, calls } = scene(({ signal }, count) => {
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
    expect(calls).toHaveLength(2);
  });

  test("leaves nothing when credentials never come", async () => {
    const { jobs, calls, clock, elapsed } = scene(() => "RUNNING", { credentials: () => new Promise(() => {}) });
    await expect(jobs.wait(ref, { timeout: 20_000 })).rejects.toBeInstanceOf(WaitTimeoutError);
    expect(elapsed()).toBe(20_000);
    expect(calls).toHaveLength(0);
    expect(clock.sleeping).toBe(0);
  });
});
