import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

const tests = (...paths: readonly string[]): string[] => paths.map((path) => `test/${path}.test.ts`);

/** Tests that change the process for all of its modules, or check what is left in it. */
const alone = tests(
  "recipes/{msw,opentelemetry}",
  "http/fault-sequences",
  "playground/{choices,run}",
  "polling/{many,wait}",
  "seeded/runs",
);
/** Tests that start a Redis. */
const redis = tests(
  "bullmq/{any-redis,credentials,outages,places,records,redis-errors,scale,time,waits,worker,wrong-key}",
  "own-services/durable-waits",
);
const report = process.env["VITEST_JSON_REPORT"];
/** Another version of BullMQ than the installed one: a folder, of `npm run test:bullmq`. */
const bullmq = process.env["BULLMQ"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^huaweicloud-jobs$/, replacement: source("index.ts") },
      { find: /^huaweicloud-jobs\/schedule$/, replacement: source("polling/schedule.ts") },
      { find: /^huaweicloud-jobs\/bullmq$/, replacement: source("bullmq/index.ts") },
      { find: /^huaweicloud-jobs\/simulator$/, replacement: source("simulator/index.ts") },
      { find: /^huaweicloud-jobs\/simulator\/node$/, replacement: source("simulator/node.ts") },
      ...(bullmq ? [{ find: /^bullmq$/, replacement: `${bullmq}/dist/esm/index.js` }] : []),
    ],
  },
  test: {
    // By default one core stays idle, which is half of two.
    maxWorkers: "100%",
    // Ends only tests that hang: no other is this slow, even with compilers, browsers and processes on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 100_000 } },
    // `npm test` runs the first two; each of the others has its own script.
    projects: [
      {
        extends: true,
        test: {
          name: "sdk",
          include: ["test/**/*.test.ts"],
          exclude: ["test/site/**", "test/package/**", ...redis, ...alone],
          // Modules are loaded once, not once for each of a hundred files.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: "alone", include: alone },
      },
      {
        extends: true,
        test: {
          name: "site",
          include: ["test/site/*.test.ts"],
          globalSetup: "test/site/build.ts",
          // Lighthouse measures, so nothing else may run beside it; the pages of one file are opened side by side.
          fileParallelism: false,
          maxConcurrency: 3,
        },
      },
      {
        extends: true,
        test: {
          name: "package",
          include: ["test/package/*.test.ts"],
          globalSetup: "test/package/install.ts",
        },
      },
      {
        extends: true,
        test: { name: "redis", include: redis, globalSetup: "test/bullmq/require-redis.ts" },
      },
    ],
    // .ci/run sums up these reports.
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
