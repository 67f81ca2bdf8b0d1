import { expect, test } from "vitest";
import type { RunEvent } from "../../docs/.vitepress/theme/playground/events.ts";
import { runProgram } from "../../docs/.vitepress/theme/playground/run.ts";
import { only, run } from "./run.ts";

const HOUR = 3_600_000;

const setup = `import { createJobsClient } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
const simulator = createSimulator();
const jobs = createJobsClient(simulator.clientOptions);
`;

test("an hour of virtual time passes, and the program sees it on every clock", async () => {
  const before = Date.now();
  const events = await run(`${setup}
    const ref = simulator.addJob({ service: "dcs", scenario: "slow" });
    const began = Date.now();
    const done = await jobs.wait(ref, { timeout: 7_200_000 });
    console.log(done.state, done.endedAt, Date.now() - began >= 3_600_000, new Date() > done.endedAt);
  `);
  expect(only(events, "print").map(({ text }) => text)).toEqual(["succeeded 2026-01-01T10:00:00.000Z true true"]);
  expect(events.at(-1)).toMatchObject({ type: "end", outcome: "finished" });
  expect(events.at(-1)?.at).toBeGreaterThanOrEqual(HOUR);
  expect(events.at(-1)?.at).toBeLessThan(HOUR + 60_000);
  expect(only(events, "poll").length).toBeGreaterThan(100);
  // The machine's own clock is there again.
  expect(Date.now() - before).toBeLessThan(HOUR);
});

test("each poll is an event, with the request that it sent", async () => {
  const events = await run(`${setup}
    await jobs.wait(simulator.addJob({ service: "sfs-turbo", scenario: "success", duration: 30_000 }));
  `);
  const polls = only(events, "poll");
  expect(polls.map(({ state }) => state)).toEqual(expect.arrayContaining(["pending", "running", "succeeded"]));
  expect(only(events, "request").map(({ at, status }) => ({ at, status }))).toEqual(
    polls.map(({ at }) => ({ at, status: 200 })),
  );
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort((a, b) => a - b));
});

test("what a job really does is known, whenever it is polled", async () => {
  const events = await run(`${setup}
    const steps = [{ after: 2_000, status: "INIT" }, { after: 30_000, status: "FAIL" }];
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    simulator.addJob({ service: "dcs", steps });
    simulator.addJob({ service: "workspace", scenario: "success", duration: 100_000 });
  `);
  const [steps, scenario] = only(events, "life").map(({ life }) => life.map(({ from, state }) => ({ from, state })));
  expect(steps).toEqual([
    { from: 1_000, state: "unknown" },
    { from: 3_000, state: "pending" },
    { from: 31_000, state: "failed" },
  ]);
  expect(scenario?.filter(({ state }, index) => state !== scenario[index - 1]?.state)).toEqual([
    { from: 1_000, state: "pending" },
    { from: 21_000, state: "running" },
    { from: 101_000, state: "succeeded" },
  ]);
});

test("a request that hangs takes its deadline, and not a moment of the reader's", async () => {
  const events = await run(`${setup}
    const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 60_000 });
    simulator.injectFault({ kind: "hang" });
    await jobs.wait(ref);
  `);
  expect(only(events, "fault")).toEqual([{ type: "fault", at: 0, kind: "hang", times: 1 }]);
  expect(only(events, "request")[0]).toMatchObject({ at: 0, fault: "hang" });
  expect(only(events, "poll")[0]).toMatchObject({ at: 30_000, error: "TimeoutError" });
  expect(events.at(-1)).toMatchObject({ outcome: "finished" });
});

test("a repetition by `get` is an event with its pause", async () => {
  const events = await run(`${setup}
    const ref = simulator.addJob({ service: "dcs", scenario: "success" });
    simulator.injectFault({ kind: "throttled", retryAfter: 7 });
    console.log((await jobs.get(ref)).state);
  `);
  expect(only(events, "request")).toMatchObject([
    { at: 0, status: 429, retryAfter: 7_000 },
    { at: 7_000, status: 200 },
  ]);
  expect(only(events, "retry")).toEqual([{ type: "retry", at: 0, service: "dcs", delay: 7_000 }]);
});

test("timers, intervals and `AbortSignal.timeout` are virtual and can be cleared", async () => {
  const events = await run(`
    const never = setTimeout(() => console.log("never"), 1_000);
    clearTimeout(never);
    let ticks = 0;
    const interval = setInterval((word) => {
      console.log(word);
      if (++ticks === 3) clearInterval(interval);
    }, 60_000, "tick");
    const signal = AbortSignal.timeout(300_000);
    signal.addEventListener("abort", () => console.log(signal.reason.name, signal instanceof AbortSignal));
  `);
  expect(only(events, "print").map(({ at, text }) => [at, text])).toEqual([
    [60_000, "tick"],
    [120_000, "tick"],
    [180_000, "tick"],
    [300_000, "TimeoutError true"],
  ]);
  expect(events.at(-1)).toEqual({ type: "end", at: 300_000, outcome: "finished" });
});

