import type { Io } from "./io.ts";
import { isScreen, type Style, sizeOf, styleOf } from "./style.ts";
import type { Clean } from "./text.ts";

/** What the jobs are drawn on at a moment. */
export interface Frame {
  /** Both are `Infinity` where nobody looks at it on a terminal. */
  readonly columns: number;
  readonly rows: number;
  readonly now: number;
  readonly style: Style;
  readonly clean: Clean;
}

export function frameOf({ stdout, env, clock }: Pick<Io, "stdout" | "env" | "clock">, clean: Clean): Frame {
  const endless = { columns: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY };
  const size = isScreen(stdout, env) ? sizeOf(stdout) : endless;
  return { ...size, now: clock.now(), style: styleOf(stdout, env), clean };
}
