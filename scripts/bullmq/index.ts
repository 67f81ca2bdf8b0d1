/**
 * Runs the tests of durable waits with each version of BullMQ that the package's peer range begins or ends with, and prints
 * a table. Arguments select some: `npm run test:bullmq -- 5.81.0`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmInstall } from "../lib/installed-package.ts";
import { table } from "../lib/markdown.ts";

const versions = ["5.81.0", "5.81.5", "6.0.0", "6.7.0"];

const { peerDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
const selected = process.argv.length > 2 ? process.argv.slice(2) : versions;
const rows: string[][] = [];

for (const version of selected) {
  const folder = mkdtempSync(join(tmpdir(), "bullmq-"));
  try {
    rows.push([version, install(folder, version), test(join(folder, "node_modules", "bullmq"))]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const results = table(["bullmq", "ioredis", "durable waits"], rows);
process.stdout.write(`\nThe peer range is ${peerDependencies.bullmq}.\n\n${results}\n`);

/** Installs BullMQ and the ioredis that goes with it; returns the version of the latter. */
function install(folder: string, version: string): string {
  npmInstall([`bullmq@${version}`, "ioredis@5"], folder);
  return JSON.parse(readFileSync(join(folder, "node_modules/ioredis/package.json"), "utf8")).version;
}

function test(bullmq: string): string {
  try {
    const env = { ...process.env, BULLMQ: bullmq };
    const vitest = "node_modules/vitest/vitest.mjs";
    execFileSync(process.execPath, [vitest, "run", "--project", "redis", "--project", "sdk", "bullmq", "durable"], {
      env,
      stdio: "inherit",
    });
    return "passed";
  } catch {
    process.exitCode = 1;
    return "failed";
  }
}
