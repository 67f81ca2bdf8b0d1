import { listen } from "huaweicloud-jobs/simulator/node";
import { expect, onTestFinished, suite, test } from "vitest";
import { follow } from "../../scripts/soak/follow.ts";
import { type Plan, type PlannedJob, planRun } from "../../scripts/soak/plan.ts";
import { play } from "../../scripts/soak/play.ts";
import { createHurriedClock } from "../helpers/hurried-clock.ts";

async function soak(plan: Plan, patience: number) {
  const clock = createHurriedClock();
  const { simulator, beginsAt, seen } = play(plan, clock, 0);
  const { endpoints, close } = await listen(simulator);
  onTestFinished(close);
  const { projectId, credentials } = simulator.clientOptions;
  const gauges = { requests: 0, inFlight: 0, open: 0 };
  const { token } = credentials;
  // A busy machine gets slower, and not into a state where no answer comes in time.
  const manner = { clock, requestTimeout: 300, concurrency: 5, patience };
  const place = { endpoints, projectId, token, beginsAt, ...manner };
  return { ...(await follow(plan, place, gauges)), gauges, seen: seen() };
}

suite("a soak in small", () => {
  test("ends every call as the plan says, and leaves nothing behind", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const plan = planRun({ seed, size: 100, length: 150_000 });
    const { surprises, actual, gauges, listeners, lateness, seen } = await soak(plan, Number.POSITIVE_INFINITY);
    expect({ seed, surprises }).toEqual({ seed, surprises: [] });
    const calls = plan.jobs.flatMap(({ callers }) => callers);
    expect(Object.values(actual).reduce((sum, number) => sum + number)).toBe(calls.length);
    expect(gauges).toMatchObject({ inFlight: 0, open: 0 });
    expect(gauges.requests).toBeGreaterThan(100);
    expect(Object.keys(seen.faults).length).toBeGreaterThan(5);
    expect(lateness.length).toBeGreaterThan(50);
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
    expect(listeners).toBe(0);
  });

  test("tells of a call that ends in another way than planned", async () => {
    const { surprises } = await soak(
      planOf({ scenario: "success", lasts: 1_000, callers: [caller("failed")] }),
      Number.POSITIVE_INFINITY,
    );
    expect(surprises).toEqual([{ job: "dcs/0", way: "wait", expected: "failed", actual: "succeeded" }]);
  });

  test("tells of a call that never ends, and ends it", async () => {
    const { surprises, gauges } = await soak(planOf({ scenario: "slow", callers: [caller("succeeded")] }), 1_000);
    expect(surprises).toEqual([{ job: "dcs/0", way: "wait", expected: "succeeded", actual: "no end" }]);
    await expect.poll(() => gauges).toMatchObject({ inFlight: 0, open: 0 });
  });
});

const caller = (expected: string) => ({ way: "wait", expected, timeout: Number.POSITIVE_INFINITY }) as const;

/** A plan of one job. */
function planOf(story: Pick<PlannedJob, "scenario" | "callers"> & Partial<PlannedJob>): Plan {
  const job = { service: "dcs", id: "0", startsAt: 0, endsAt: 1_000, lasts: 3_600_000, ...story } as const;
  return { seed: 1, size: 1, length: 10_000, interval: { min: 100, max: 1_000 }, jobs: [job] };
}
