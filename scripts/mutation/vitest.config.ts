import base from "../../vitest.config.ts";
import { areas, slowTests } from "./areas.ts";

const area = areas[process.env["MUTATION_AREA"] as keyof typeof areas];

/** The tests of one area; they need no process and no network. */
export default {
  ...base,
  test: { include: area.tests, exclude: slowTests, testTimeout: 60_000 },
};
