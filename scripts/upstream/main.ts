/**
 * Compares the vendor's reference pages with the contract (generated/*.json): `npm run check:upstream -- FILE_OR_URL…`.
 * A page may be the HTML as published, a copy of its source from a web viewer, Markdown, or plain text; in English.
 *
 * Exit code 0: no drift; 1: drift, or a stale entry of scripts/upstream/accepted.yaml; 2: a source that is no readable
 * page of an operation of the contract, each told in one line on stderr. With several sources the highest code wins.
 * With --json the report is printed as JSON; its shape is `Report` in scripts/upstream/check.ts.
 */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Io, Main } from "../lib/io.ts";
import type { Contract } from "../lib/openapi.ts";
import { acceptedFrom } from "./accepted.ts";
import { check } from "./check.ts";
import { operationsOf } from "./contract.ts";
import { print } from "./print.ts";
import { readSource } from "./read.ts";

const usage = `Usage: npm run check:upstream -- [--json] [--accepted FILE] FILE_OR_URL…

Compares reference pages of the vendor with the contract.
  --json           print the report as JSON
  --accepted FILE  the accepted contradictions (default: scripts/upstream/accepted.yaml)
`;

const generated = new URL("../../generated/", import.meta.url);

function documents(): Contract[] {
  const names = readdirSync(generated).filter((name) => name.endsWith(".json"));
  return names.map((name) => JSON.parse(readFileSync(new URL(name, generated), "utf8")));
}

async function run(argv: readonly string[], { stdout, stderr, cwd }: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: "boolean" }, accepted: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    stdout.write(usage);
    return 0;
  }
  if (positionals.length === 0) {
    throw new Error("expected a file or a URL; --help says more");
  }
  const list =
    values.accepted === undefined ? new URL("accepted.yaml", import.meta.url) : resolve(cwd, values.accepted);
  const report = await check(positionals, {
    operations: documents().flatMap(operationsOf),
    accepted: acceptedFrom(readFileSync(list, "utf8")),
    read: (source) => readSource(source, { cwd }),
  });
  for (const { source, error } of report.pages) {
    if (error !== undefined) {
      stderr.write(`${source}: ${error}\n`);
    }
  }
  stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : print(report));
  return report.exitCode;
}

export const main: Main = async (argv, io) => {
  try {
    return await run(argv, io);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    io.stderr.write(`check:upstream: ${message.split("\n")[0]}\n`);
    return 2;
  }
};
