import base from "../../vitest.config.ts";

/** The tests of waiting and of the rate, which run on a virtual clock. */
export default {
  ...base,
  test: {
    include: [
      "test/alarms.test.ts",
      "test/client-options.test.ts",
      "test/heap.test.ts",
      "test/transport/rate*.test.ts",
      "test/waiting/*.test.ts",
    ],
    // These take seconds, or a process of their own.
    exclude: ["test/waiting/leaving-nothing.test.ts", "test/waiting/many.test.ts"],
    testTimeout: 60_000,
  },
};
