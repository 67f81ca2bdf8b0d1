import { createJobsClient } from "huaweicloud-jobs";
import { expect, test } from "vitest";
import { placedAt } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

/** A client whose jobs have, poll by poll, the statuses in their ID: `RUNNING.SUCCESS`. */
function scriptedClient() {
  const clock = createVirtualClock();
  const polls = new Map<string, number>();
  const jobs = createJobsClient({
    ...placedAt(),
    clock,
    fetch: async (url) => {
      const id = url.split("/").at(-1) ?? "";
      const words = id.split(".");
      const poll = polls.get(id) ?? 0;
      polls.set(id, poll + 1);
      const word = words[Math.min(poll, words.length - 1)];
      return word === "403" ? new Response(null, { status: 403 }) : Response.json({ status: word });
    },
  });
  return { jobs, clock };
}

test("there is one outcome per reference, in order; a failed job is data, an error too", async () => {
  const { jobs, clock } = scriptedClient();
  const refs = [
    { service: "dcs", id: "RUNNING.RUNNING.SUCCESS" },
    { service: "workspace", id: "FAILED" },
    { service: "sfs-turbo", id: "running.403" },
    { service: "dcs", id: ".." },
  ] as const;
  const outcomes = await jobs.waitAll(refs);
  expect(outcomes).toMatchObject([
    { ref: refs[0], job: { state: "succeeded" } },
    { ref: refs[1], job: { state: "failed" } },
    { ref: refs[2], error: { name: "PermissionError" } },
    { ref: refs[3], error: { name: "ConfigurationError" } },
  ]);
  expect(clock.sleeping).toBe(0);
});

test("no references, no outcomes", async () => {
  expect(await scriptedClient().jobs.waitAll([])).toEqual([]);
});

test("onUpdate receives all jobs; what it throws ends that wait alone", async () => {
  const { jobs } = scriptedClient();
  const statuses: string[] = [];
  const refs = [
    { service: "dcs", id: "INIT.SUCCESS" },
    { service: "dcs", id: "RUNNING.SUCCESS" },
  ] as const;
  const [first, second] = await jobs.waitAll(refs, {
    onUpdate(job) {
      statuses.push(job.status);
      if (job.status === "INIT") {
        throw "not an error";
      }
    },
  });
  expect(statuses).toEqual(["INIT", "RUNNING", "SUCCESS"]);
  expect(first.error).toMatchObject({ name: "JobsError", cause: "not an error" });
  expect(second.job).toHaveProperty("state", "succeeded");
});

test("a timeout is the outcome of the jobs that have not finished", async () => {
  const { jobs } = scriptedClient();
  const refs = [
    { service: "dcs", id: "RUNNING" },
    { service: "dcs", id: "SUCCESS" },
  ] as const;
  expect(await jobs.waitAll(refs, { timeout: 30_000 })).toMatchObject([
    { error: { name: "WaitTimeoutError", lastJob: { state: "running" } } },
    { job: { state: "succeeded" } },
  ]);
});

test("an abort rejects with the signal's reason", async () => {
  const { jobs, clock } = scriptedClient();
  const controller = new AbortController();
  const refs = [{ service: "dcs", id: "RUNNING" }] as const;
  const wait = jobs.waitAll(refs, { signal: controller.signal, onUpdate: () => controller.abort("enough") });
  await expect(wait).rejects.toBe("enough");
  await expect(jobs.waitAll(refs, { signal: AbortSignal.abort("never") })).rejects.toBe("never");
  expect(clock.sleeping).toBe(0);
});
