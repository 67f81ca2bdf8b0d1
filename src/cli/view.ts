import type { Io, Output } from "./io.ts";
import { keyOf, nameOf, outcomeJson } from "./outcome.ts";
import { changeOf, formatTime, isUnsuccessful, type Row } from "./row.ts";
import type { Rows } from "./rows.ts";
import { screenOf } from "./style.ts";
import { tableLines } from "./table.ts";
import { type Sanitize, toJsonLine } from "./text.ts";

/** Shows jobs while they are waited for. */
export interface View {
  /** The polls of a job began to fail, to fail in another way, or to succeed again. Called before `update`. */
  poll?(row: Row): void;
  /** A job changed. Its first state and its final state are changes too. */
  update(row: Row): void;
  /** The wait for a job has ended, unless the signal ended it. */
  outcome(row: Row): void;
  /** All waits have ended ("done"), or the command was stopped. */
  close(how: "done" | "stopped"): void;
}

/** One JSON object per line: `{"event":"update","job"}` for each change, `{"event":"outcome","ref","job"|"error"}`. */
export function jsonView(stdout: Output): View {
  const write = (event: object) => stdout.write(toJsonLine(event));
  return {
    update: ({ job }) => write({ event: "update", job }),
    outcome: (row) => write({ event: "outcome", ...outcomeJson(row) }),
    close: () => {},
  };
}

/** One JSON document at the end: the outcomes, in the order of the references. */
export function documentView(stdout: Output, rows: Rows): View {
  return { ...silentView, close: () => stdout.write(toJsonLine(rows.ended.map(outcomeJson))) };
}

/** The reference of each job that has succeeded, when it does. */
export function idsView(stdout: Output): View {
  return {
    ...silentView,
    outcome(row) {
      if (!isUnsuccessful(row)) {
        stdout.write(`${nameOf(row.ref)}\n`);
      }
    },
  };
}

export const silentView: View = { update: () => {}, outcome: () => {}, close: () => {} };

/** For logs and pipes: one line per change, then the table. */
export function plainView(io: Io, rows: Rows, sanitize: Sanitize): View {
  const { stdout, clock } = io;
  const lastChanges = new Map<string, string>();
  /** Skips a change that the line does not show, such as the start of a sub-job. */
  const printChange = (row: Row) => {
    const change = changeOf(row, sanitize);
    if (lastChanges.get(keyOf(row.ref)) !== change) {
      lastChanges.set(keyOf(row.ref), change);
      stdout.write(`${formatTime(clock.now())} ${change}\n`);
    }
  };
  return {
    update: printChange,
    outcome(row) {
      if (row.error !== undefined) {
        printChange(row);
      }
    },
    close(how) {
      if (how === "done") {
        stdout.write(`\n${tableLines(rows.all, screenOf(io, sanitize)).join("\n")}\n`);
      }
    },
  };
}
