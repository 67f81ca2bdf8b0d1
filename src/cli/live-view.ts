import { createLogUpdate } from "log-update";
import { frameOf } from "./frame.ts";
import type { Io, Output } from "./io.ts";
import { liveLines } from "./live-lines.ts";
import type { Ref } from "./outcome.ts";
import { Rows } from "./rows.ts";
import { tableLines } from "./table.ts";
import type { Clean } from "./text.ts";
import type { View } from "./view.ts";

/** Frames are at least this far apart, in milliseconds. */
const SHORTEST_FRAME = 100;

/** How often the elapsed times move on. */
const TICK = 1_000;

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

/** For a terminal: one line per job, drawn again as things change, and the table in its place at the end. */
export function liveView(io: Pick<Io, "stdout" | "env" | "clock">, refs: readonly Ref[], clean: Clean): View {
  const { stdout, clock } = io;
  const rows = new Rows(refs, clock.now());
  const log = createLogUpdate(stdout as Output & NodeJS.WritableStream, { showCursor: true });
  let pending: ReturnType<typeof setTimeout> | undefined;

  function draw(): void {
    log(liveLines(rows.all, { ...frameOf(io, clean), rows: stdout.rows || 24 }).join("\n"));
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
    poll(ref, error) {
      if (rows.poll(ref, error)) {
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
        log.clear();
        stdout.write(`${tableLines(rows.all, frameOf(io, clean)).join("\n")}\n`);
      } else {
        draw();
        log.done();
      }
      stdout.write(SHOW_CURSOR);
    },
  };
}
