import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { liveView } from "../../src/cli/live-view.ts";
import type { Row } from "../../src/cli/row.ts";
import { Rows } from "../../src/cli/rows.ts";
import { styleOf } from "../../src/cli/style.ts";
import { liveLines, summaryLines, tableLines } from "../../src/cli/table.ts";
import { createSanitizer, widthOf } from "../../src/cli/text.ts";
import type { AnyJob } from "../../src/job.ts";
import { WaitTimeoutError } from "../../src/services/job-errors.ts";
import { systemClock } from "../../src/util/clock.ts";

const now = Date.parse("2026-01-02T03:04:05Z");
const sanitize = createSanitizer((text) => text);
const env = { LANG: "C.UTF-8" };

function job(id: string, facts: Partial<AnyJob> = {}): AnyJob {
  const common = {
    service: "workspace",
    projectId: "p",
    status: "RUNNING",
    state: "running",
    subJobs: [],
    raw: {},
  } as const;
  return { ...common, id, type: "createDesktops", startedAt: new Date(now - 65_000), ...facts };
}

function row(id: string, facts: Partial<AnyJob> = {}, more: Partial<Row> = {}): Row {
  return { ref: { service: "workspace", id }, job: job(id, facts), began: now - 5_000, ...more };
}

const ID = "7d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4";
const rows: Row[] = [
  row(ID, { progress: 42.7 }),
  row(ID.replace("7", "8"), { type: "创建桌面任务并等待完成", progress: 99.9 }),
  row(ID.replace("7", "9"), {
    state: "failed",
    endedAt: new Date(now - 5_000),
    error: { code: "WKS.1", reason: "No room." },
  }),
  { ref: { service: "dcs", id: "short" }, began: now - 2_000 },
  {
    ...row("late"),
    error: new WaitTimeoutError({ service: "workspace", id: "late" }, 1, undefined, undefined),
    ended: now,
  },
];

const screen = (width: number, height = 24, output = {}) => ({
  width,
  height,
  now,
  sanitize,
  style: styleOf({ write() {}, ...output }, env),
});

describe("live lines", () => {
  test("show service, ID, type, state, progress and elapsed time, or the reason", () => {
    expect(liveLines(rows, screen(120))).toEqual([
      "● workspace 7d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4 createDesktops         running   ████░░░░░░  42% 1m 05s",
      "● workspace 8d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4 创建桌面任务并等待完成 running   █████████░  99% 1m 05s",
      "✗ workspace 9d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4 failed: WKS.1 No room.",
      "· dcs       short                                                       asking                        2s",
      "! workspace late                                 timed out: not seen in 1ms",
      "5 jobs: 1 failed, 1 timed out, 2 running, 1 asking",
    ]);
  });

  test("show the error of the last poll in place of the state", () => {
    const troubled = [
      row("a", {}, { pollError: "503 Service Unavailable (ServerError)" }),
      { ...row("b"), job: undefined, pollError: "no answer (NetworkError)" },
    ];
    expect(liveLines(troubled, screen(100))).toEqual([
      "● workspace a trouble: 503 Service Unavailable (ServerError)",
      "· workspace b trouble: no answer (NetworkError)",
      "2 jobs: 2 in trouble",
    ]);
  });

  test("keep state, percentage and time on a narrow terminal", () => {
    expect(liveLines(rows.slice(0, 1), screen(44))).toEqual(["● workspace 7d1a…d3f4 running    42% 1m 05s"]);
  });

  test("are never wider or higher than the terminal", () => {
    for (let columns = 1; columns <= 200; columns++) {
      for (const height of [2, 5, 24]) {
        const lines = liveLines(rows, screen(columns, height, { isTTY: true }));
        expect(lines.length).toBeLessThan(Math.max(3, height));
        for (const line of lines) {
          expect(widthOf(line)).toBeLessThan(Math.max(2, columns));
        }
      }
    }
  });

  describe("if there is no room for all jobs", () => {
    const many = (state: AnyJob["state"], count: number, more: Partial<AnyJob> = {}) =>
      Array.from({ length: count }, (_, index) => row(`${state}${index}`, { state, ...more }));
    const failure = { error: { code: "A.1", reason: "No." } };
    const idsOf = (lines: readonly string[]) => lines.map((line) => line.split(" ")[2]);

    test("show the failures with their reasons, the running jobs that fit, and the counts", () => {
      const all = [
        ...many("pending", 7),
        ...many("succeeded", 150),
        ...many("running", 40),
        ...many("failed", 3, failure),
      ];
      const lines = liveLines(all, screen(80, 12));
      expect(idsOf(lines.slice(0, 9))).toEqual([
        "failed0",
        "failed1",
        "failed2",
        ...[0, 1, 2, 3, 4, 5].map((n) => `running${n}`),
      ]);
      expect(lines[0]).toBe("✗ workspace failed0  failed: A.1 No.");
      expect(lines.slice(9)).toEqual([
        "… and 41 more open",
        "200 jobs: 150 succeeded, 3 failed, 40 running, 7 pending",
      ]);
    });

    test("give half of the room to open jobs if many fail, and less if fewer are open", () => {
      const failed = many("failed", 50, failure);
      const lines = liveLines([...failed, ...many("running", 50)], screen(80, 10));
      expect(lines.map((line) => line.split(" ").slice(0, 4).join(" "))).toEqual([
        "✗ workspace failed0 ",
        "✗ workspace failed1 ",
        "✗ workspace failed2 ",
        "… and 47 more",
        "● workspace running0 createDesktops",
        "● workspace running1 createDesktops",
        "● workspace running2 createDesktops",
        "… and 47 more",
        "100 jobs: 50 failed,",
      ]);
      const left = liveLines([...failed, ...many("running", 2)], screen(80, 10));
      expect(idsOf(left).filter((id) => id?.startsWith("running"))).toEqual(["running0", "running1"]);
      expect(left).toContain("… and 45 more failed");
    });

    test("wrap the counts on a narrow terminal", () => {
      const all = [...many("pending", 7), ...many("succeeded", 150), ...many("running", 40), ...many("failed", 3)];
      expect(liveLines(all, screen(40, 12)).slice(-2)).toEqual([
        "200 jobs: 150 succeeded, 3 failed, 40",
        "running, 7 pending",
      ]);
    });
  });

  test("are ASCII if the locale is not UTF-8", () => {
    const style = styleOf({ write() {} }, { LC_ALL: "C", LANG: "de_DE.UTF-8" });
    expect(liveLines([row("a", { progress: 50 })], { ...screen(100), style })).toEqual([
      "* workspace a createDesktops running   #####-----  50% 1m 05s",
    ]);
  });
});

