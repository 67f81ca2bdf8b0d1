import { WaitTimeoutError } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { virtualClient } from "../helpers/fake-client.ts";

const ref = { service: "dcs", id: "j" } as const;
const never = () => new Promise<void>(() => {});

describe("an onUpdate that never settles", () => {
  test("at the end does not outlive the timeout: the wait resolves with the finished job", async () => {
    const { jobs, clock } = virtualClient([{ status: "SUCCESS" }]);
    expect(await jobs.wait(ref, { timeout: 5_000, onUpdate: never })).toMatchObject({ state: "succeeded" });
    expect(clock.now()).toBe(5_000);
  });

  test("at the end of a failed job does not outlive the timeout either", async () => {
    const { jobs } = virtualClient([{ status: "FAIL" }]);
    const wait = jobs.wait(ref, { timeout: 5_000, onUpdate: never });
    await expect(wait).rejects.toMatchObject({ name: "JobFailedError", job: { state: "failed" } });
  });

  test("on the way lets the wait time out", async () => {
    const { jobs } = virtualClient([{ status: "RUNNING" }]);
    await expect(jobs.wait(ref, { timeout: 5_000, onUpdate: never })).rejects.toBeInstanceOf(WaitTimeoutError);
  });

  test("ends with the signal, and leaves no timer", async () => {
    const { jobs, clock } = virtualClient([{ status: "SUCCESS" }]);
    const controller = new AbortController();
    const onUpdate = () => {
      setImmediate(() => controller.abort("enough"));
      return never();
    };
    await expect(jobs.wait(ref, { signal: controller.signal, onUpdate })).rejects.toBe("enough");
    expect(clock.sleeping).toBe(0);
  });
});

test("an onUpdate that rejects after the deadline is nobody's error", async () => {
  const { jobs, clock } = virtualClient([{ status: "SUCCESS" }]);
  const onUpdate = () => clock.sleep(60_000).then(() => Promise.reject(new Error("too late")));
  expect(await jobs.wait(ref, { timeout: 5_000, onUpdate })).toMatchObject({ state: "succeeded" });
  await clock.sleep(120_000);
});
