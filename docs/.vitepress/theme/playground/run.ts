/** Runs a program against the real SDK and its simulator on virtual time, and reports what happens as events. */
import * as sdk from "huaweicloud-jobs";
import * as schedule from "huaweicloud-jobs/schedule";
import * as simulator from "huaweicloud-jobs/simulator";
import type { Outcome, RunEvent } from "./events.ts";
import { withoutImports } from "./imports.ts";
import { printed } from "./print.ts";
import { createStage } from "./stage.ts";
import { globalsOf, withGlobals } from "./virtual-globals.ts";
import { createVirtualTime, type VirtualTime } from "./virtual-time.ts";

export interface RunOptions {
  onEvent(event: RunEvent): void;
  /** Subscribes to promises that were rejected and that nobody awaits. */
  readonly onUnhandled?: (listener: (reason: unknown) => void) => void;
  readonly limits?: Limits;
}

/** How much one run may take. */
export interface Limits {
  /** Timers that fire. */
  readonly steps: number;
  readonly events: number;
  /** Virtual time, in milliseconds. */
  readonly time: number;
}

const DAY = 86_400_000;

export const defaultLimits: Limits = { steps: 20_000, events: 20_000, time: 7 * DAY };

/** What the program's functions are called in a stack trace. */
const FILE = "playground-program.js";

type Ending = { readonly outcome: Outcome; readonly message?: string; readonly line?: number | undefined };

/**
 * Runs a program until it has ended and nothing that it began is left, as Node would. Resolves after the event `end`, and
 * never rejects. Only a program that never yields cannot be ended from here.
 */
export async function runProgram(code: string, options: RunOptions): Promise<void> {
  const { onEvent, limits = defaultLimits } = options;
  const time = createVirtualTime();
  let events = 0;
  let isOver = false;
  const emit = (event: object): void => {
    if (!isOver) {
      events += 1;
      onEvent({ at: time.elapsed(), ...event } as RunEvent);
    }
  };
  const mayGoOn = limiter(limits, () => events);
  const ending = await withGlobals(globalsOf(time), () => play(code, time, emit, mayGoOn, options.onUnhandled));
  emit({ type: "end", ...ending });
  isOver = true;
}

async function play(
  code: string,
  time: VirtualTime,
  emit: (event: object) => void,
  mayGoOn: (elapsed: number) => boolean,
  onUnhandled: RunOptions["onUnhandled"],
): Promise<Ending> {
  let failure: Ending | undefined;
  let hasEnded = false;
  const fail = (error: unknown): void => {
    failure ??= failed(error);
  };
  onUnhandled?.(fail);
  const modules = {
    "huaweicloud-jobs": sdk,
    "huaweicloud-jobs/schedule": schedule,
    "huaweicloud-jobs/simulator": { ...simulator, createSimulator: createStage(time, emit) },
  };
  try {
    const program = compile(withoutImports(code, Object.keys(modules)));
    program(modules, createConsole(emit)).then(() => {
      hasEnded = true;
    }, fail);
    const isAllUsedUp = await time.pass((elapsed) => failure === undefined && mayGoOn(elapsed));
    if (failure === undefined && !isAllUsedUp) {
      return {
        outcome: "bounded",
        message: "The run was ended: it took too many steps or polls, or more than a week.",
      };
    }
  } catch (error) {
    fail(error);
  }
  if (failure !== undefined) {
    return failure;
  }
  return hasEnded
    ? { outcome: "finished" }
    : { outcome: "stuck", message: "The program waits for something that never happens." };
}

function limiter({ steps, events, time }: Limits, eventCount: () => number): (elapsed: number) => boolean {
  let taken = 0;
  return (elapsed) => ++taken <= steps && eventCount() <= events && elapsed <= time;
}

type AsyncFunction = (modules: object, console: object) => Promise<unknown>;

const AsyncFunction = (async () => {}).constructor as new (...parametersAndBody: string[]) => AsyncFunction;

function compile(body: string): AsyncFunction {
  return new AsyncFunction("modules", "console", `${body}\n//# sourceURL=${FILE}`);
}

/** The engine puts lines of its own before the body. */
const HEADER_LINES = 2;

function failed(error: unknown): Ending {
  const [, line] = new RegExp(`${FILE}:(\\d+)`).exec((error as Error)?.stack ?? "") ?? [];
  const message = printed([error]);
  return { outcome: "failed", message, ...(line !== undefined && { line: Number(line) - HEADER_LINES }) };
}

function createConsole(emit: (event: object) => void) {
  const write =
    (level: "log" | "error") =>
    (...values: unknown[]): void =>
      emit({ type: "print", level, text: printed(values) });
  const log = write("log");
  const error = write("error");
  return { log, info: log, debug: log, table: log, dir: log, warn: error, error };
}
