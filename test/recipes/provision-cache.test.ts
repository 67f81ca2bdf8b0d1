import { AuthenticationError, createJobsClient } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { provisionCache } from "./provision-cache.ts";

const MINUTE = 60_000;

// Time passes as soon as nothing else is going on.
beforeEach(() => {
  vi.useFakeTimers().setTimerTickMode("nextTimerAsync");
});
afterEach(() => {
  vi.useRealTimers();
});

/** A cloud that takes ten minutes to create a cache, or to fail, and its client. */
function cloudWhere(scenario: "success" | "failure") {
  const simulator = createSimulator();
  const job = simulator.addJob({ service: "dcs", scenario, duration: 10 * MINUTE });
  const create = async () => ({ instance_id: "cache-1", job_id: job.id });
  return { simulator, create, jobs: createJobsClient(simulator.clientOptions) };
}

test("a cache is ready when its job has succeeded, and not before", async () => {
  const { jobs, create } = cloudWhere("success");
  const began = Date.now();
  expect(await provisionCache(jobs, create)).toBe("cache-1");
  expect(Date.now() - began).toBeGreaterThanOrEqual(10 * MINUTE);
});

test("if the job fails, the error says why", async () => {
  const { jobs, create } = cloudWhere("failure");
  await expect(provisionCache(jobs, create)).rejects.toThrow(/^There is no cache: \w/);
});

test.each(["throttled", "server-error", "html", "truncated", "reset", "hang"] as const)(
  "three faults of the kind %s do no harm",
  async (kind) => {
    const { simulator, jobs, create } = cloudWhere("success");
    simulator.injectFault({ kind, times: 3 });
    expect(await provisionCache(jobs, create)).toBe("cache-1");
    expect(simulator.requests.filter(({ fault }) => fault === kind)).toHaveLength(3);
  },
);

test("an expired token ends the wait at once", async () => {
  const { simulator, jobs, create } = cloudWhere("success");
  simulator.injectFault({ kind: "expired-token" });
  await expect(provisionCache(jobs, create)).rejects.toThrow(AuthenticationError);
  expect(simulator.requests).toHaveLength(1);
});
