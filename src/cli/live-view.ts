import { createLogUpdate } from "log-update";
import type { Io, Output } from "./io.ts";
import type { Rows } from "./rows.ts";
import { screenOf, sizeOf } from "./style.ts";
import { liveLines, summaryLines } from "./table.ts";
import { terminalStatus } from "./terminal-status.ts";
import { type Sanitize, widthOf } from "./text.ts";
import type { View } from "./view.ts";

/** The shortest time between two redraws, in milliseconds. */
const MIN_REDRAW_INTERVAL = 100;

/** How often the elapsed times are redrawn. */
const TICK = 1_000;

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const ERASE_LINE_AND_GO_UP = "\u001b[2K\u001b[1A";

/** For a terminal: live lines, redrawn on changes and replaced by the summary at the end. */
export function liveView(
  io: Pick<Io, "stdout" | "env" | "clock" | "watchTerminal">,
  rows: Rows,
  sanitize: Sanitize,
): View {
  const { stdout, env } = io;
  const log = createLogUpdate(stdout as Output & NodeJS.WritableStream, { showCursor: true });
  const status = terminalStatus(env);
  let drawn: readonly string[] = [];
  let pending: ReturnType<typeof setTimeout> | undefined;
  /** Absent while the process is suspended. */
  let ticking: ReturnType<typeof setInterval> | undefined;

  /** A terminal that became narrower has wrapped the lines. `log` erases only as many lines as it wrote. */
  function eraseWrapped(): void {
    const { columns } = sizeOf(stdout);
    const extra = drawn.reduce((sum, line) => sum + Math.max(0, Math.ceil(widthOf(line) / columns) - 1), 0);
    if (extra > 0) {
      stdout.write(ERASE_LINE_AND_GO_UP.repeat(extra));
    }
  }

  function draw(): void {
    pending = undefined;
    if (ticking === undefined) {
      return;
    }
    eraseWrapped();
    drawn = liveLines(rows.all, screenOf(io, sanitize));
    log(drawn.join("\n"));
    const sequences = status.show(rows.all);
    if (sequences !== "") {
      stdout.write(sequences);
    }
  }

  function drawSoon(): void {
    pending ??= setTimeout(draw, MIN_REDRAW_INTERVAL);
  }

  function start(): void {
    if (ticking !== undefined) {
      // A SIGSTOP from outside came without a word, and other lines may have been written since.
      stop();
    }
    stdout.write(HIDE_CURSOR);
    ticking = setInterval(drawSoon, TICK);
    draw();
  }

  /** Leaves the lines as they are. What is drawn next is drawn below them. */
  function stop(): void {
    clearInterval(ticking);
    clearTimeout(pending);
    ticking = undefined;
    pending = undefined;
    log.done();
    drawn = [];
    stdout.write(status.clear() + SHOW_CURSOR);
  }

  const unwatch = io.watchTerminal?.({ resize: draw, suspend: stop, resume: start });
  start();

  return {
    poll: drawSoon,
    update: drawSoon,
    outcome: drawSoon,
    close(how) {
      unwatch?.();
      if (how === "done") {
        eraseWrapped();
        log.clear();
        stdout.write(`${summaryLines(rows.all, screenOf(io, sanitize)).join("\n")}\n`);
      } else {
        draw();
      }
      stop();
    },
  };
}
