import base from "../../vitest.config.ts";

/** The tests of waiting and of the rate, which run on a virtual clock. */
export default {
  ...base,
  test: {
    include: [
      "test/util/{heap,timers}.test.ts",
      "test/options.test.ts",
      "test/http/rate*.test.ts",
      "test/polling/*.test.ts",
    ],
    // These take seconds, or a process of their own.
    exclude: ["test/polling/process-exit.test.ts", "test/polling/many.test.ts"],
    testTimeout: 60_000,
  },
};
