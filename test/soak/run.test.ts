import { listen } from "huaweicloud-jobs/simulator/node";
import { expect, onTestFinished, suite, test } from "vitest";
import { createCountingClients, makeCalls } from "../../scripts/soak/calls.ts";
import { type Plan, type PlannedJob, planRun } from "../../scripts/soak/plan.ts";
import { simulate } from "../../scripts/soak/simulation.ts";
import { createFastClock } from "../helpers/fast-clock.ts";

async function soak(plan: Plan, grace: number) {
  const clock = createFastClock();
  const beginsAt = clock.now();
  const { simulator, traffic } = simulate(plan, clock, beginsAt);
  const { endpoints, close } = await listen(simulator);
  onTestFinished(close);
  const { projectId } = simulator.clientOptions;
  const gauges = { requests: 0, inFlight: 0, open: 0 };
  // A busy machine gets slower, and not into a state where no response comes in time.
  const settings = { clock, requestTimeout: 300, concurrency: 5, grace };
  const target = { endpoints, projectId, beginsAt, ...settings };
  const clients = createCountingClients(plan, target, gauges);
  return { ...(await makeCalls(clients, plan, target, gauges)), gauges, traffic };
}

suite("a soak in small", () => {
  test("ends every call as the plan says, and leaves nothing behind", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const plan = planRun({ seed, size: 100, length: 150_000 });
    const { mismatches, results, gauges, listeners, lateness, traffic } = await soak(plan, Number.POSITIVE_INFINITY);
    expect({ seed, mismatches }).toEqual({ seed, mismatches: [] });
    const calls = plan.jobs.flatMap(({ callers }) => callers);
    expect(Object.values(results).reduce((sum, number) => sum + number)).toBe(calls.length);
    expect(gauges).toMatchObject({ inFlight: 0, open: 0 });
    expect(gauges.requests).toBeGreaterThan(100);
    expect(Object.keys(traffic.faults).length).toBeGreaterThan(5);
    expect(lateness.length).toBeGreaterThan(50);
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
    expect(listeners).toBe(0);
  });

  test("reports a call that ends in another way than planned", async () => {
    const { mismatches } = await soak(planOf({ callers: [caller("failed")] }), Number.POSITIVE_INFINITY);
    expect(mismatches).toEqual([{ job: "dcs/0", method: "wait", expected: "failed", actual: "succeeded" }]);
  });

  test("reports a call that never ends, and ends it", async () => {
    const { mismatches, gauges } = await soak(planOf({ endsAt: 3_600_000, callers: [caller("succeeded")] }), 1_000);
    expect(mismatches).toEqual([{ job: "dcs/0", method: "wait", expected: "succeeded", actual: "no end" }]);
    await expect.poll(() => gauges).toMatchObject({ inFlight: 0, open: 0 });
  });
});

const interval = { min: 100, max: 1_000 };

const caller = (expected: string) =>
  ({ method: "wait", expected, listener: "quick", options: { timeout: Number.POSITIVE_INFINITY, interval } }) as const;

/** A plan of one job. */
function planOf(more: Pick<PlannedJob, "callers"> & Partial<PlannedJob>): Plan {
  const behaviour = {
    end: "succeeded",
    onTheWay: "running",
    saysComplete: false,
    isEndless: false,
    isHidden: false,
  } as const;
  const job = { service: "dcs", id: "0", startsAt: 0, knownFrom: 0, endsAt: 1_000, ...behaviour, ...more } as const;
  return { seed: 1, size: 1, length: 10_000, interval, jobs: [job] };
}
