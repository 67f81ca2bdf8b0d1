import { frameOf } from "./frame.ts";
import type { Io } from "./io.ts";
import type { Ref } from "./outcome.ts";
import { changeLine } from "./row.ts";
import { Rows } from "./rows.ts";
import { tableLines } from "./table.ts";
import type { Clean } from "./text.ts";
import type { View } from "./view.ts";

/** For logs and pipes: one line per change, then the table. */
export function plainView(io: Io, refs: readonly Ref[], clean: Clean): View {
  const { stdout, clock } = io;
  const rows = new Rows(refs, clock.now());
  const print = (line: string) => stdout.write(`${line}\n`);
  return {
    update: (ref, job) => print(changeLine(rows.update(ref, job), clock.now(), clean)),
    outcome(outcome) {
      const row = rows.settle(outcome, clock.now());
      if (outcome.error !== undefined) {
        print(changeLine(row, clock.now(), clean));
      }
    },
    close(how) {
      if (how === "done") {
        print(["", ...tableLines(rows.all, frameOf(io, clean))].join("\n"));
      }
    },
  };
}
