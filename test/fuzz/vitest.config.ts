import base from "../../vitest.config.ts";

/** `npm run fuzz`: all targets together take about three minutes, unless `FUZZ_SECONDS` says otherwise. */
const { FUZZ_SECONDS = "12" } = process.env;

export default {
  ...base,
  test: { include: ["test/fuzz/fuzz.test.ts"], env: { FUZZ_SECONDS } },
};
