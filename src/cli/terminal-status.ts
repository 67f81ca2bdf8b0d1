import type { Io } from "./io.ts";
import { nameOf } from "./outcome.ts";
import { countByState, isOpen, isUnsuccessful, percentOf, type Row } from "./row.ts";

const OSC = "\u001b]";
const END = "\u0007";
const SAVE_TITLE = "\u001b[22;2t";
const RESTORE_TITLE = "\u001b[23;2t";

/** The states of a progress bar, as ConEmu defined them. */
const states = { none: 0, normal: 1, failed: 2, unknown: 3 } as const;

/**
 * The sequences with which a terminal shows the progress of jobs outside its lines: title and progress bar, as far as the
 * terminal is known to have them. Each is written only when it changes.
 */
export function terminalStatus(env: Io["env"]) {
  const [isTitled, isBarred] = [hasTitle(env), hasProgress(env)];
  let shown = "";
  return {
    show(rows: readonly Row[]): string {
      const status = (isTitled ? title(rows) : "") + (isBarred ? progress(rows) : "");
      const start = shown === "" && isTitled ? SAVE_TITLE : "";
      const change = status === shown ? "" : start + status;
      shown = status;
      return change;
    },
    /** Puts back what was there before. */
    clear(): string {
      const end = (isTitled ? RESTORE_TITLE : "") + (isBarred ? bar(states.none, 0) : "");
      const change = shown === "" ? "" : end;
      shown = "";
      return change;
    },
  };
}

function title(rows: readonly Row[]): string {
  const [row] = rows;
  const jobs = rows.length === 1 && row !== undefined ? nameOf(row.ref) : countByState(rows);
  return `${OSC}2;${Math.floor(percentOfAll(rows))}% ${jobs}${END}`;
}

/** Not known if a job that is open does not report any, unless others have finished. */
function progress(rows: readonly Row[]): string {
  const percent = percentOfAll(rows);
  const state = rows.some(isUnsuccessful) ? "failed" : percent === 0 ? "unknown" : "normal";
  return bar(states[state], Math.floor(percent));
}

const bar = (state: number, percent: number) => `${OSC}9;4;${state};${percent}${END}`;

function percentOfAll(rows: readonly Row[]): number {
  const percents = rows.map((row) => (isOpen(row) ? (percentOf(row) ?? 0) : 100));
  return percents.reduce((sum, percent) => sum + percent / percents.length, 0);
}

/** Terminals whose title can be set, saved and restored; Windows Terminal sets no `TERM`. */
function hasTitle(env: Io["env"]): boolean {
  return /^(?:xterm|tmux|rxvt|alacritty|foot|contour)/.test(env["TERM"] ?? "") || isOnWindows(env);
}

/** Some other terminals show OSC 9 as a notification. A multiplexer passes on neither it nor its own name. */
function hasProgress(env: Io["env"]): boolean {
  if (env["TMUX"] || env["STY"]) {
    return false;
  }
  const program = (env["TERM_PROGRAM"] ?? "").toLowerCase();
  const isVte = Number(env["VTE_VERSION"] ?? 0) >= FIRST_VTE;
  return isOnWindows(env) || isVte || ["ghostty", "wezterm"].includes(program);
}

/** VTE 0.80, which GNOME's terminals use. */
const FIRST_VTE = 8_000;

const isOnWindows = (env: Io["env"]): boolean => Boolean(env["WT_SESSION"]) || env["ConEmuANSI"] === "ON";
