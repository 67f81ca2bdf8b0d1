import { describe, expect, test } from "vitest";
import { done, failed, pending, ref, running } from "../helpers/dcs-job.ts";
import { eventually } from "../helpers/eventually.ts";
import { errorResponse, type FakeResponse, virtualClient } from "../helpers/fake-client.ts";

function watch(responses: readonly FakeResponse[], options: { signal?: AbortSignal } = {}) {
  const { jobs, requests, clock } = virtualClient(responses);
  return { updates: jobs.watch(ref, options), requests, clock };
}

async function statuses(updates: AsyncIterable<{ status: string }>): Promise<string[]> {
  const yielded: string[] = [];
  for await (const { status } of updates) {
    yielded.push(status);
  }
  return yielded;
}

test("watch yields every change; the last one is the final state", async () => {
  const { updates, clock } = watch([pending, pending, running, running, done]);
  expect(await statuses(updates)).toEqual(["INIT", "RUNNING", "SUCCESS"]);
  expect(clock.sleeping).toBe(0);
});

test("a failed job is a value, not an error", async () => {
  const { updates } = watch([failed]);
  expect(await statuses(updates)).toEqual(["FAIL"]);
});

test("nothing is sent before the first next()", async () => {
  const { updates, requests, clock } = watch([done]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(requests).toHaveLength(0);
  expect(clock.sleeping).toBe(0);
  expect(await updates.next()).toMatchObject({ done: false, value: { state: "succeeded" } });
  expect(await updates.next()).toEqual({ done: true, value: undefined });
});

test("leaving the loop stops everything", async () => {
  const { updates, requests, clock } = watch([running]);
  for await (const job of updates) {
    expect(job.state).toBe("running");
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(clock.sleeping).toBe(0);
  expect(requests).toHaveLength(1);
  expect(await updates.next()).toEqual({ done: true, value: undefined });
});

test("return() ends a next() that is waiting", async () => {
  const { updates } = watch([running]);
  await updates.next();
  const [waiting] = await Promise.all([updates.next(), updates.return()]);
  expect(waiting).toEqual({ done: true, value: undefined });
});

test("return() before the first next() sends nothing, ever", async () => {
  const { updates, requests } = watch([done]);
  await updates.return();
  expect(await updates.next()).toEqual({ done: true, value: undefined });
  expect(requests).toHaveLength(0);
});

test("a slow consumer gets the latest state, not a backlog", async () => {
  const { updates, requests, clock } = watch([pending, running, { status: "PAUSED" }, done]);
  expect(await updates.next()).toMatchObject({ value: { status: "INIT" } });
  expect(await eventually(() => requests.length === 4 && clock.sleeping === 0)).toBe(true);
  expect(await updates.next()).toMatchObject({ value: { status: "SUCCESS" } });
  expect(await updates.next()).toEqual({ done: true, value: undefined });
});

test("several next() at once settle in order", async () => {
  const { updates } = watch([pending, running, done]);
  const results = await Promise.all([updates.next(), updates.next(), updates.next(), updates.next()]);
  expect(results.map(({ value }) => value?.status)).toEqual(["INIT", "RUNNING", "SUCCESS", undefined]);
});

describe("an error", () => {
  test("comes once, after the changes before it", async () => {
    const { updates } = watch([running, errorResponse(403)]);
    expect(await updates.next()).toMatchObject({ value: { status: "RUNNING" } });
    await expect(updates.next()).rejects.toMatchObject({ name: "PermissionError" });
    expect(await updates.next()).toEqual({ done: true, value: undefined });
  });

  test("is the signal's reason after an abort", async () => {
    const controller = new AbortController();
    const { updates, clock } = watch([running], { signal: controller.signal });
    await updates.next();
    const next = updates.next();
    controller.abort("enough");
    await expect(next).rejects.toBe("enough");
    expect(clock.sleeping).toBe(0);
  });

  test("is the signal's reason if it was aborted before", async () => {
    const { updates, requests } = watch([running], { signal: AbortSignal.abort("never") });
    await expect(updates.next()).rejects.toBe("never");
    expect(requests).toHaveLength(0);
  });
});
