import type { TestProject } from "vitest/node";
import { type InstalledPackage, installPackage } from "../../scripts/lib/installed-package.ts";

declare module "vitest" {
  export interface ProvidedContext {
    installed: InstalledPackage;
  }
}

/** Packs and installs the package once for all tests of a run. */
export default function setup(project: TestProject): () => void {
  const { remove, ...installed } = installPackage();
  project.provide("installed", installed);
  return remove;
}
