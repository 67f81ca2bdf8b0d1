import picocolors from "picocolors";
import type { JobState } from "../job.ts";
import type { Io, Output } from "./io.ts";
import type { Sanitize } from "./text.ts";

/** How a job is displayed: by its state, as not polled yet ("unseen"), or as no longer followed ("lost"). */
export type DisplayState = JobState | "unseen" | "lost";

/** The colours and symbols that a stream can show. */
export interface Style {
  readonly paint: (state: DisplayState, text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly symbols: Readonly<Record<DisplayState, string>>;
  readonly bar: readonly [full: string, empty: string];
  /** Before a sub-job, and before the last one. */
  readonly tree: readonly [branch: string, last: string];
  readonly ellipsis: string;
}

const unicode = {
  symbols: { pending: "○", running: "●", succeeded: "✓", failed: "✗", unknown: "?", unseen: "·", lost: "!" },
  bar: ["█", "░"],
  tree: ["├─ ", "└─ "],
  ellipsis: "…",
} as const;

const ascii = {
  symbols: { pending: "o", running: "*", succeeded: "+", failed: "x", unknown: "?", unseen: ".", lost: "!" },
  bar: ["#", "-"],
  tree: ["|- ", "`- "],
  ellipsis: "..",
} as const;

/** The colours that `hasColours` allows; ASCII symbols if the locale is not UTF-8. */
export function styleOf(output: Output, env: Io["env"]): Style {
  const { red, green, yellow, cyan, dim, bold } = picocolors.createColors(hasColours(output, env));
  const paints = {
    pending: dim,
    running: cyan,
    succeeded: green,
    failed: red,
    unknown: yellow,
    unseen: dim,
    lost: red,
  };
  return { ...(isUtf8(env) ? unicode : ascii), paint: (state, text) => paints[state](text), dim, bold };
}

/** What rows are drawn on, at one moment. Width and height are `Infinity` unless it is a terminal. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly now: number;
  readonly style: Style;
  readonly sanitize: Sanitize;
}

export function screenOf({ stdout, env, clock }: Pick<Io, "stdout" | "env" | "clock">, sanitize: Sanitize): Screen {
  const { columns, rows } = isTerminal(stdout, env) ? sizeOf(stdout) : { columns: Infinity, rows: Infinity };
  return { width: columns, height: rows, now: clock.now(), style: styleOf(stdout, env), sanitize };
}

/** `NO_COLOR` takes precedence over `FORCE_COLOR`, and that over what the stream is. */
function hasColours(output: Output, env: Io["env"]): boolean {
  const forced = env["FORCE_COLOR"];
  if (env["NO_COLOR"]) {
    return false;
  }
  return forced ? isOn(forced) : isTerminal(output, env);
}

/** Whether a stream is a terminal that is not a dumb one. */
function isTerminal(output: Output, env: Io["env"]): boolean {
  return output.isTTY === true && env["TERM"] !== "dumb";
}

/** Whether a stream is a terminal on which lines are redrawn. The logs of a CI system would keep each redraw. */
export function isLiveTerminal(output: Output, env: Io["env"]): boolean {
  return isTerminal(output, env) && !(env["CI"] && isOn(env["CI"]));
}

const isOn = (value: string): boolean => !["0", "false"].includes(value.toLowerCase());

/** The size of a terminal, 80 by 24 if it is not known. */
export function sizeOf({ columns, rows }: Output): { readonly columns: number; readonly rows: number } {
  return { columns: columns || 80, rows: rows || 24 };
}

/**
 * Whether symbols beyond ASCII can be shown. If a locale is set, it decides. Most containers and CI systems set none and
 * show UTF-8. Windows sets none either; only its old console, which sets neither variable below, lacks the symbols.
 */
function isUtf8(env: Io["env"]): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"];
  if (["dumb", "linux"].includes(env["TERM"] ?? "")) {
    return false;
  }
  return locale
    ? /utf-?8/i.test(locale)
    : env["OS"] !== "Windows_NT" || Boolean(env["WT_SESSION"] || env["TERM_PROGRAM"]);
}
