import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { liveLines } from "../../src/cli/live-lines.ts";
import { liveView } from "../../src/cli/live-view.ts";
import type { Row } from "../../src/cli/row.ts";
import { styleOf } from "../../src/cli/style.ts";
import { tableLines } from "../../src/cli/table.ts";
import { cleaner, widthOf } from "../../src/cli/text.ts";
import { systemClock } from "../../src/clock.ts";
import { WaitTimeoutError } from "../../src/errors/job-errors.ts";
import type { AnyJob } from "../../src/job.ts";

const now = Date.parse("2026-01-02T03:04:05Z");
const clean = cleaner([]);
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
  row(ID.replace("7", "9"), { state: "failed", endedAt: new Date(now - 5_000) }),
  { ref: { service: "dcs", id: "short" }, began: now - 2_000 },
  {
    ...row("late"),
    error: new WaitTimeoutError({ service: "workspace", id: "late" }, 1, undefined, undefined),
    ended: now,
  },
];

const frame = (columns: number, height = 24, output = {}) => ({
  columns,
  rows: height,
  now,
  clean,
  style: styleOf({ write() {}, ...output }, env),
});

describe("live lines", () => {
  test("show service, ID, type, state, progress and elapsed time", () => {
    expect(liveLines(rows, frame(120))).toEqual([
      "● workspace 7d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4 createDesktops         running   ████░░░░░░  42% 1m 05s",
      "● workspace 8d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4 创建桌面任务并等待完成 running   █████████░  99% 1m 05s",
      "✗ workspace 9d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4 createDesktops         failed                    1m 00s",
      "· dcs       short                                                       asking                        2s",
      "! workspace late                                 createDesktops         timed out                 1m 05s",
      "5 jobs: 2 running, 1 failed, 1 asking, 1 timed out",
    ]);
  });

  test("tell of trouble in place of the state", () => {
    const troubled = [
      row("a", {}, { trouble: "ServerError" }),
      { ...row("b"), job: undefined, trouble: "NetworkError" },
    ];
    expect(liveLines(troubled, frame(100))).toEqual([
      "● workspace a createDesktops trouble: ServerError    1m 05s",
      "· workspace b                no answer: NetworkError     5s",
      "2 jobs: 2 in trouble",
    ]);
  });

  test("keep state, number and time on a narrow terminal", () => {
    expect(liveLines(rows.slice(0, 1), frame(44))).toEqual(["● workspace 7d1a…d3f4 running    42% 1m 05s"]);
  });

  test("are never wider than the terminal, nor more than it has", () => {
    for (let columns = 1; columns <= 200; columns++) {
      for (const height of [2, 5, 24]) {
        const lines = liveLines(rows, frame(columns, height, { isTTY: true }));
        expect(lines.length).toBeLessThan(Math.max(3, height));
        for (const line of lines) {
          expect(widthOf(line)).toBeLessThan(Math.max(2, columns));
        }
      }
    }
  });

  test("show the open jobs first where not all have room", () => {
    const many = [row("done", { state: "succeeded" }), row("a"), row("b"), row("c")];
    expect(liveLines(many, frame(100, 5)).map((line) => line.split(" ")[2])).toEqual(["a", "b", "c", "1"]);
    expect(liveLines(many, frame(100, 5)).at(-1)).toBe("4 jobs: 1 succeeded, 3 running (1 not shown)");
  });

  test("are ASCII where the locale is not UTF-8", () => {
    const style = styleOf({ write() {} }, { LC_ALL: "C", LANG: "de_DE.UTF-8" });
    expect(liveLines([row("a", { progress: 50 })], { ...frame(100), style })).toEqual([
      "* workspace a createDesktops running   #####-----  50% 1m 05s",
    ]);
  });
});

describe("the table", () => {
  const failed = row(ID, { state: "failed", error: { code: "A.1", reason: "one two three four five six seven" } });

  test("cuts the type first, and has a block per job where there is no room for columns", () => {
    expect(tableLines([failed], frame(75))[1]).toBe(`✗ failed  workspace/${ID}  createDesk…`);
    expect(tableLines([failed], frame(30))).toEqual([
      "✗ failed",
      `  workspace/${ID}`,
      "  createDesktops",
      "    A.1 one two three four",
      "    five six seven",
    ]);
  });
});

describe("the live view", () => {
  afterEach(() => vi.useRealTimers());

  function open() {
    vi.useFakeTimers({ now });
    const writes: string[] = [];
    const stdout = { isTTY: true, columns: 80, rows: 24, write: (text: string) => writes.push(text) };
    const ref = { service: "workspace", id: "a" };
    return { view: liveView({ stdout, env, clock: systemClock }, [ref], clean), writes, ref };
  }

  test("draws at most ten times a second, whatever happens", () => {
    const { view, writes, ref } = open();
    const before = writes.length;
    for (let n = 0; n < 1_000; n++) {
      view.update(ref, job("a", { progress: n / 10 }));
      vi.advanceTimersByTime(1);
    }
    expect(writes.length - before).toBeLessThanOrEqual(10);
    view.close("done");
  });

  test("lets the time go on once a second, and leaves no timer behind", () => {
    const { view, writes, ref } = open();
    view.update(ref, job("a", { startedAt: new Date(now) }));
    vi.advanceTimersByTime(3_200);
    expect(stripVTControlCharacters(writes.at(-1) ?? "")).toContain(" 3s");
    view.close("stopped");
    expect(vi.getTimerCount()).toBe(0);
    expect(writes.at(-1)).toBe("\u001b[?25h");
  });
});
