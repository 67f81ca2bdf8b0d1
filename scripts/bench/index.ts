/**
 * Measures the package beside its peers, prints the tables and writes them to RESULTS.md. Names of tables measure those
 * alone, as in `npm run bench -- durable`.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, platform } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installTools, manifestOf, run } from "../lib/npm.ts";
import { crowded } from "./crowd.ts";
import { durable } from "./durable.ts";
import { gateway } from "./gateway.ts";
import { overhead } from "./overhead.ts";
import { schedule } from "./schedule.ts";
import { weight } from "./weight.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

function compile(): void {
  rmSync(join(here, "dist"), { recursive: true, force: true });
  run(process.execPath, [createRequire(import.meta.url).resolve("typescript/bin/tsc"), "-p", here]);
}

function versions(): string {
  const { version } = manifestOf(join(here, "../../node_modules/openapi-fetch"));
  const peers = Object.entries({ "openapi-fetch": version, ...manifestOf(here).dependencies });
  return peers.map(([name, pinned]) => `${name} ${pinned}`).join(", ");
}

/** The tables in their order, by what a command line calls them. */
const tables: Readonly<Record<string, () => Promise<string>>> = {
  overhead,
  schedule,
  gateway,
  crowd: crowded,
  weight,
  durable,
};

/** The results as they were: what comes before the tables, and the tables. */
function resultsIn(file: string): string[] {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text.split(/^(?=## )/m).map((part) => `${part.trimEnd()}\n`);
}

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !Object.hasOwn(tables, name));
if (unknown !== undefined) {
  throw new Error(`No table is called "${unknown}"; there are ${Object.keys(tables).join(", ")}.`);
}
installTools(here);
compile();
const day = new Date().toISOString().slice(0, 10);
const preface = [
  "# Results of the bench",
  "",
  `Written by \`npm run bench\` on ${day}: Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores.`,
  `Beside: ${versions()}.`,
  "",
  "To repeat it: `npm ci && npm run bench`. Compare ratios, not microseconds, and run it on an idle machine.",
  "",
].join("\n");
const file = join(here, "RESULTS.md");
const before = resultsIn(file);
const parts = [chosen.length === 0 ? preface : (before[0] ?? preface)];
for (const [name, measure] of Object.entries(tables)) {
  const isWanted = chosen.length === 0 || chosen.includes(name);
  parts.push(isWanted ? await measure() : (before[parts.length] ?? ""));
}
const results = parts.join("\n");
writeFileSync(file, results);
process.stdout.write(results);
