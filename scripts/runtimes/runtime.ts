import type { Stage } from "./stage.ts";

export interface Runtime {
  /** For `--only`. */
  readonly name: string;
  /** How the program gets into it. */
  readonly note: string;
  /** Rejects where the runtime is not installed. */
  version(): Promise<string>;
  /** Runs the program, and gives what it printed. Rejects where it does not come to its end in time. */
  run(project: string, stage: Stage): Promise<string>;
}

/** Nothing runs longer, in milliseconds. */
export const DEADLINE = 60_000;

/** Loads the program, as a line of source. */
export const load = 'import { program } from "./program.js";\n';

/** Starts the program, as an expression. Its last line is JSON: its facts, or the error that ended it. */
export function start({ place }: Stage): string {
  const ends = "(facts) => ({ facts }), (error) => ({ error: String(error) })";
  return `program(${JSON.stringify(place)}, console.log).then(${ends}).then(JSON.stringify).then(console.log)`;
}

/** Whether the program has said all. */
export function isLastLine(line: string): boolean {
  return /^\{"(facts|error)":/.test(line);
}

/** The error of a runtime that does not end. */
export function stuck(lines: readonly string[]): Error {
  return new Error(`has not ended after ${DEADLINE / 1_000} s; the last that it said: ${lines.at(-1)}`);
}
