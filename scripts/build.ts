/**
 * Builds the package into dist/: the entry points as modules that share chunks; their declarations; and the command,
 * bundled with its libraries and their licences into one file, and a second one that is loaded when there is a proxy.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import ts from "typescript";

const repository = fileURLToPath(new URL("..", import.meta.url));
const dist = join(repository, "dist");
const command = join(dist, "cli", "huaweicloud-jobs.js");
const entries = ["index", "polling/schedule", "bullmq/index", "simulator/index", "simulator/node"];

const common: BuildOptions = {
  absWorkingDir: repository,
  bundle: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};

/**
 * Each file takes half a millisecond to load. Pure functions need no chunk that is shared: a program that imports the
 * client loads two files less, and one that imports the schedule only that.
 */
const alone = "polling/schedule";

async function bundleEntries(): Promise<void> {
  await bundle(entries.filter((entry) => entry !== alone));
  await bundle([alone]);
}

async function bundle(together: readonly string[]): Promise<void> {
  await build({
    ...common,
    entryPoints: together.map((entry) => `src/${entry}.ts`),
    outdir: dist,
    outbase: "src",
    splitting: true,
    chunkNames: "shared/[hash]",
    platform: "neutral",
    packages: "external",
    sourcemap: "linked",
    // The package contains the sources.
    sourcesContent: false,
  });
}

/** Some libraries are CommonJS and call `require` for Node's modules. */
const banner = [
  "// The libraries in this file and their licences: THIRD-PARTY-NOTICES.txt",
  'import { createRequire as createRequireForLibraries } from "node:module";',
  "const require = createRequireForLibraries(import.meta.url);",
].join("\n");

/** The parts of undici that the command uses, a third less than all of it. */
const partsOfUndici: Plugin = {
  name: "parts-of-undici",
  setup({ onResolve, onLoad }) {
    const parts = `
      // As its index.js does.
      Object.assign(require("undici/lib/dispatcher/dispatcher.js").prototype, require("undici/lib/api"));
      exports.EnvHttpProxyAgent = require("undici/lib/dispatcher/env-http-proxy-agent.js");
      exports.Pool = require("undici/lib/dispatcher/pool.js");
      exports.fetch = require("undici/lib/web/fetch/index.js").fetch;
    `;
    onResolve({ filter: /^undici$/ }, () => ({ path: "undici", namespace: "parts" }));
    onLoad({ filter: /^undici$/, namespace: "parts" }, () => ({ contents: parts, resolveDir: repository }));
  },
};

async function bundleCommand(): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    entryPoints: ["src/cli/huaweicloud-jobs.ts"],
    outdir: dirname(command),
    splitting: true,
    chunkNames: "[name]-[hash]",
    platform: "node",
    minify: true,
    // For stack traces.
    keepNames: true,
    banner: { js: banner },
    plugins: [partsOfUndici],
    metafile: true,
  });
  chmodSync(command, 0o755);
  return metafile;
}

function declare(): void {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
    cwd: repository,
    stdio: "inherit",
  });
  if (status !== 0) {
    process.exit(1);
  }
}

/** Removes the declarations that no entry point imports. */
function prune(): void {
  const roots = entries.map((entry) => join(dist, `${entry}.d.ts`));
  const program = ts.createProgram(roots, { module: ts.ModuleKind.NodeNext, noLib: true, types: [] });
  const read = new Set(program.getSourceFiles().map(({ fileName }) => resolve(fileName)));
  for (const entry of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    const file = join(dist, entry);
    if (entry.endsWith(".d.ts") && !read.has(file)) {
      rmSync(file);
      rmSync(`${file}.map`);
    }
  }
}

/**
 * Copies the declarations for compilers that take a file which is required for CommonJS: `.d.cts`, in folders of their
 * own. What they import keeps its place among them.
 */
function declareForRequire(): void {
  const declarations = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".d.ts"),
  );
  for (const path of declarations) {
    copyForRequire(join(dist, path), join(dist, "commonjs", path));
  }
  for (const path of readdirSync(join(repository, "generated")).filter((name) => name.endsWith(".d.ts"))) {
    copyForRequire(join(repository, "generated", path), join(dist, "generated", path));
  }
}

function copyForRequire(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const text = readFileSync(from, "utf8")
    .replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n")
    .replaceAll(/((?:from |import\()"\.[^"]+?)(?:\.d\.ts|\.ts|\.js)"/g, '$1.cjs"');
  writeFileSync(to.replace(/\.ts$/, ".cts"), text);
}

/** The directories of the packages with code in the bundle. */
function bundledPackages({ outputs }: Metafile): string[] {
  const inputs = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  const directories = inputs.flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  return [...new Set(directories)].sort();
}

function notice(directory: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(repository, directory, "package.json"), "utf8"));
  const file = readdirSync(join(repository, directory)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file === undefined) {
    throw new Error(`${name} has no licence file: its text must be shipped with the bundle.`);
  }
  const text = readFileSync(join(repository, directory, file), "utf8")
    .replaceAll("\r\n", "\n")
    .trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}

function notices(metafile: Metafile): string {
  const rule = `\n${"-".repeat(80)}\n\n`;
  const title = "The command huaweicloud-jobs contains code of these packages, under their licences:\n";
  const texts = new Set(bundledPackages(metafile).map(notice));
  return [title, ...texts].join(rule);
}

rmSync(dist, { recursive: true, force: true });
declare();
prune();
declareForRequire();
await bundleEntries();
writeFileSync(join(dist, "cli", "THIRD-PARTY-NOTICES.txt"), notices(await bundleCommand()));
process.stdout.write("dist/ written\n");