describe("the table", () => {
  const failed = row(ID, { state: "failed", error: { code: "A.1", reason: "one two three four five six seven" } });

  test("cuts the type first, and has a block per job if there is no room for columns", () => {
    expect(tableLines([failed], screen(75))[1]).toBe(`✗ failed  workspace/${ID}  createDesk…`);
    expect(tableLines([failed], screen(30))).toEqual([
      "✗ failed",
      `  workspace/${ID}`,
      "  createDesktops",
      "    A.1 one two three four",
      "    five six seven",
    ]);
  });
});

describe("the summary", () => {
  const succeeded = Array.from({ length: 30 }, (_, index) => row(`done${index}`, { state: "succeeded" }));
  const bad = row(ID, { state: "failed", error: { code: "A.1", reason: "No." } });
  const open = Array.from({ length: 30 }, (_, index) => row(`open${index}`));

  test("is a table of all jobs if it fits", () => {
    expect(summaryLines([...succeeded, bad], screen(100, 35))).toHaveLength(34);
  });

  test("leaves out successful jobs if it does not, then open ones, but never a failure", () => {
    const table = [
      "STATE     JOB                                             TYPE            TIME",
      `✗ failed  workspace/${ID}  createDesktops  0s`,
      "    A.1 No.",
    ];
    const shown = (...rows: Row[]) =>
      summaryLines(rows, screen(100, 24)).map((line) => line.replace(/1m \d\ds$/, "0s"));
    expect(shown(...succeeded, { ...bad, ended: now })).toEqual([...table, "31 jobs: 30 succeeded, 1 failed"]);
    expect(shown(...succeeded, { ...bad, ended: now }, ...open)).toEqual([
      ...table,
      "61 jobs: 30 succeeded, 1 failed, 30 running",
    ]);
    expect(shown(...succeeded)).toEqual(["30 jobs: 30 succeeded"]);
    const failed = open.map((one) => ({ ...one, error: new Error("No.") }));
    expect(shown(...failed)).toHaveLength(62);
  });

  test("has all jobs if it is not written to a terminal", () => {
    expect(summaryLines([...succeeded, bad], screen(Infinity, Infinity))).toHaveLength(34);
  });
});

describe("the live view", () => {
  afterEach(() => vi.useRealTimers());

  function open() {
    vi.useFakeTimers({ now });
    const writes: string[] = [];
    const stdout = { isTTY: true, columns: 80, rows: 24, write: (text: string) => writes.push(text) };
    const ref = { service: "workspace", id: "a" };
    const rows = new Rows([ref], Date.now());
    const view = liveView({ stdout, env, clock: systemClock }, rows, sanitize);
    return {
      view,
      writes,
      stdout,
      update: (facts: Partial<AnyJob>) => view.update(rows.update(ref, { job: job("a", facts) })),
    };
  }

  test("redraws at most ten times a second", () => {
    const { view, writes, update } = open();
    const before = writes.length;
    for (let n = 0; n < 1_000; n++) {
      update({ progress: n / 10 });
      vi.advanceTimersByTime(1);
    }
    expect(writes.length - before).toBeLessThanOrEqual(10);
    view.close("done");
  });

  test("erases the lines that a terminal wrapped when it became narrower", () => {
    const { view, writes, stdout, update } = open();
    stdout.columns = 30;
    update({ progress: 50 });
    vi.advanceTimersByTime(100);
    stdout.columns = 12;
    vi.advanceTimersByTime(1_000);
    expect(writes).toContain("\u001b[2K\u001b[1A".repeat(2));
    view.close("stopped");
  });

  test("updates the time once a second, and leaves no timer behind", () => {
    const { view, writes, update } = open();
    update({ startedAt: new Date(now) });
    vi.advanceTimersByTime(3_200);
    expect(stripVTControlCharacters(writes.at(-1) ?? "")).toContain(" 3s");
    view.close("stopped");
    expect(vi.getTimerCount()).toBe(0);
    expect(writes.at(-1)).toBe("\u001b[?25h");
  });
});
