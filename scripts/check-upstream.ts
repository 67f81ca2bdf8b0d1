/**
 * Compares the vendor's reference pages with the contract (generated/*.json): `npm run check:upstream -- FILE_OR_URL…`.
 * A page may be the HTML as published, a copy of its source from a web viewer, or plain text; in English.
 *
 * Exit code 0: no drift; 1: drift, or a stale entry of scripts/upstream/accepted.yaml; 2: a source that is no readable
 * page of an operation of the contract, each told in one line on stderr. With several sources the highest code wins.
 * With --json the report is printed as JSON; its shape is `Report` in scripts/upstream/check.ts.
 */
import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { acceptedFrom } from "./upstream/accepted.ts";
import { check } from "./upstream/check.ts";
import { operationsOf } from "./upstream/contract.ts";
import type { Document } from "./upstream/openapi.ts";
import { print } from "./upstream/print.ts";
import { readSource } from "./upstream/read.ts";

const usage = `Usage: npm run check:upstream -- [--json] [--accepted FILE] FILE_OR_URL…

Compares reference pages of the vendor with the contract.
  --json           print the report as JSON
  --accepted FILE  the accepted contradictions (default: scripts/upstream/accepted.yaml)
`;

const generated = new URL("../generated/", import.meta.url);

function documents(): Document[] {
  const names = readdirSync(generated).filter((name) => name.endsWith(".json"));
  return names.map((name) => JSON.parse(readFileSync(new URL(name, generated), "utf8")));
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean" }, accepted: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (positionals.length === 0) {
    throw new Error("expected a file or a URL; --help says more");
  }
  const list = values.accepted ?? new URL("upstream/accepted.yaml", import.meta.url);
  const report = await check(positionals, {
    operations: documents().flatMap(operationsOf),
    accepted: acceptedFrom(readFileSync(list, "utf8")),
    read: readSource,
  });
  for (const { source, error } of report.pages) {
    if (error !== undefined) {
      process.stderr.write(`${source}: ${error}\n`);
    }
  }
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : print(report));
  return report.exitCode;
}

try {
  process.exitCode = await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`check:upstream: ${message.split("\n")[0]}\n`);
  process.exitCode = 2;
}
