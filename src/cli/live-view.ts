import { createLogUpdate } from "log-update";
import { frameOf } from "./frame.ts";
import type { Io, Output } from "./io.ts";
import { liveLines } from "./live-lines.ts";
import type { Ref } from "./outcome.ts";
import { Rows } from "./rows.ts";
import { sizeOf } from "./style.ts";
import { summaryLines } from "./summary.ts";
import { type Clean, widthOf } from "./text.ts";
import type { View } from "./view.ts";

/** Frames are at least this far apart, in milliseconds. */
const SHORTEST_FRAME = 100;

/** How often the elapsed times move on. */
const TICK = 1_000;

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const ERASE_LINE_AND_GO_UP = "\u001b[2K\u001b[1A";

/** For a terminal: one line per job as far as they fit, drawn again as things change, and the summary in their place. */
export function liveView(io: Pick<Io, "stdout" | "env" | "clock">, refs: readonly Ref[], clean: Clean): View {
  const { stdout, clock } = io;
  const rows = new Rows(refs, clock.now());
  const log = createLogUpdate(stdout as Output & NodeJS.WritableStream, { showCursor: true });
  let shown: readonly string[] = [];
  let pending: ReturnType<typeof setTimeout> | undefined;

  /** A terminal that has become narrower has broken the lines; `log` knows only how many it has written. */
  function eraseBroken(): void {
    const { columns } = sizeOf(stdout);
    const broken = shown.reduce((sum, line) => sum + Math.max(0, Math.ceil(widthOf(line) / columns) - 1), 0);
    if (broken > 0) {
      stdout.write(ERASE_LINE_AND_GO_UP.repeat(broken));
    }
  }

  function draw(): void {
    eraseBroken();
    shown = liveLines(rows.all, frameOf(io, clean));
    log(shown.join("\n"));
  }

  function drawSoon(): void {
    pending ??= setTimeout(() => {
      pending = undefined;
      draw();
    }, SHORTEST_FRAME);
  }

  stdout.write(HIDE_CURSOR);
  draw();
  const ticking = setInterval(drawSoon, TICK);

  return {
    poll(ref, trouble) {
      if (rows.poll(ref, trouble)) {
        drawSoon();
      }
    },
    update(ref, job) {
      rows.update(ref, job);
      drawSoon();
    },
    outcome(outcome) {
      rows.settle(outcome, clock.now());
      drawSoon();
    },
    close(how) {
      clearInterval(ticking);
      clearTimeout(pending);
      if (how === "done") {
        eraseBroken();
        log.clear();
        stdout.write(`${summaryLines(rows.all, frameOf(io, clean)).join("\n")}\n`);
      } else {
        draw();
        log.done();
      }
      stdout.write(SHOW_CURSOR);
    },
  };
}
