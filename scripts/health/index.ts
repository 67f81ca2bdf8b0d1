/** Whether the code is tidy and what it ships may be shipped: prints what each check found, and fails when one found fault. */
import { auditRuntime } from "./audit.ts";
import { findDeadCode } from "./dead-code.ts";
import { findDuplicates } from "./duplicates.ts";
import { checkLicences } from "./licences.ts";
import { runtimePackages } from "./runtime-packages.ts";
import type { Verdict } from "./verdict.ts";

const packages = runtimePackages();

const checks: Readonly<Record<string, () => Verdict>> = {
  "Dead code and unused dependencies": findDeadCode,
  "Duplicate code": findDuplicates,
  "Licences of what is shipped": () => checkLicences(packages),
  "Known vulnerabilities": () => auditRuntime(packages),
};

for (const [title, check] of Object.entries(checks)) {
  const { said, faults } = check();
  process.stdout.write(`${[title, ...[...faults, ...said].map((line) => `  ${line}`)].join("\n")}\n\n`);
  if (faults.length > 0) {
    process.exitCode = 1;
  }
}
