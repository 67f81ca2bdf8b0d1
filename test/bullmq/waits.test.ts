import { randomUUID } from "node:crypto";
import { isJobsError } from "huaweicloud-jobs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { errorResponse } from "../helpers/fake-client.ts";
import { ageWait, allOf, answersOf, newRef, projectId, quick, useTestRedis } from "./open.ts";

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };

const HOUR = 3_600_000;

/** Shifts the clock of this process by so many milliseconds, until the end of the test. */
function shiftTime(by: (now: number) => number): void {
  const { now } = Date;
  vi.spyOn(Date, "now").mockImplementation(() => now() + by(now()));
}

afterEach(() => vi.restoreAllMocks());

describe("with a Redis", () => {
  const here = useTestRedis();

  test("a wait ends with its job, whose times are dates; the worker reports each change", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    const told: string[] = [];
    here.startWorker({
      fetch: answersOf(running, { status: "SUCCESS", begin_time: "1767225600000" }),
      onUpdate: (job) => told.push(job.status),
    });
    await waits.add([ref], quick);
    const outcome = await waits.outcome(ref);
    expect(outcome).toMatchObject({ ref, job: { state: "succeeded", startedAt: new Date(1767225600000), projectId } });
    expect(outcome.job).not.toHaveProperty("raw");
    expect(told).toEqual(["RUNNING", "SUCCESS"]);
  });

  test("a failed job is an outcome with a job", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    here.startWorker({ fetch: answersOf({ status: "FAIL", fail_reason: "no space left" }) });
    await waits.add([ref], quick);
    const { job } = await waits.outcome(ref);
    expect(job).toMatchObject({ state: "failed", status: "FAIL" });
  });

  test("a refusal ends a wait with the class, status, code and request ID of the error", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    const body = { error_code: "DCS.4009", error_msg: "no" };
    here.startWorker({ fetch: answersOf(errorResponse(403, body, { "X-Request-Id": "req-7" })) });
    await waits.add([ref], { ...quick, unauthorizedGrace: 0 });
    const { error } = await waits.outcome(ref);
    expect(error).toMatchObject({
      name: "PermissionError",
      status: 403,
      code: "DCS.4009",
      requestId: "req-7",
      service: "dcs",
      attempts: 1,
    });
  });

  test("a wait that times out ends with the last job, and can be added again", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    let isOver = false;
    here.startWorker({ fetch: async (...given) => answersOf(isOver ? success : running)(...given) });
    await waits.add([ref], { interval: { min: HOUR }, timeout: 3 * HOUR });
    await ageWait(here.connection, ref, 3 * HOUR);
    expect(await waits.outcome(ref)).toMatchObject({
      error: { name: "WaitTimeoutError" },
      lastJob: { state: "running" },
    });
    isOver = true;
    await waits.add([ref], quick);
    expect(await waits.outcome(ref)).toMatchObject({ job: { state: "succeeded" } });
  });

  test("a wait times out while a poll hangs", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    here.startWorker({ fetch: () => new Promise(() => {}) });
    await waits.add([ref], { ...quick, timeout: 300 });
    expect(await waits.outcome(ref)).toMatchObject({ error: { name: "WaitTimeoutError" } });
  });

  test("a wait times out while `onUpdate` hangs", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    // Time stands still until the job has been polled, so that a slow machine does not time out before.
    let isSeen = false;
    let lag = 0;
    const began = Date.now();
    shiftTime((now) => {
      lag = isSeen ? lag : began - now;
      return lag;
    });
    here.startWorker({
      fetch: answersOf(running),
      onUpdate() {
        isSeen = true;
        return new Promise(() => {});
      },
    });
    await waits.add([ref], { ...quick, timeout: 1_000 });
    expect(await waits.outcome(ref)).toMatchObject({
      error: { name: "WaitTimeoutError" },
      lastJob: { state: "running" },
    });
  });

  test("a wait goes on after temporary errors, and while the job is not visible yet", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    const fetch = answersOf(errorResponse(404), errorResponse(503), new Response("<html>"), running, success);
    here.startWorker({ fetch });
    await waits.add([ref], { ...quick, notFoundGrace: 60_000, timeout: Number.POSITIVE_INFINITY });
    expect(await waits.outcome(ref)).toMatchObject({ job: { state: "succeeded" } });
  });

  test("an exception of `onUpdate` ends the wait", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    const onUpdate = () => Promise.reject(new TypeError("mine"));
    here.startWorker({ fetch: answersOf(running), onUpdate });
    await waits.add([ref], quick);
    expect(await waits.outcome(ref)).toEqual({ ref, error: { name: "TypeError", message: "mine" } });
  });

  test("adding a job twice makes one wait, and a wait that has succeeded keeps its outcome", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    const asked: string[] = [];
    const answer = answersOf(running, success);
    here.startWorker({
      fetch(url, init) {
        asked.push(url);
        return answer(url, init);
      },
    });
    await Promise.all([waits.add([ref, { ...ref, projectId }], quick), waits.add([ref], quick)]);
    const first = await waits.outcome(ref);
    await waits.add([ref], quick);
    expect(await waits.outcome(ref)).toEqual(first);
    expect(asked.filter((url) => url.endsWith(ref.id))).toHaveLength(2);
  });

  test("a watch yields changes and each outcome once, also if it begins late", async () => {
    const refs = [newRef(), newRef(), newRef()];
    const waits = here.openWaits();
    await waits.add(refs, quick);
    const early = allOf(waits.watch(refs));
    here.startWorker({ fetch: answersOf(running, { ...success }) });
    const events = await early;
    const outcomes = events.filter(({ type }) => type === "outcome");
    expect(outcomes.map(({ ref }) => ref.id).sort()).toEqual(refs.map(({ id }) => id).sort());
    expect(events.filter(({ type }) => type === "update").length).toBeGreaterThanOrEqual(3);
    const late = await allOf(here.openWaits().watch(refs));
    expect(late.filter(({ type }) => type === "outcome")).toHaveLength(3);
  });

  test("an unknown wait is an error at once", async () => {
    const waits = here.openWaits();
    const outcome = waits.outcome({ service: "dcs", id: randomUUID() });
    await expect(outcome).rejects.toSatisfy(isJobsError);
    await expect(outcome).rejects.toThrow("There is no wait for dcs/");
  });

  test("an abort and close() reject outcome() with their reason, and the wait goes on", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    await waits.add([ref], quick);
    await expect(waits.outcome(ref, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
    const controller = new AbortController();
    const aborted = waits.outcome(ref, { signal: controller.signal });
    controller.abort("enough");
    await expect(aborted).rejects.toBe("enough");
    const closed = expect(waits.outcome(ref)).rejects.toThrow("The waits were closed.");
    await waits.close();
    await closed;
    await expect(waits.add([ref])).rejects.toThrow("The waits were closed.");
    here.startWorker({ fetch: answersOf(success) });
    expect(await here.openWaits().outcome(ref)).toMatchObject({ job: { state: "succeeded" } });
  });

  test("a watch of nothing ends at once", async () => {
    expect(await allOf(here.openWaits().watch([]))).toEqual([]);
  });
});
