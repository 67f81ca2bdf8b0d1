/**
 * Compares the contract in the working tree with the one at a git ref, and says what each change means for users and
 * whether `info.version` tells them. Exit code 0: it does; 1: it does not; 2: no comparison took place.
 */
import { appendFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { annotation } from "../lib/annotation.ts";
import type { Io, Main } from "../lib/io.ts";
import { type Base, checkOutBase, UsageError } from "./base.ts";
import { compare } from "./compare.ts";
import { UnreadableError } from "./document.ts";
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

/** Reports what cannot be read, in one line; as an annotation, too, if it is in the working tree. */
function report(
  error: UnreadableError,
  { folder, ref }: Base,
  { stdout, stderr, cwd }: Io,
  isAnnotated: boolean,
): void {
  const path = (from: string): string => relative(from, error.file).split(sep).join("/");
  const isOwn = path(folder).startsWith("..");
  const { message, line, column } = error;
  if (isAnnotated && isOwn) {
    stdout.write(`${annotation({ level: "error", title: "contract", file: path(cwd), line, column, message })}\n`);
  }
  stderr.write(`${isOwn ? path(cwd) : `${path(folder)} of ${ref}`}:${line}: ${message}\n`);
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { stdout, cwd } = io;
  const { base: name, print, summary } = readArguments(argv);
  const base = checkOutBase(cwd, name);
  const { ref, commit, folder, remove } = base;
  try {
    const reports = await compare(folder, cwd);
    const against = `${ref} (${commit.slice(0, 7)})`;
    stdout.write(`${print(reports, against)}\n`);
    if (summary !== undefined) {
      appendFileSync(resolve(cwd, summary), `${formats["markdown"]?.(reports, against)}\n`);
    }
    return reports.some(({ wrong }) => wrong) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UnreadableError)) {
      throw error;
    }
    report(error, base, io, print === formats["github-actions"]);
    return 2;
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
