import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

const tests = (...paths: readonly string[]): string[] => paths.map((path) => `test/${path}.test.ts`);

/** Change the process for all of its modules, or look at what is left in it. */
const alone = tests("recipes/{msw,opentelemetry}", "http/fault-sequences", "polling/{many,wait}");
/** Start a Redis. */
const redis = tests("bullmq/{outages,waits,worker}", "own-services/durable-waits");
const report = process.env["VITEST_JSON_REPORT"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^huaweicloud-jobs$/, replacement: source("index.ts") },
      { find: /^huaweicloud-jobs\/schedule$/, replacement: source("polling/schedule.ts") },
      { find: /^huaweicloud-jobs\/bullmq$/, replacement: source("bullmq/index.ts") },
      { find: /^huaweicloud-jobs\/simulator$/, replacement: source("simulator/index.ts") },
      { find: /^huaweicloud-jobs\/simulator\/node$/, replacement: source("simulator/node.ts") },
    ],
  },
  test: {
    // Vitest alone leaves one core idle, and of two that is half.
    maxWorkers: "100%",
    // No test is this slow, even if compilers, browsers and processes run beside it on a busy machine: it ends only what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 100_000 } },
    // `npm test` runs the first two of them; the others have each a script of their own.
    projects: [
      {
        extends: true,
        test: {
          name: "sdk",
          include: ["test/**/*.test.ts"],
          exclude: ["test/site/**", "test/package/**", ...redis, ...alone],
          // The modules are read once, not once for each of a hundred files.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: "alone", include: alone },
      },
      {
        extends: true,
        test: { name: "site", include: ["test/site/*.test.ts"], globalSetup: "test/site/build.ts" },
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
    // .ci/run counts by the runner's own report.
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
