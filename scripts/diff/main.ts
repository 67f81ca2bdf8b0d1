/**
 * Compares the contract in the working tree with the one at a git ref, and says what each change means for users and
 * whether `info.version` tells them. Exit code 0: it does; 1: it does not; 2: no comparison took place.
 */
import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Io, Main } from "../lib/io.ts";
import { checkOutBase, UsageError } from "./base.ts";
import { compare } from "./compare.ts";
import { formats } from "./print.ts";

const usage = `npm run diff:contract -- [BASE] [--format ${Object.keys(formats).join("|")}] [--summary FILE]
  BASE       a branch, a tag or a hash; default: origin/main, or main
  --summary  a file that the Markdown is added to as well`;

function readArguments(argv: readonly string[]) {
  try {
    const options = { format: { type: "string", default: "text" }, summary: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const print = Object.hasOwn(formats, values.format) ? formats[values.format] : undefined;
    if (print === undefined || positionals.length > 1) {
      throw new Error(print ? `one BASE is enough; got ${positionals.join(" ")}` : `no format "${values.format}"`);
    }
    return { base: positionals[0], print, summary: values.summary };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}

async function run(argv: readonly string[], { stdout, cwd }: Io): Promise<number> {
  const { base, print, summary } = readArguments(argv);
  const { ref, commit, folder, remove } = checkOutBase(cwd, base);
  try {
    const reports = await compare(folder, cwd);
    const against = `${ref} (${commit.slice(0, 7)})`;
    stdout.write(`${print(reports, against)}\n`);
    if (summary !== undefined) {
      appendFileSync(resolve(cwd, summary), `${formats["markdown"]?.(reports, against)}\n`);
    }
    return reports.some(({ wrong }) => wrong) ? 1 : 0;
  } finally {
    remove();
  }
}

export const main: Main = async (argv, io) => {
  try {
    return await run(argv, io);
  } catch (error) {
    io.stderr.write(`${error instanceof UsageError ? error.message : (error as Error).stack}\n`);
    return 2;
  }
};
