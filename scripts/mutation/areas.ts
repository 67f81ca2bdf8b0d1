/** What is mutated, and the tests that have to notice. */
export interface Area {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

export const areas = {
  polling: {
    mutate: ["src/polling/*.ts", "src/util/timers.ts"],
    tests: [
      "test/util/{heap,timers,timers-faults}.test.ts",
      "test/options.test.ts",
      "test/events.test.ts",
      "test/polling/*.test.ts",
      "test/http/rate.test.ts",
      "test/own-services/gone.test.ts",
    ],
  },
  "rate limiter": {
    mutate: ["src/http/rate-limiter.ts", "src/http/rate.ts"],
    tests: ["test/http/rate*.test.ts", "test/polling/sharing.test.ts"],
  },
  redaction: {
    mutate: ["src/util/redact.ts", "src/util/decode.ts"],
    tests: ["test/util/redact*.test.ts", "test/errors/hidden-credentials.test.ts"],
  },
  "reading of rows": {
    mutate: ["src/services/parse-job.ts", "src/services/own-reading.ts"],
    tests: [
      "test/services/*.test.ts",
      "test/own-services/{reading,properties,security,simulator,wrong-rows,gone}.test.ts",
    ],
  },
  "durable step": {
    mutate: ["src/bullmq/next-step.ts"],
    tests: ["test/bullmq/next-step.test.ts"],
  },
} as const satisfies Record<string, Area>;

/** Tests that take seconds each, or a process of their own. */
export const slowTests = ["test/polling/{process-exit,many,frozen-process}.test.ts"];
