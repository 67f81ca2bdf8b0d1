import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The directory that the site was built into. */
    site: string;
  }
}

/** The site is not at the root of its host, as on GitHub Pages. */
export const BASE = "/some/path/";

const tsx = createRequire(import.meta.url).resolve("tsx/cli");
const script = fileURLToPath(new URL("../../scripts/docs/index.ts", import.meta.url));

/** Builds the site into a directory, as `npm run docs` does. */
export async function buildSite(directory: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
  await promisify(execFile)(process.execPath, [tsx, script, "--out", directory, "--base", BASE], options);
}

/** Builds the site once for all tests of a run. */
export default async function setup(project: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), "site-"));
  await buildSite(directory);
  project.provide("site", directory);
  return () => rmSync(directory, { recursive: true });
}
