import type { Fetch } from "../http/send-once.ts";
import type { Clock } from "../util/clock.ts";
import type { Files } from "./files.ts";

/** A stream that text goes to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** A stream that text comes from. */
export interface Input extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean | undefined;
}

/** All that the command line sees of the world around it. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  /** Aborts when the command has to stop: with `Interrupted`, or with `OutputLost`. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  readonly version: string;
}

/** Ctrl-C, or another signal that asks the command to end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** What was written did not arrive: the disk is full, or nobody reads any more, as with `| head`. */
export class OutputLost extends Error {
  override readonly name = "OutputLost";

  readonly ending: "interrupted" | "failed";

  constructor(ending: "interrupted" | "failed") {
    super("The output is lost.");
    this.ending = ending;
  }
}
