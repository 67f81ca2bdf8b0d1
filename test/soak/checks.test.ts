import { expect, suite, test } from "vitest";
import { checksOf, MIB } from "../../scripts/soak/checks.ts";
import { planRun } from "../../scripts/soak/plan.ts";
import type { Measured } from "../../scripts/soak/run.ts";
import { faultKinds } from "../../scripts/soak/simulation.ts";

const good: Measured = {
  plan: planRun({ seed: 1, size: 10, length: 300_000 }),
  results: { succeeded: 10 },
  mismatches: [],
  lateness: [1, 2],
  listeners: 0,
  gauges: { requests: 550, inFlight: 0, open: 0 },
  server: {
    faults: Object.fromEntries(faultKinds.map((kind) => [kind, 10])),
    requests: faultKinds.map(() => 50),
    sockets: 0,
  },
  peaks: { resident: 0, heap: 0, alive: 0, inFlight: 0, open: 0 },
  base: 20 * MIB,
  end: 21 * MIB,
  resident: 0,
  left: {},
  sockets: 0,
};

const mismatch = { job: "dcs/1", method: "wait", expected: "succeeded", actual: "failed" } as const;

suite(checksOf, () => {
  test("pass for a run that kept to its plan and left nothing behind", () => {
    expect(checksOf(good, []).filter(({ passed }) => !passed)).toEqual([]);
  });

  test.each<[string, Partial<Measured>, string]>([
    ["calls that ended in another way than planned", { mismatches: [mismatch] }, "1"],
    [
      "requests that met a fault by chance",
      { server: { ...good.server, faults: { hang: faultKinds.length * 10 } } },
      "20.0 %, none of 408",
    ],
    [
      "requests that met a fault by chance",
      { server: { ...good.server, requests: faultKinds.map(() => 70) } },
      "14.3 %",
    ],
    ["requests in flight at the end", { gauges: { ...good.gauges, inFlight: 2 } }, "2"],
    ["open connections at the end, on either side", { sockets: 3 }, "3"],
    ["timers and other handles at the end", { left: { Timeout: 2 } }, "2 Timeout"],
    ["listeners left on signals", { listeners: 1 }, "1"],
    ["heap alive at the end, above the base", { end: 25 * MIB }, "5.00 MiB"],
  ])("fail for %s alone", (what, change, result) => {
    const failed = checksOf({ ...good, ...change }, []).filter(({ passed }) => !passed);
    expect(failed).toMatchObject([{ what, result: expect.stringContaining(result) }]);
  });

  test("fail for a rejection that nobody handled", () => {
    const failed = checksOf(good, ["unhandled rejection: Error"]).filter(({ passed }) => !passed);
    expect(failed).toMatchObject([{ what: "unhandled rejections, warnings of Node", result: "1" }]);
  });
});
