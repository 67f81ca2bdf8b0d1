import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run.ts";
import type { Verdict } from "./verdict.ts";

interface Place {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The part of jscpd's report that is read. */
interface Report {
  readonly duplicates: readonly { readonly firstFile: Place; readonly secondFile: Place }[];
  readonly statistics: { readonly total: { readonly lines: number; readonly sources: number } };
}

/** Code that stands in two places, fifty tokens or more. */
export function findDuplicates(): Verdict {
  const { duplicates, statistics } = report();
  const { lines, sources } = statistics.total;
  return {
    said: [`${duplicates.length} in ${lines} lines of ${sources} files`],
    faults: duplicates.map(({ firstFile, secondFile }) => `${at(firstFile)} is also ${at(secondFile)}`),
  };
}

function report(): Report {
  const folder = mkdtempSync(join(tmpdir(), "duplicates-"));
  try {
    const jscpd = "scripts/health/node_modules/jscpd/bin/jscpd";
    run("node", [jscpd, "--config", "scripts/health/jscpd.json", "--output", folder, "src", "scripts", "test"]);
    return JSON.parse(readFileSync(join(folder, "jscpd-report.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const at = ({ name, start, end }: Place): string => `${name}:${start}-${end}`;
