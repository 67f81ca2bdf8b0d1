/** Runs one program with the packed package on every runtime, and tells where it does not come to the same. */
import { parseArgs } from "node:util";
import { browsers } from "./browser.ts";
import { firstDifference } from "./expected.ts";
import { processes } from "./processes.ts";
import { createProject } from "./project.ts";
import type { Runtime } from "./runtime.ts";
import { openStage } from "./stage.ts";

const LONGEST_CELL = 400;

const runtimes = [...processes, ...browsers];

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

/** Cells of the table: version, what failed, and notes. */
async function tryOut(runtime: Runtime, project: string) {
  const version = await runtime.version().catch(() => undefined);
  if (version === undefined) {
    return { version: "none", failure: `not installed on ${process.platform} ${process.arch}`, note: "" };
  }
  const stage = await openStage();
  try {
    const failure = firstDifference(await runtime.run(project, stage), stage);
    return { version, failure, note: `${runtime.note}; User-Agent ${stage.userAgent}` };
  } catch (error) {
    return { version, failure: `${error}`, note: runtime.note };
  } finally {
    await stage.close();
  }
}

/** On one line, and no longer than one can read there. */
function inCell(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").slice(0, LONGEST_CELL);
}

const wanted = chosen();
const project = await createProject();
process.stdout.write("| runtime | version | result | what failed | notes |\n| --- | --- | --- | --- | --- |\n");
for (const runtime of wanted) {
  const { version, failure, note } = await tryOut(runtime, project);
  const cells = [runtime.name, version, failure === undefined ? "passes" : "FAILS", inCell(failure ?? ""), note];
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
  if (failure !== undefined) {
    process.exitCode = 1;
  }
}
