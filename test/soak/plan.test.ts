import { expect, suite, test } from "vitest";
import { type Meaning, meanings } from "../../scripts/seeded/replies.ts";
import { planRun, refusals } from "../../scripts/soak/plan.ts";
import { faultKinds, passingFaults } from "../../scripts/soak/simulation.ts";

const options = { seed: 7, size: 1_000, length: 300_000 };

suite(planRun, () => {
  test("says the same for the same seed, and something else for another", () => {
    expect(planRun(options)).toEqual(planRun(options));
    expect(planRun(options).jobs).not.toEqual(planRun({ ...options, seed: 8 }).jobs);
  });

  test("has every way to wait, every end and every service in it", () => {
    const { jobs } = planRun(options);
    const callers = jobs.flatMap(({ callers }) => callers);
    expect(new Set(callers.map(({ method }) => method))).toEqual(new Set(["wait", "watch", "waitAll"]));
    expect(new Set(jobs.map(({ service }) => service)).size).toBe(6);
    expect(new Set(callers.map(({ expected }) => expected))).toEqual(
      new Set([
        ...["succeeded", "failed", "aborted", "left", "WaitTimeoutError", "InvalidResponseError"],
        ...refusals.map((kind) => (meanings[kind] as Meaning).error),
      ]),
    );
    expect(callers.length).toBeGreaterThan(jobs.length);
  });

  test("lets jobs begin evenly, and end before the run does", () => {
    const { jobs } = planRun(options);
    const begun = (until: number) => jobs.filter(({ startsAt }) => startsAt < until).length;
    expect(begun(100_000) - begun(50_000)).toBe(begun(200_000) - begun(150_000));
    const ending = jobs.filter(({ isEndless }) => !isEndless);
    expect(ending.length).toBeGreaterThan(700);
    expect(ending.every(({ endsAt }) => endsAt < options.length)).toBe(true);
  });

  test("waits in ten minutes with the pauses that are the package's own", () => {
    expect(planRun({ ...options, length: 600_000 }).interval).toEqual({ min: 5_000, max: 30_000 });
  });
});

suite(passingFaults, () => {
  const streams = Array.from({ length: 10_000 }, (_, index) => {
    const next = passingFaults(options.seed, index);
    return Array.from({ length: 6 }, next);
  });

  test("meets one request in five, with each kind of fault", () => {
    const met = streams.flat().filter((kind) => kind !== undefined);
    expect(met.length / 60_000).toBeCloseTo(0.2, 2);
    expect(new Set(met)).toEqual(new Set(faultKinds));
  });

  test("refuses a job's credential never twice in a row", () => {
    const isRefusal = (kind: string | undefined) => kind === "401" || kind === "401 page";
    expect(streams.flat().some(isRefusal)).toBe(true);
    expect(streams.some((kinds) => kinds.some((kind, at) => isRefusal(kind) && isRefusal(kinds[at + 1])))).toBe(false);
  });
});
