import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src/", import.meta.url));
const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

test("BullMQ is loaded by those alone who import `huaweicloud-jobs/bullmq`", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const users = files.filter((path) => /"(bullmq|ioredis)"/.test(readFileSync(src + path, "utf8")));
  expect(users).not.toEqual([]);
  expect(users.filter((path) => !/^bullmq[\\/]/.test(path))).toEqual([]);
});

test("BullMQ need not be installed", () => {
  expect(manifest.dependencies).not.toHaveProperty("bullmq");
  expect(manifest.peerDependencies).toHaveProperty("bullmq");
  expect(manifest.peerDependenciesMeta).toHaveProperty("bullmq.optional", true);
});
