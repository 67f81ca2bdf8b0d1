/**
 * Compiles openapi/ into generated/: one bundled contract (.json) and one module of types (.d.ts) for each API that
 * redocly.yaml lists. Other files there are removed. The SDK's hints on error codes (src/services/error-hints.ts) are made
 * from the contracts, too. With --check nothing is written; stale files are listed and the exit code is 1.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { bundle, compile } from "./lib/compile.ts";
import { errorHints } from "./lib/error-hints.ts";

const repository = fileURLToPath(new URL("..", import.meta.url));
const generated = "generated";
const hints = "src/services/error-hints.ts";

interface Config {
  apis: Record<string, { "x-openapi-ts": { output: string } }>;
}

/** The generated files, by path relative to the repository. */
async function generate(): Promise<Map<string, string>> {
  const config: Config = parse(readFileSync(join(repository, "redocly.yaml"), "utf8"));
  const entries = Object.entries(config.apis).map(async ([api, { "x-openapi-ts": typeScript }]) => {
    const path = posix.normalize(typeScript.output);
    if (posix.dirname(path) !== generated) {
      throw new Error(`redocly.yaml: the output of ${api} must be in ${generated}/; got ${typeScript.output}`);
    }
    const contract = await bundle(api);
    return [
      [path.replace(/\.d\.ts$/, ".json"), contract],
      [path, await compile(contract)],
    ] as const;
  });
  const files = new Map((await Promise.all(entries)).flat());
  const contracts = [...files].filter(([path]) => path.endsWith(".json"));
  files.set(
    hints,
    errorHints(Object.fromEntries(contracts.map(([path, text]) => [posix.basename(path, ".json"), text]))),
  );
  return files;
}

/** Files that are no longer generated. */
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
    process.stdout.write(`generated/ and ${hints} are up to date (${files.size} files)\n`);
  }
} else {
  for (const path of leftovers(files)) {
    rmSync(join(repository, path));
  }
  for (const [path, content] of files) {
    writeFileSync(join(repository, path), content);
  }
  process.stdout.write(`generated/ and ${hints} written (${files.size} files)\n`);
}
