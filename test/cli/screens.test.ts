import { describe, expect, test } from "vitest";
import type { TerminalListener } from "../../src/cli/io.ts";
import { liveView } from "../../src/cli/live-view.ts";
import type { Row } from "../../src/cli/row.ts";
import { Rows } from "../../src/cli/rows.ts";
import { createSanitizer, widthOf } from "../../src/cli/text.ts";
import type { AnyJob } from "../../src/job.ts";
import { createScreen } from "../helpers/terminal.ts";

const now = Date.parse("2026-01-02T03:04:05Z");
const PROMPT = "$ huaweicloud-jobs wait";

const common = { projectId: "p", status: "", subJobs: [], raw: {}, startedAt: new Date(now - 65_000) } as const;
const desktops = { service: "workspace", id: "7d1a2f0c-93b6-4bb2-8f5e-0c9a1be2d3f4" };
const swap = { service: "dcs", id: "78dde6c4000000000000000000000004" };

const tree: AnyJob = {
  ...common,
  ...desktops,
  type: "createDesktops",
  state: "running",
  progress: 42,
  subJobs: [
    {
      id: "7d1a2f0c-1",
      type: "createDesktops",
      state: "succeeded",
      startedAt: common.startedAt,
      endedAt: new Date(now),
    },
    {
      id: "7d1a2f0c-2",
      type: "createDesktops",
      state: "failed",
      error: { code: "WKS.1", reason: "Operation conflict." },
    },
  ],
};
const failed: AnyJob = {
  ...common,
  ...swap,
  type: "masterStandbySwapJob",
  state: "failed",
  error: { reason: "No room." },
};

/** A live view on an emulated terminal. */
async function open(refs: readonly (typeof swap)[], columns: number, rows = 24, more: Record<string, string> = {}) {
  const screen = createScreen(columns, rows);
  let written = screen.write(`${PROMPT}\r\n`);
  let listener: TerminalListener | undefined;
  const stdout = {
    isTTY: true,
    columns,
    rows,
    write(text: string) {
      // As a terminal's driver does.
      written = screen.write(text.replaceAll("\n", "\r\n"));
    },
  };
  const table = new Rows(refs, now - 5_000);
  const watchTerminal = (given: TerminalListener) => {
    listener = given;
    return () => {
      listener = undefined;
    };
  };
  const env = { LANG: "C.UTF-8", NO_COLOR: "1", ...more };
  const view = liveView(
    { stdout, env, clock: { now: () => now, sleep: () => Promise.resolve() }, watchTerminal },
    table,
    createSanitizer((text) => text),
  );
  const lines = async () => {
    await written;
    return screen.lines();
  };
  return {
    view,
    screen,
    lines,
    terminal: () => listener as TerminalListener,
    write: stdout.write,
    async update(ref: typeof swap, news: Partial<Row>) {
      table.update(ref, news);
      // Draws at once.
      listener?.resize();
      return lines();
    },
    async resize(columns: number) {
      await written;
      screen.resize(columns, rows);
      stdout.columns = columns;
      listener?.resize();
      return lines();
    },
  };
}

const WIDTHS = [40, 60, 80, 120];

/** Live view and table, as the files in screens/ have them. */
async function expectScreens(name: string, live: string[], end: string[]) {
  const text = [...live, "", ...end, ""].join("\n");
  await expect(text).toMatchFileSnapshot(`screens/${name}.txt`);
}

describe.each(WIDTHS)("at %i columns", (columns) => {
  const isNarrow = (lines: string[]) => lines.every((line) => widthOf(line) < columns);

  test("one job is a tree of its sub-jobs", async () => {
    const { update, view, lines } = await open([desktops], columns);
    const live = await update(desktops, { job: tree, nextPollAt: now + 12_000 });
    expect(isNarrow(live)).toBe(true);
    view.close("done");
    await expectScreens(`one-job-${columns}`, live, await lines());
  });

  test("many jobs are a line each, with the reasons", async () => {
    const lost = { service: "dcs", id: "none" };
    const { update, view, lines } = await open([desktops, swap, lost], columns);
    await update(desktops, { job: tree, nextPollAt: now + 12_000 });
    await update(swap, { job: failed, ended: now });
    const live = await update(lost, { pollError: "503 Service Unavailable (ServerError)" });
    expect(isNarrow(live)).toBe(true);
    view.close("done");
    await expectScreens(`many-jobs-${columns}`, live, await lines());
  });

  test("sixty jobs fit on the screen", async () => {
    const refs = Array.from({ length: 60 }, (_, index) => ({ service: "dcs", id: `job-${index}` }));
    const { update, view, lines } = await open(refs, columns, 14);
    let live: string[] = [];
    for (const [index, ref] of refs.entries()) {
      const state = index % 20 === 0 ? "failed" : index % 3 === 0 ? "succeeded" : "running";
      live = await update(ref, { job: { ...failed, ...ref, state }, nextPollAt: now + 12_000 });
    }
    expect(live).toHaveLength(14);
    expect(isNarrow(live)).toBe(true);
    view.close("done");
    await expectScreens(`sixty-jobs-${columns}`, live, await lines());
  });
});

