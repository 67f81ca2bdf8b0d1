/**
 * Compiles openapi/ into generated/: one bundled contract (.json) and one module of types (.ts) for each API that
 * redocly.yaml lists. What lies there besides is removed. With --check nothing is written; stale files are named and
 * the exit code is 1.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";

const repository = fileURLToPath(new URL("..", import.meta.url));
const generated = "generated";
const redocly = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");

interface Config {
  apis: Record<string, { "x-openapi-ts": { output: string } }>;
}

/** Bundles one API, decorators applied, and returns the JSON text. */
async function bundle(api: string, directory: string): Promise<string> {
  const output = join(directory, `${api}.json`);
  try {
    await promisify(execFile)(process.execPath, [redocly, "bundle", api, "--output", output], { cwd: repository });
  } catch (error) {
    // Redocly's stderr holds its findings and, in a box, a banner about the Node version.
    const { stderr } = error as { stderr: string };
    const findings = stderr.split("\n").filter((line) => !/[╔║╚]/.test(line));
    throw new Error(`Redocly could not bundle ${api}.\n${findings.join("\n").trim()}`);
  }
  return `${readFileSync(output, "utf8").trimEnd()}\n`;
}

/**
 * The types are made from the bundle rather than from the sources. So they carry the decorated descriptions, and
 * openapi-typescript does not read redocly.yaml with its older core, which warns falsely about every example.
 */
async function types(contract: string): Promise<string> {
  const nodes = await openapiTS(contract);
  return `// Compiled from openapi/ by \`npm run generate\`. Do not edit.\n\n${astToString(nodes)}`;
}

/** Path (relative to the repository) and content of every generated file. */
async function generate(): Promise<Map<string, string>> {
  const config: Config = parse(readFileSync(join(repository, "redocly.yaml"), "utf8"));
  const directory = mkdtempSync(join(tmpdir(), "generate-"));
  try {
    const entries = Object.entries(config.apis).map(async ([api, { "x-openapi-ts": typeScript }]) => {
      const contract = await bundle(api, directory);
      const path = posix.normalize(typeScript.output);
      if (posix.dirname(path) !== generated) {
        throw new Error(`redocly.yaml: the output of ${api} must be in ${generated}/; got ${typeScript.output}`);
      }
      return [
        [path.replace(/\.ts$/, ".json"), contract],
        [path, await types(contract)],
      ] as const;
    });
    return new Map((await Promise.all(entries)).flat());
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Files that lie beside the generated ones and are not made any more. */
function leftovers(files: Map<string, string>): string[] {
  return readdirSync(join(repository, generated), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => posix.join(generated, name))
    .filter((path) => !files.has(path));
}

function current(path: string): string | undefined {
  try {
    return readFileSync(join(repository, path), "utf8").replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}

const files = await generate();

if (process.argv.includes("--check")) {
  const stale = [...files].filter(([path, content]) => current(path) !== content).map(([path]) => path);
  for (const path of [...stale, ...leftovers(files)]) {
    process.stderr.write(`${path} is stale\n`);
    process.exitCode = 1;
  }
  if (process.exitCode === 1) {
    process.stderr.write("Run `npm run generate` and commit the result.\n");
  } else {
    process.stdout.write(`generated/ is up to date (${files.size} files)\n`);
  }
} else {
  for (const path of leftovers(files)) {
    rmSync(join(repository, path));
  }
  for (const [path, content] of files) {
    writeFileSync(join(repository, path), content);
  }
  process.stdout.write(`generated/ written (${files.size} files)\n`);
}
