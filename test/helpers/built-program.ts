import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const repository = fileURLToPath(new URL("../..", import.meta.url));

export interface BuiltProgram {
  readonly path: string;
  remove(): void;
}

/**
 * Bundles a program of the repository into one file, which Node starts faster than TypeScript. The file has the depth of
 * the command in the package, with the manifest where the command looks for it.
 */
export async function buildProgram(source: string): Promise<BuiltProgram> {
  const directory = mkdtempSync(join(tmpdir(), "program-"));
  const path = join(directory, "dist", "cli", basename(source).replace(/\.ts$/, ".mjs"));
  cpSync(join(repository, "package.json"), join(directory, "package.json"));
  const bullmq = process.env["BULLMQ"];
  await build({
    ...(bullmq && { alias: { bullmq } }),
    absWorkingDir: repository,
    entryPoints: [source],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: `import { createRequire as from } from "node:module"; const require = from(import.meta.url);
        ${bullmq ? "const __dirname = import.meta.dirname, __filename = import.meta.filename;" : ""}`,
    },
  });
  return { path, remove: () => rmSync(directory, { recursive: true }) };
}