test("a terminal of another size shows the lines once, and those above stay", async () => {
  const { update, resize, view, lines } = await open([desktops], 110);
  await update(desktops, { job: tree });
  for (const columns of [48, 120, 44, 80, 110]) {
    const fresh = await open([desktops], columns);
    const expected = await fresh.update(desktops, { job: tree });
    expect(await resize(columns)).toEqual(expected);
    fresh.view.close("stopped");
  }
  view.close("done");
  expect((await lines()).slice(0, 2)).toEqual([PROMPT, expect.stringMatching(/^STATE /)]);
});

test("a terminal that changed its size several times before it is drawn again has no stale lines", async () => {
  const { screen, update, resize } = await open([desktops], 110);
  const before = await update(desktops, { job: tree });
  screen.resize(48, 24);
  screen.resize(120, 24);
  expect(await resize(110)).toEqual(before);
});

describe("Ctrl-Z", () => {
  test("shows the cursor, and fg draws anew below", async () => {
    const { screen, update, terminal, write, lines, view } = await open([desktops], 80);
    const before = await update(desktops, { job: tree });
    terminal().suspend();
    expect(await lines()).toEqual(before);
    expect(screen.output.endsWith("\u001b[?25h")).toBe(true);
    write("[1]+  Stopped\n$ fg\n");
    terminal().resume();
    const after = await update(desktops, { nextPollAt: now + 3_000 });
    const last = [...before.slice(1, -1), `${before.at(-1)}; next poll in 3s`];
    expect(after).toEqual([...before, "[1]+  Stopped", "$ fg", ...last]);
    expect(screen.output.lastIndexOf("\u001b[?25l")).toBeGreaterThan(screen.output.lastIndexOf("\u001b[?25h"));
    view.close("stopped");
  });

  test("leaves no timer, and nothing is drawn until fg", async () => {
    const { screen, terminal, lines, view } = await open([desktops], 80);
    terminal().suspend();
    await lines();
    const { length } = screen.output;
    view.update({ ref: desktops, job: tree });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await lines();
    expect(screen.output).toHaveLength(length);
    terminal().resume();
    view.close("stopped");
  });
});

test("a process that was stopped and continued from outside draws anew below", async () => {
  const { update, terminal, write, lines, view } = await open([desktops], 80);
  const before = await update(desktops, { job: tree });
  write("other lines\n");
  terminal().resume();
  expect(await lines()).toEqual([...before, "other lines", ...before.slice(1)]);
  view.close("stopped");
});

describe("title and progress of the terminal", () => {
  const TITLE = "\u001b]2;";
  const PROGRESS = "\u001b]9;4;";

  test.each([
    [{ TERM: "xterm-256color" }, true, false],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "ghostty" }, true, true],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "WezTerm" }, true, true],
    [{ TERM: "xterm-256color", VTE_VERSION: "8000" }, true, true],
    [{ TERM: "xterm-256color", VTE_VERSION: "7600" }, true, false],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "iTerm.app" }, true, false],
    [{ TERM: "tmux-256color", TMUX: "1", TERM_PROGRAM: "ghostty" }, true, false],
    [{ WT_SESSION: "1" }, true, true],
    [{ ConEmuANSI: "ON" }, true, true],
    [{ TERM: "linux" }, false, false],
    [{ TERM: "screen" }, false, false],
    [{ TERM: "vt100" }, false, false],
  ])("with %j: title %s, progress %s", async (env, hasTitle, hasProgress) => {
    const { screen, update, view } = await open([desktops], 80, 24, env);
    await update(desktops, { job: tree });
    view.close("done");
    expect([screen.output.includes(TITLE), screen.output.includes(PROGRESS)]).toEqual([hasTitle, hasProgress]);
  });

  test("follow the jobs, are written once for each change, and are put back at the end", async () => {
    const { screen, update, view, lines } = await open([desktops, swap], 80, 24, { TERM: "xterm", WT_SESSION: "1" });
    await update(desktops, { job: tree });
    await update(desktops, { job: tree });
    await update(swap, { job: failed });
    view.close("done");
    await lines();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the test looks for
    const sequences = screen.output.match(/\u001b\](?:2|9;4);[^\u0007]*|\u001b\[2[23];2t/g);
    expect(sequences?.map((sequence) => sequence.slice(2))).toEqual([
      "22;2t",
      "2;0% 2 jobs: 2 polling",
      "9;4;3;0",
      "2;21% 2 jobs: 1 running, 1 polling",
      "9;4;1;21",
      "2;71% 2 jobs: 1 failed, 1 running",
      "9;4;2;71",
      "23;2t",
      "9;4;0;0",
    ]);
  });
});
