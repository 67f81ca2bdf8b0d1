import type { Environment } from "../credentials/env.ts";
import type { Fetch } from "../http/send-once.ts";
import type { Clock } from "../util/clock.ts";
import type { Files } from "./files.ts";

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

export interface Input extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean | undefined;
}

/** What happens to the terminal while lines are redrawn on it. */
export interface TerminalListener {
  /** It has another size. */
  resize(): void;
  /** The process is about to be stopped (Ctrl-Z). */
  suspend(): void;
  /** It goes on (`fg`), also if nobody said that it would be stopped. */
  resume(): void;
}

/** Everything outside this process that the command uses. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  readonly files: Files;
  /** Aborts when the command must stop, with `Interrupted` or `OutputLost` as its reason. */
  readonly signal: AbortSignal;
  /** Listens until the function that it returns is called. Absent if there is no terminal. */
  readonly watchTerminal?: ((listener: TerminalListener) => () => void) | undefined;
  readonly clock: Clock;
  /** Default: `globalThis.fetch`. */
  readonly fetch?: Fetch | undefined;
  readonly version: string;
}

/** Ctrl-C, or another signal that asks the command to stop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** The output could not be written: the disk is full ("failed"), or the reader has gone, as with `| head` ("interrupted"). */
export class OutputLost extends Error {
  override readonly name = "OutputLost";

  readonly exitReason: "interrupted" | "failed";

  constructor(exitReason: "interrupted" | "failed") {
    super("The output is lost.");
    this.exitReason = exitReason;
  }
}
