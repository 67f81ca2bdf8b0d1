import { faultKinds } from "huaweicloud-jobs/simulator";
import { expect, suite, test } from "vitest";
import { planRun } from "../../scripts/soak/plan.ts";
import type { Measured } from "../../scripts/soak/run.ts";
import { slopeBeside, slopeOf } from "../../scripts/soak/trend.ts";
import { MIB, verdictsOn } from "../../scripts/soak/verdicts.ts";

const length = 300_000;

/** Samples of a heap that grows by so many MiB in the whole run, beside what jobs hold that come and go. */
const samplesOf = (growth: number): Measured["samples"] =>
  Array.from({ length: 61 }, (_, index) => {
    const open = Math.min(2_000, index * 100, (60 - index) * 150);
    return {
      at: (index * length) / 60,
      resident: 100 * MIB,
      heap: 60 * MIB,
      alive: index % 2 === 0 ? 20 * MIB + 16_000 * open + (growth * MIB * index) / 60 : undefined,
      inFlight: 3,
      open,
    };
  });

const good: Measured = {
  plan: planRun({ seed: 1, size: 10, length }),
  actual: { succeeded: 10 },
  surprises: [],
  lateness: [1, 2],
  listeners: 0,
  gauges: { requests: 550, inFlight: 0, open: 0 },
  seen: {
    faults: Object.fromEntries(faultKinds.map((kind) => [kind, 10])),
    refusals: { redirect: 50 },
    requests: Array.from({ length: 10 }, () => 11 * 5),
    sockets: 0,
  },
  samples: samplesOf(0),
  base: 20 * MIB,
  end: 21 * MIB,
  left: {},
  sockets: 0,
};

const surprise = { job: "dcs/1", way: "wait", expected: "succeeded", actual: "failed" } as const;

suite(verdictsOn, () => {
  test("finds nothing wrong with a run that kept to its plan and gave everything back", () => {
    expect(verdictsOn(good, []).filter(({ isMet }) => !isMet)).toEqual([]);
  });

  test.each<[string, Partial<Measured>, string]>([
    ["calls that ended in another way than planned", { surprises: [surprise] }, "1"],
    [
      "requests that met a fault by chance",
      { seen: { ...good.seen, faults: { hang: 110 } } },
      "20.0 %, none of throttled",
    ],
    ["requests that met a fault by chance", { seen: { ...good.seen, requests: [700] } }, "15.7 %"],
    ["requests under way at the end", { gauges: { ...good.gauges, inFlight: 2 } }, "2"],
    ["connections open at the end, on either side", { sockets: 3 }, "3"],
    ["timers and other handles at the end", { left: { Timeout: 2 } }, "2 Timeout"],
    ["listeners left on signals", { listeners: 1 }, "1"],
    ["heap alive at the end, above the base", { end: 25 * MIB }, "5.00 MiB"],
    ["its growth beyond what open jobs hold", { samples: samplesOf(1.5) }, "1.50 MiB"],
  ])("finds fault with %s alone", (what, change, result) => {
    const unmet = verdictsOn({ ...good, ...change }, []).filter(({ isMet }) => !isMet);
    expect(unmet).toMatchObject([{ what, result: expect.stringContaining(result) }]);
  });

  test("finds fault with a rejection that nobody handled", () => {
    const unmet = verdictsOn(good, ["unhandled rejection: Error"]).filter(({ isMet }) => !isMet);
    expect(unmet).toMatchObject([{ what: "unhandled rejections, warnings of Node", result: "1" }]);
  });
});

suite(slopeOf, () => {
  test("is that of the line on which all points lie, and of the one in the middle of noise", () => {
    const on = [0, 10, 20].map((x) => [x, 1 + 2 * x] as const);
    expect(slopeOf(on)).toBeCloseTo(2);
    const about = [1, -1, -1, 1].map((y, x) => [x, y] as const);
    expect(slopeOf(about)).toBeCloseTo(0);
  });
});

suite(slopeBeside, () => {
  test("leaves out what goes with the third figure", () => {
    const points = [5, 1, 9, 3, 8].map((beside, x) => ({ x, y: 7 + 0.5 * x + 3 * beside, beside }));
    expect(slopeBeside(points)).toBeCloseTo(0.5);
  });
});
