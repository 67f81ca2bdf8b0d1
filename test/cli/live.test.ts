import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { liveView } from "../../src/cli/live-view.ts";
import type { Row } from "../../src/cli/row.ts";
import { Rows } from "../../src/cli/rows.ts";
import { styleOf } from "../../src/cli/style.ts";
import { liveLines, summaryLines, tableLines } from "../../src/cli/table.ts";
import { createSanitizer, widthOf } from "../../src/cli/text.ts";
import type { AnyJob, SubJob } from "../../src/job.ts";
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

function part(id: string, facts: Partial<SubJob> = {}): SubJob {
  return { id, type: "attachVolume", state: "running", status: "RUNNING", progress: 20, ...facts };
}

const screen = (width: number, height = 24, output = {}) => ({
  width,
  height,
  now,
  sanitize,
  style: styleOf({ write() {}, ...output }, env),
});

describe("live lines", () => {
  test("show state, reference, type, progress and elapsed time, and the reason below", () => {
    expect(liveLines(rows, screen(120))).toEqual([
      "STATE        JOB                                             TYPE                    PROGRESS         TIME",
      "● running    workspace/7d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4  createDesktops          ████░░░░░░  42%  1m 05s",
      "● running    workspace/8d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4  创建桌面任务并等待完成  █████████░  99%  1m 05s",
      "✗ failed     workspace/9d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4  createDesktops                           1m 00s",
      "    WKS.1 No room.",
      "· polling    dcs/short                                                                                2s",
      "! timed out  workspace/late                                  createDesktops                           1m 05s",
      "    not seen in 1ms",
      "5 jobs: 1 failed, 1 timed out, 2 running, 1 polling",
    ]);
  });

  test("show the error of the last poll below", () => {
    const troubled = [
      row("a", {}, { pollError: "503 Service Unavailable (ServerError)" }),
      { ...row("b"), job: undefined, pollError: "no answer (NetworkError)" },
    ];
    expect(liveLines(troubled, screen(100))).toEqual([
      "STATE       JOB          TYPE            TIME",
      "● retrying  workspace/a  createDesktops  1m 05s",
      "    503 Service Unavailable (ServerError)",
      "· retrying  workspace/b                  5s",
      "    no answer (NetworkError)",
      "2 jobs: 2 retrying",
    ]);
  });

  test("say when the next poll is due", () => {
    const waiting = [row("a", {}, { nextPollAt: now + 4_001 }), row("b", {}, { nextPollAt: now + 70_000 })];
    const lastLine = (...jobs: Row[]) => liveLines(jobs, screen(80)).at(-1);
    expect(lastLine(...waiting)).toBe("2 jobs: 2 running; next poll in 5s");
    expect(lastLine(row("a", {}, { nextPollAt: now + 70_000 }))).toBe("next poll in 1m 10s");
    expect(lastLine(row("a", {}, { nextPollAt: now }))).toBe("polling");
    expect(lastLine(row("a", { state: "succeeded" }, { nextPollAt: now }))).toMatch(/^✓ succeeded/);
  });

  describe("of a narrow terminal", () => {
    const [one] = rows as [Row];
    const at = (width: number) => liveLines([one], screen(width))[1];

    test("give up the bar, then the type, then state and time in words, and cut the reference last", () => {
      expect([110, 95, 83, 70, 61, 52, 44, 28, 12].map(at)).toEqual([
        `● running  workspace/${ID}  createDesktops  ████░░░░░░  42%  1m 05s`,
        `● running  workspace/${ID}  createDesktops   42%  1m 05s`,
        `● running  workspace/${ID}  createDe…   42%  1m 05s`,
        `●  workspace/${ID}   42%  1m 05s`,
        `●  workspace/${ID}   42%`,
        `●  workspace/${ID}`,
        "●  workspace/7d1…0c9a1be2d3f4   42%  1m 05s",
        "●  worksp…e2d3f4   42%",
        "●  work…3f4",
      ]);
    });
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
    const idsOf = (lines: readonly string[]) => lines.flatMap((line) => /workspace\/(\S+)/.exec(line)?.[1] ?? []);

    test("show the failures with their reasons, the running jobs that fit, and the counts", () => {
      const all = [
        ...many("pending", 7),
        ...many("succeeded", 150),
        ...many("running", 40),
        ...many("failed", 3, failure),
      ];
      const lines = liveLines(all, screen(80, 14));
      expect(idsOf(lines)).toEqual(["failed0", "failed1", "failed2", "running0", "running1", "running2", "running3"]);
      expect(lines.slice(1, 3)).toEqual(["✗ failed   workspace/failed0   createDesktops", "    A.1 No."]);
      expect(lines.slice(11)).toEqual([
        "… and 43 more open",
        "200 jobs: 150 succeeded, 3 failed, 40 running, 7 pending",
      ]);
    });

    test("give half of the room to open jobs if many fail, and less if fewer are open", () => {
      const failed = many("failed", 50, failure);
      const lines = liveLines([...failed, ...many("running", 50)], screen(80, 14));
      expect(idsOf(lines)).toEqual(["failed0", "failed1", "running0", "running1", "running2", "running3", "running4"]);
      expect(lines.filter((line) => line.startsWith("…"))).toEqual(["… and 48 more failed", "… and 45 more open"]);
      const left = liveLines([...failed, ...many("running", 2)], screen(80, 14));
      expect(idsOf(left)).toEqual(["failed0", "failed1", "failed2", "failed3", "running0", "running1"]);
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
    expect(liveLines([row("a", { progress: 50, subJobs: [part("1"), part("2")] })], { ...screen(100), style })).toEqual(
      [
        "STATE      JOB          TYPE            PROGRESS         TIME",
        "* running  workspace/a  createDesktops  #####-----  50%  1m 05s",
        "* running  |- 1         attachVolume    ##--------  20%",
        "* running  `- 2         attachVolume    ##--------  20%",
        "2 sub-jobs: 2 running",
      ],
    );
  });
});

describe("the table", () => {
  const failed = row(ID, { state: "failed", error: { code: "A.1", reason: "one two three four five six seven" } });

  test("cuts the type first, then drops it, and has a block per job if there is no room for columns", () => {
    expect(tableLines([failed], screen(67))[1]).toBe(`✗ failed  workspace/${ID}  createDe…`);
    expect(tableLines([failed], screen(60))[1]).toBe(`✗ failed  workspace/${ID}`);
    expect(tableLines([failed], screen(30))).toEqual([
      "✗ failed",
      `  workspace/${ID}`,
      "  createDesktops",
      "    A.1 one two three four",
      "    five six seven",
    ]);
  });
});

describe("one job", () => {
  const reason = { code: "WKS.2", reason: "Pool is empty." };
  const parts = [
    part("s-1", { state: "succeeded", startedAt: new Date(now - 60_000), endedAt: new Date(now - 20_000) }),
    part("s-2", { state: "failed", error: reason, startedAt: new Date(now - 60_000) }),
    part("s-3", { state: "unknown", status: "", progress: 5 }),
    { state: "pending" } as const,
  ];

  test("has its sub-jobs below it as a tree, with state, progress, time and reason", () => {
    const tree = [
      "STATE        JOB           TYPE            PROGRESS         TIME",
      "● running    workspace/a   createDesktops  ████░░░░░░  42%  1m 05s",
      "✓ succeeded  ├─ s-1        attachVolume                     40s",
      "✗ failed     ├─ s-2        attachVolume",
      "    WKS.2 Pool is empty.",
      "? unknown    ├─ s-3        attachVolume    ░░░░░░░░░░   5%",
      "○ pending    └─ sub-job 4",
      "4 sub-jobs: 1 succeeded, 1 failed, 1 pending, 1 unknown",
    ];
    const job = row("a", { progress: 42, subJobs: parts });
    expect(liveLines([job], screen(100))).toEqual(tree);
    expect(summaryLines([job], screen(100))).toEqual(tree);
  });

  test("shows its own reason, and leaves those of its sub-jobs to them", () => {
    const job = row("a", { state: "failed", error: { code: "WKS.1" }, subJobs: parts.slice(1, 2) });
    const lines = ["✗ failed  workspace/a  createDesktops", "    WKS.1", "✗ failed  └─ s-2       attachVolume"];
    expect(tableLines([job], screen(100)).slice(1)).toEqual([...lines, "    WKS.2 Pool is empty."]);
    expect(tableLines([job, job], screen(100)).join("\n")).toContain(
      "sub-job s-2 (attachVolume): WKS.2 Pool is empty.",
    );
  });

  test("shows the sub-jobs that fit, those that failed first", () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      part(`s-${index}`, { state: index < 30 ? "succeeded" : "running" }),
    );
    const job = row("a", { subJobs: [...many, ...parts] });
    const idsOf = (lines: readonly string[]) => lines.flatMap((line) => /─ (\S+)/.exec(line)?.[1] ?? []);
    const live = liveLines([job], screen(100, 12));
    expect(live).toHaveLength(11);
    expect(live[1]).toContain("workspace/a");
    expect(idsOf(live)).toEqual(["s-2", "s-30", "s-31", "s-32", "s-33", "s-34"]);
    expect(live.slice(-3)).toEqual([
      expect.stringContaining("└─ s-34"),
      "… and 7 more open",
      expect.stringMatching(/^44 sub-jobs: /),
    ]);
    expect(idsOf(summaryLines([job], screen(100, 24)))).toHaveLength(13);
    expect(idsOf(summaryLines([job], screen(100, 10)))).toEqual(["s-2"]);
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
