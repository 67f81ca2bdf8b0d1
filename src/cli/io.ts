import type { Clock } from "../clock.ts";

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
  /** Aborts when the command has to stop: with `Interrupted`, or with `OutputClosed`. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly version: string;
}

/** Ctrl-C, or another signal that asks the command to end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** Nobody reads standard output any more, as with `| head`. */
export class OutputClosed extends Error {
  override readonly name = "OutputClosed";
}
