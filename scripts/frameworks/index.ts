/** Tries the packed package beside frameworks of other people, and prints a table. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareRedis, redisPath } from "../../test/helpers/redis-server.ts";
import { runChecks } from "../lib/checks.ts";
import { outputOf } from "../lib/commands.ts";
import { installPackage, npmInstall } from "../lib/installed-package.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const { project, remove } = installPackage();
process.once("exit", remove);
const packages = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`);

async function node(args: readonly string[], env = {}): Promise<void> {
  await outputOf([process.execPath, ...args], { cwd: project, env });
}

const jest = (config: string, nodeOptions = "") =>
  node(["node_modules/jest/bin/jest.js", "--config", config], { NODE_OPTIONS: nodeOptions });

async function durably(): Promise<void> {
  if (redisPath === undefined) {
    throw new Error("there is no redis-server (REDIS_SERVER may name one)");
  }
  const redis = await prepareRedis();
  try {
    await redis.start();
    await node(["durable.mjs", `${redis.connection.port}`]);
  } finally {
    await redis.remove();
  }
}

cpSync(join(here, "programs"), project, { recursive: true });
process.stdout.write(`${packages.join(", ")}\n\n`);
await runChecks([
  ["installs beside all of them, bullmq 5 included", async () => npmInstall(packages, project)],
  ["jest, with require()", () => jest("required.config.cjs")],
  ["jest, with ES modules", () => jest("imported.config.cjs", "--experimental-vm-modules")],
  ["node-fetch 2 as `fetch`", () => node(["node-fetch.mjs", "node-fetch2"])],
  ["node-fetch 3 as `fetch`", () => node(["node-fetch.mjs", "node-fetch3"])],
  ["durable waits on bullmq 5", durably],
  ["each poll in a route handler of Next.js 14", () => node(["next.mjs"])],
]);
