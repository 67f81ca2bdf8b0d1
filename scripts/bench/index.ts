/**
 * Measures the package beside its peers, prints the tables and writes them to RESULTS.md. `npm run bench -- gateway`
 * measures only the tables that it names.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, platform } from "node:os";
import { bodies } from "./bodies.ts";
import { durable } from "./durable.ts";
import { gateway } from "./gateway.ts";
import { summary } from "./goals.ts";
import { overhead } from "./overhead.ts";
import { schedule } from "./schedule.ts";
import { waits } from "./waits.ts";
import { weight } from "./weight.ts";

/** The tables in their order, by their names on the command line, each with the beginning of its title. */
const tables: Readonly<Record<string, readonly [title: string, measure: () => Promise<string>]>> = {
  overhead: ["One `get`", overhead],
  schedule: ["Polls and lag", schedule],
  gateway: ["500 jobs", gateway],
  waits: ["10,000 waits", waits],
  durable: ["20,000 durable", durable],
  bodies: ["Reading a body", bodies],
  weight: ["What it weighs", weight],
};

const file = new URL("RESULTS.md", import.meta.url);

function preface(): string {
  const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
  const { version } = readJson("../../node_modules/openapi-fetch/package.json");
  const peers = Object.entries({ "openapi-fetch": version, ...readJson("package.json").dependencies });
  return [
    "# Results of the bench",
    "",
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores.`,
    `Beside: ${peers.map((peer) => peer.join(" ")).join(", ")}.`,
    "",
    "To repeat it: `npm ci && npm run bench`. Compare ratios, not microseconds, and run it on an idle machine.",
    "",
  ].join("\n");
}

const names = Object.keys(tables);
const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !names.includes(name));
if (unknown !== undefined) {
  throw new Error(`There is no table "${unknown}"; there are ${names.join(", ")}.`);
}
const [oldPreface = "", ...oldTables] = readFileSync(file, "utf8").split(/\n(?=## )/);
const parts: string[] = [];
for (const [name, [title, measure]] of Object.entries(tables)) {
  const isMeasured = chosen.length === 0 || chosen.includes(name);
  const old = oldTables.find((table) => table.startsWith(`## ${title}`));
  parts.push((isMeasured ? await measure() : old) ?? "");
}
const results = [chosen.length === 0 ? preface() : oldPreface, summary(parts), ...parts.filter((part) => part !== "")];
const text = results.map((part) => `${part.trimEnd()}\n`).join("\n");
writeFileSync(file, text);
process.stdout.write(text);
