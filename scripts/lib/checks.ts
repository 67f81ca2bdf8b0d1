import { cell, row, table } from "./markdown.ts";

/** What is tried: rejects if it fails, and may resolve with what is to be said of it. */
export type Check = readonly [what: string, check: () => Promise<unknown>];

/** The longest text of a failure, in characters. */
const LONGEST = 1_000;

/** Runs checks one after the other and prints a table; the exit code is 1 if one fails. */
export async function runChecks(checks: readonly Check[]): Promise<void> {
  process.stdout.write(`${table(["what", "result"], [])}\n`);
  for (const [what, check] of checks) {
    const result = await check().then(
      (said) => (typeof said === "string" ? `passes: ${said}` : "passes"),
      (error: Error) => {
        process.exitCode = 1;
        return `FAILS: ${cell(error.message).slice(0, LONGEST)}`;
      },
    );
    process.stdout.write(`${row([what, result])}\n`);
  }
}
