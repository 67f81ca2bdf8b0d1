/** Tries the packed package with OpenStack's Keystone, whose API IAM has copied, and prints a table. */
import { runChecks } from "../lib/checks.ts";
import { findPrograms } from "./programs.ts";

process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
const programs = await findPrograms();
if (typeof programs === "string") {
  process.stdout.write(`skipped: ${programs}\n`);
} else {
  const { createChecks } = await import("./checks.ts");
  const { checks, end } = await createChecks(programs);
  await runChecks(checks);
  await end();
}
