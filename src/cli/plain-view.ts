import { frameOf } from "./frame.ts";
import type { Io } from "./io.ts";
import { keyOf, type Ref } from "./outcome.ts";
import { changeOf, type Row, timeOf } from "./row.ts";
import { Rows } from "./rows.ts";
import { tableLines } from "./table.ts";
import type { Clean } from "./text.ts";
import type { JobView } from "./view.ts";

/** For logs and pipes: one line per change, then the table. */
export function plainView(io: Io, refs: readonly Ref[], clean: Clean): JobView {
  const { stdout, clock } = io;
  const rows = new Rows(refs, clock.now());
  const print = (line: string) => stdout.write(`${line}\n`);
  const last = new Map<string, string>();
  /** A change that people do not see, such as the start of a sub-job, is no line. */
  const printChange = (row: Row) => {
    const change = changeOf(row, clean);
    if (last.get(keyOf(row.ref)) !== change) {
      last.set(keyOf(row.ref), change);
      print(`${timeOf(clock.now())} ${change}`);
    }
  };
  return {
    update: (ref, job) => printChange(rows.update(ref, job)),
    outcome(outcome) {
      const row = rows.settle(outcome, clock.now());
      if (outcome.error !== undefined) {
        printChange(row);
      }
    },
    close(how) {
      if (how === "done") {
        print(["", ...tableLines(rows.all, frameOf(io, clean))].join("\n"));
      }
    },
  };
}
