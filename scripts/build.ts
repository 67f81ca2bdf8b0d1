/**
 * Builds the package into dist/: the SDK, compiled file by file, and the command, bundled into one file with the
 * libraries that it needs and their licences.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";

const repository = fileURLToPath(new URL("..", import.meta.url));
const dist = join(repository, "dist");
const command = join(dist, "cli", "huaweicloud-jobs.js");

/** Some of the libraries are CommonJS and call `require` for Node's own modules. */
const banner = [
  "// The libraries in this file and their licences: THIRD-PARTY-NOTICES.txt",
  'import { createRequire as createRequireForLibraries } from "node:module";',
  "const require = createRequireForLibraries(import.meta.url);",
].join("\n");

function compile(): void {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
    cwd: repository,
    stdio: "inherit",
  });
  if (status !== 0) {
    process.exit(1);
  }
}

async function bundle(): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: ["src/cli/huaweicloud-jobs.ts"],
    outfile: command,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    banner: { js: banner },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  chmodSync(command, 0o755);
  return metafile;
}

/** The directories of the packages that the bundle has code of. */
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
    throw new Error(`${name} has no licence file: its text must come with the bundle.`);
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
compile();
const metafile = await bundle();
writeFileSync(join(dist, "cli", "THIRD-PARTY-NOTICES.txt"), notices(metafile));
process.stdout.write("dist/ written\n");
