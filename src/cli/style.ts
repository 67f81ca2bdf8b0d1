import picocolors from "picocolors";
import type { JobState } from "../job.ts";
import type { Io, Output } from "./io.ts";

/** What a job shows beside the five states: not seen yet, or no longer followed. */
export type Shown = JobState | "unseen" | "lost";

/** How things look on one stream. */
export interface Style {
  readonly paint: (shown: Shown, text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly symbols: Readonly<Record<Shown, string>>;
  readonly bar: readonly [full: string, empty: string];
  readonly ellipsis: string;
}

const unicode = {
  symbols: { pending: "○", running: "●", succeeded: "✓", failed: "✗", unknown: "?", unseen: "·", lost: "!" },
  bar: ["█", "░"],
  ellipsis: "…",
} as const;

const ascii = {
  symbols: { pending: "o", running: "*", succeeded: "+", failed: "x", unknown: "?", unseen: ".", lost: "!" },
  bar: ["#", "-"],
  ellipsis: "..",
} as const;

/** Colours on terminals alone, and not where `NO_COLOR` is set; signs of ASCII where others cannot be shown. */
export function styleOf(output: Output, env: Io["env"]): Style {
  const { red, green, yellow, cyan, dim, bold } = picocolors.createColors(isScreen(output, env) && !env["NO_COLOR"]);
  const paints: Readonly<Record<Shown, (text: string) => string>> = {
    pending: dim,
    running: cyan,
    succeeded: green,
    failed: red,
    unknown: yellow,
    unseen: dim,
    lost: red,
  };
  return {
    ...(speaksUtf8(env) ? unicode : ascii),
    paint: (shown, text) => paints[shown](text),
    dim,
    bold,
  };
}

/** Whether a stream is a terminal on which lines can be drawn again. */
export function isScreen(output: Output, env: Io["env"]): boolean {
  return output.isTTY === true && env["TERM"] !== "dumb";
}

/** The size of a terminal, a usual one where it does not tell. */
export function sizeOf({ columns, rows }: Output): { readonly columns: number; readonly rows: number } {
  return { columns: columns || 80, rows: rows || 24 };
}

/**
 * Whether other signs than ASCII can be shown. A locale that is set decides. None is set in most containers and CI
 * systems, which show UTF-8 all the same, and on Windows, where the old console alone lacks the signs, and a name.
 */
function speaksUtf8(env: Io["env"]): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"];
  if (["dumb", "linux"].includes(env["TERM"] ?? "")) {
    return false;
  }
  return locale
    ? /utf-?8/i.test(locale)
    : env["OS"] !== "Windows_NT" || Boolean(env["WT_SESSION"] || env["TERM_PROGRAM"]);
}
