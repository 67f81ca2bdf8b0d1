import type { TestProject } from "vitest/node";
import { importTimes } from "../../scripts/lib/import-time.ts";
import { type InstalledPackage, installPackage } from "../../scripts/lib/installed-package.ts";

declare module "vitest" {
  export interface ProvidedContext {
    installed: InstalledPackage;
    /** Of the package, in milliseconds; measured before any test keeps the machine busy. */
    importTime: number;
  }
}

/** Packs and installs the package once for all tests of a run. */
export default function setup(project: TestProject): () => void {
  const { remove, ...installed } = installPackage();
  project.provide("installed", installed);
  const ours = { program: 'import "huaweicloud-jobs"', folder: installed.project };
  project.provide("importTime", importTimes({ ours }, 9).ours);
  return remove;
}
