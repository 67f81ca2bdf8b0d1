/** Tries the packed package beside frameworks of other people, and prints a table. */
import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { prepareRedis, redisPath } from "../../test/helpers/redis-server.ts";
import { installPackage } from "../lib/installed-package.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const { project, remove } = installPackage();
process.once("exit", remove);
const packages = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`);

/** Rejects if a program fails, or does not end. */
async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  await promisify(execFile)(program, args, { cwd: project, env: { ...process.env, ...env }, timeout: 300_000 });
}

const node = (...args: readonly string[]) => run(process.execPath, args);
const jest = (config: string, nodeOptions = "") =>
  run(process.execPath, ["node_modules/jest/bin/jest.js", "--config", config], { NODE_OPTIONS: nodeOptions });

async function durably(): Promise<void> {
  if (redisPath === undefined) {
    throw new Error("there is no redis-server (REDIS_SERVER may name one)");
  }
  const redis = await prepareRedis();
  try {
    await redis.start();
    await node("durable.mjs", `${redis.connection.port}`);
  } finally {
    await redis.remove();
  }
}

const checks: readonly (readonly [name: string, check: () => Promise<void>])[] = [
  [
    "installs beside all of them, bullmq 5 included",
    () => run("npm", ["install", ...packages, "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]),
  ],
  ["jest, with require()", () => jest("required.config.cjs")],
  ["jest, with ES modules", () => jest("imported.config.cjs", "--experimental-vm-modules")],
  ["node-fetch 2 as `fetch`", () => node("node-fetch.mjs", "node-fetch2")],
  ["node-fetch 3 as `fetch`", () => node("node-fetch.mjs", "node-fetch3")],
  ["durable waits on bullmq 5", durably],
  ["each poll in a route handler of Next.js 14", () => node("next.mjs")],
];

cpSync(join(here, "programs"), project, { recursive: true });
process.stdout.write(`${packages.join(", ")}\n\n| what | result |\n| --- | --- |\n`);
for (const [name, check] of checks) {
  const failure = await check().then(
    () => undefined,
    (error: Error) => error.message.replaceAll(/\s+/g, " ").slice(0, 600),
  );
  process.exitCode = failure === undefined ? process.exitCode : 1;
  process.stdout.write(`| ${name} | ${failure ?? "passes"} |\n`);
}
