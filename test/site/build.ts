import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { buildSite } from "../../scripts/docs/site.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The directory that the site was built into. */
    site: string;
  }
}

/** Builds the site once for all tests of a run, unless `SITE` names a directory that it was built into. */
export default async function setup(project: TestProject): Promise<() => void> {
  const built = process.env["SITE"];
  if (built !== undefined) {
    project.provide("site", resolve(built));
    return () => {};
  }
  const directory = mkdtempSync(join(tmpdir(), "site-"));
  await buildSite(directory);
  project.provide("site", directory);
  return () => rmSync(directory, { recursive: true });
}
