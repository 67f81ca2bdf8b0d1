/** Tries the packed package with OpenStack's Keystone, whose API IAM has copied, and prints a table. */
import { findPrograms } from "./programs.ts";

process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
const programs = await findPrograms();
if (typeof programs === "string") {
  process.stdout.write(`skipped: ${programs}\n`);
} else {
  const { createChecks } = await import("./checks.ts");
  const { checks, end } = await createChecks(programs);
  process.stdout.write("| what | result |\n| --- | --- |\n");
  for (const [name, check] of checks) {
    const failure = await check().then(
      () => undefined,
      (error: Error) => error.message.replaceAll(/\s+/g, " ").slice(0, 600),
    );
    process.exitCode = failure === undefined ? process.exitCode : 1;
    process.stdout.write(`| ${name} | ${failure ?? "passes"} |\n`);
  }
  await end();
}
