/** Runs one program with the packed package on every runtime, and prints where its facts differ. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { transform } from "esbuild";
import { installPackage } from "../lib/installed-package.ts";
import { cell, row, table } from "../lib/markdown.ts";
import { firstDifference } from "./expected.ts";
import { type Runtime, runtimes } from "./runtimes.ts";
import { openServer } from "./server.ts";

const LONGEST_CELL = 400;

function chosen(): readonly Runtime[] {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const names = values.only?.split(",") ?? runtimes.map(({ name }) => name);
  return names.map((name) => {
    const runtime = runtimes.find((one) => one.name === name);
    if (runtime === undefined) {
      throw new Error(`--only takes ${runtimes.map(({ name }) => name).join(",")}; got ${name}`);
    }
    return runtime;
  });
}

/** A project with the packed package and the program. */
async function createProject(): Promise<string> {
  const { project, remove } = installPackage();
  process.once("exit", remove);
  const source = readFileSync(new URL("program.ts", import.meta.url), "utf8");
  const { code } = await transform(source, { loader: "ts", target: "es2022" });
  writeFileSync(join(project, "program.js"), code);
  return project;
}

/** The cells of a row: version, what failed, and notes. */
async function tryOut(runtime: Runtime, project: string) {
  const version = await runtime.version().catch(() => undefined);
  if (version === undefined) {
    return { version: "none", failure: `not installed on ${process.platform} ${process.arch}`, note: "" };
  }
  const server = await openServer();
  try {
    const failure = firstDifference(await runtime.run(project, server), server);
    return { version, failure, note: `${runtime.note}; User-Agent ${server.userAgent}` };
  } catch (error) {
    return { version, failure: `${error}`, note: runtime.note };
  } finally {
    await server.close();
  }
}

const wanted = chosen();
const project = await createProject();
process.stdout.write(`${table(["runtime", "version", "result", "what failed", "notes"], [])}\n`);
for (const runtime of wanted) {
  const { version, failure, note } = await tryOut(runtime, project);
  const result = failure === undefined ? "passes" : "FAILS";
  process.stdout.write(`${row([runtime.name, version, result, cell(failure ?? "").slice(0, LONGEST_CELL), note])}\n`);
  if (failure !== undefined) {
    process.exitCode = 1;
  }
}
