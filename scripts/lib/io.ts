/** A stream that text goes to. */
export interface Output {
  write(text: string): unknown;
}

/** What a command sees of the process around it, so that tests can run it in theirs. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The working directory. */
  readonly cwd: string;
}

/** Runs a command with its arguments, and resolves with the exit code. It never rejects. */
export type Main = (argv: readonly string[], io: Io) => Promise<number>;

/** Runs a command as this process. */
export async function runMain(main: Main): Promise<void> {
  const { argv, stdout, stderr } = process;
  process.exitCode = await main(argv.slice(2), { stdout, stderr, cwd: process.cwd() });
}
