import type { Io } from "./io.ts";
import { columnsOf, isScreen, type Style, styleOf } from "./style.ts";
import type { Clean } from "./text.ts";

/** What the jobs are drawn on at a moment. */
export interface Frame {
  /** `Infinity` where nobody looks at it on a terminal. */
  readonly columns: number;
  readonly now: number;
  readonly style: Style;
  readonly clean: Clean;
}

export function frameOf({ stdout, env, clock }: Pick<Io, "stdout" | "env" | "clock">, clean: Clean): Frame {
  const columns = isScreen(stdout, env) ? columnsOf(stdout) : Number.POSITIVE_INFINITY;
  return { columns, now: clock.now(), style: styleOf(stdout, env), clean };
}
