/**
 * Compares the contract in the working tree with the one at a git ref, and says what each change means for users and
 * whether `info.version` tells them. Exit code 0: it does; 1: it does not; 2: no comparison took place.
 */
import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { checkOutBase, UsageError } from "./diff/base.ts";
import { compare } from "./diff/compare.ts";
import { formats } from "./diff/print.ts";

const usage = `npm run diff:contract -- [BASE] [--format ${Object.keys(formats).join("|")}] [--summary FILE]
  BASE       a branch, a tag or a hash; default: origin/main, or main
  --summary  a file that the Markdown is added to as well`;

function readArguments() {
  try {
    const options = { format: { type: "string", default: "text" }, summary: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const print = Object.hasOwn(formats, values.format) ? formats[values.format] : undefined;
    if (print === undefined || positionals.length > 1) {
      throw new Error(print ? `one BASE is enough; got ${positionals.join(" ")}` : `no format "${values.format}"`);
    }
    return { base: positionals[0], print, summary: values.summary };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}

try {
  const { base, print, summary } = readArguments();
  const repository = process.cwd();
  const { ref, commit, folder } = checkOutBase(repository, base);
  const reports = await compare(folder, repository);
  const against = `${ref} (${commit.slice(0, 7)})`;
  process.stdout.write(`${print(reports, against)}\n`);
  if (summary !== undefined) {
    appendFileSync(summary, `${formats["markdown"]?.(reports, against)}\n`);
  }
  process.exitCode = reports.some(({ wrong }) => wrong) ? 1 : 0;
} catch (error) {
  process.stderr.write(`${error instanceof UsageError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 2;
}
