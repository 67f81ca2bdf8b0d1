/** Runs one target in a process that can be ended from without: a pattern that backtracks for ever lets no timer run. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inputOf } from "./case.ts";

/** What is run: cases of one target, from a seed on, until time or cases are over. */
export interface Task {
  readonly target: string;
  readonly seed: number;
  readonly cases: number;
  readonly milliseconds: number;
}

/** A case that went wrong. */
export interface Finding {
  readonly seed: number;
  readonly input: string;
  readonly problem: string;
}

export interface Result {
  readonly target: string;
  readonly cases: number;
  readonly milliseconds: number;
  /** How often a case came to what. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** The longest that a case took, in milliseconds. */
  readonly slowest: number;
  /** One of each kind. */
  readonly findings: readonly Finding[];
}

/** What the process tells: that a case begins, what it came to, and what was found. */
export type Message =
  | { readonly type: "begin"; readonly seed: number }
  | { readonly type: "outcome"; readonly outcome: string; readonly took: number }
  | { readonly type: "finding"; readonly finding: Finding };

/** The program that runs cases, and how long one may take before it counts as hanging, in milliseconds. */
interface Watched {
  readonly program: URL;
  readonly patience: number;
}

const ours: Watched = { program: new URL("./runner.ts", import.meta.url), patience: 15_000 };

/** More findings of one target are not worth waiting for. */
const MOST_FINDINGS = 10;

export async function fuzz(task: Task, watched = ours): Promise<Result> {
  const began = performance.now();
  const left = (): number => task.milliseconds - (performance.now() - began);
  const outcomes = new Map<string, number>();
  const findings: Finding[] = [];
  let slowest = 0;
  let cases = 0;
  let next = task.seed;
  const hear = (message: Message): void => {
    if (message.type === "begin") {
      next = message.seed + 1;
      cases += 1;
    } else if (message.type === "outcome") {
      outcomes.set(message.outcome, (outcomes.get(message.outcome) ?? 0) + 1);
      slowest = Math.max(slowest, message.took);
    } else {
      findings.push(message.finding);
    }
  };
  while (left() > 0 && cases < task.cases && findings.length < MOST_FINDINGS) {
    const problem = await runProcess(
      { ...task, seed: next, cases: task.cases - cases, milliseconds: left() },
      watched,
      hear,
    );
    if (problem !== undefined) {
      const seed = next - 1;
      findings.push({ seed, problem, input: inputOf(task.target, seed) });
      outcomes.set(problem, (outcomes.get(problem) ?? 0) + 1);
    }
  }
  return { target: task.target, cases, milliseconds: performance.now() - began, outcomes, slowest, findings };
}

/** Runs cases until all is done, or the process hangs or crashes: then it says so. */
function runProcess(
  task: Task,
  { program, patience }: Watched,
  hear: (message: Message) => void,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(program), [JSON.stringify(task)], { execArgv: ["--import", "tsx"] });
    // Until it says so the program has not begun.
    let heard = Number.POSITIVE_INFINITY;
    let problem: string | undefined;
    const watch = setInterval(() => {
      if (performance.now() - heard > patience) {
        problem = `hangs: no end after ${patience / 1_000} s`;
        child.kill("SIGKILL");
      }
    }, 200);
    child.on("message", (message: Message) => {
      heard = performance.now();
      hear(message);
    });
    child.once("close", (code, signal) => {
      clearInterval(watch);
      resolve(problem ?? (code === 0 ? undefined : `crashes: ends with ${code ?? signal}, see above`));
    });
  });
}