test("what the program prints reads as on a console", async () => {
  const events = await run(`
    console.log("text", 1, 2n, undefined, null, true, { a: [1] }, new Date(0), new TypeError("wrong"));
    const circular = {}; circular.self = circular;
    console.error(circular, new Date(NaN));
    console.warn("x".repeat(5_000));
  `);
  const [first, second, third] = only(events, "print");
  expect(first?.text).toBe(
    'text 1 2n undefined null true {\n  "a": [\n    1\n  ]\n} 1970-01-01T00:00:00.000Z TypeError: wrong',
  );
  expect(second).toMatchObject({ level: "error", text: "[object Object] Invalid Date" });
  expect(third?.text).toHaveLength(2_001);
});

test("a program that throws ends the run, with message and line", async () => {
  const events = await run('const a = 1;\n\nthrow new RangeError("not " + a);');
  expect(events).toEqual([{ type: "end", at: 0, outcome: "failed", message: "RangeError: not 1", line: 3 }]);
});

test("a job that failed ends the run as the program does not catch it", async () => {
  const events = await run(`${setup}
    await jobs.wait(simulator.addJob({ service: "sfs-turbo", scenario: "failure" }));
  `);
  expect(events.at(-1)).toMatchObject({ outcome: "failed", message: expect.stringMatching(/^JobFailedError: /) });
});

test.each([
  ["what cannot be compiled", "const = 1;", /^SyntaxError: /],
  ["a module that is not there", 'import { readFile } from "node:fs";', /^SyntaxError: .*no module "node:fs"/],
  ["a name that is not there", "jobs.wait();", /^ReferenceError: /],
  ["an exception of a timer", 'setTimeout(() => { throw new Error("late"); }, 1_000);', /^Error: late/],
  ["a thrown text", 'throw "text";', /^text$/],
  ["the network", 'await fetch("https://example.com/");', /no network/],
])("%s ends the run with its message", async (_, code, message) => {
  const [end, ...more] = await run(code);
  expect(end).toMatchObject({ type: "end", outcome: "failed", message: expect.stringMatching(message) });
  expect(more).toEqual([]);
});

test("imports may be of types, have other names, and stand on several lines", async () => {
  const events = await run(`import type { Job } from "huaweicloud-jobs";
import {
  isTerminal as isOver,
  type JobState,
} from "huaweicloud-jobs";
import { nextDelay, defaultInterval } from 'huaweicloud-jobs/schedule'
console.log(isOver({ state: "failed" }), nextDelay({ interval: defaultInterval, age: 0, remaining: 1e6 }, () => 0));
throw new Error();`);
  expect(events).toMatchObject([{ text: "true 6250" }, { outcome: "failed", line: 8 }]);
});

test("a program that waits for what never happens is told so", async () => {
  const events = await run("await new Promise(() => {});");
  expect(events).toMatchObject([{ type: "end", at: 0, outcome: "stuck" }]);
});

test("a run goes on until what the program left behind has ended", async () => {
  const events = await run(`${setup}
    const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 60_000 });
    jobs.wait(ref).then((job) => console.log(job.state));
  `);
  expect(only(events, "print").map(({ text }) => text)).toEqual(["succeeded"]);
  expect(events.at(-1)?.at).toBeGreaterThanOrEqual(60_000);
});

test.each([
  ["steps", "for (;;) await new Promise((resolve) => setTimeout(resolve, 1));", { steps: 100 }],
  ["virtual time", "setInterval(() => {}, 86_400_000);", {}],
  ["events", "setInterval(() => console.log(1), 1_000);", { events: 50 }],
])("a program that never ends is ended by its %s", async (_, code, limits) => {
  const events = await run(code, limits);
  expect(events.at(-1)).toMatchObject({ type: "end", outcome: "bounded" });
  expect(events.length).toBeLessThan(60);
});

test("a promise that was rejected and that nobody awaits ends the run", async () => {
  const events: RunEvent[] = [];
  let reject = (_: unknown): void => {};
  await runProgram("setInterval(() => console.log(1), 1_000);", {
    onEvent(event) {
      events.push(event);
      reject(new Error("nobody awaits this"));
    },
    onUnhandled(listener) {
      reject = listener;
    },
  });
  expect(events).toMatchObject([
    { type: "print", at: 1_000 },
    { type: "end", outcome: "failed", message: "Error: nobody awaits this" },
  ]);
});

test("nothing is told after the end", async () => {
  const events = await run("setInterval(() => console.log(1), 1_000); throw new Error();");
  expect(events).toMatchObject([{ type: "end", outcome: "failed" }]);
});

test("the platform's own timers are there again after a run", async () => {
  const own = [setTimeout, clearTimeout, setInterval, clearInterval, Date, AbortSignal, fetch];
  await run("throw new Error();");
  expect([setTimeout, clearTimeout, setInterval, clearInterval, Date, AbortSignal, fetch]).toEqual(own);
});
