import { createJobsClient } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { expect, test } from "vitest";
import { logEvents } from "./logger.ts";

test("a logger gets a line per event, errors and retries as warnings, and no token", async () => {
  const lines: string[] = [];
  const write = (level: string) => (fields: object, line: string) =>
    lines.push(`${level} ${line} ${JSON.stringify(fields)}`);
  const simulator = createSimulator();
  simulator.injectFault({ kind: "server-error", status: 503 });
  const onEvent = logEvents({ info: write("info"), warn: write("warn") });
  const jobs = createJobsClient({ ...simulator.clientOptions, retry: { baseDelay: 1 }, onEvent });
  await jobs.get(simulator.addJob({ service: "dcs", scenario: "success" }));
  expect(lines.map((line) => line.split(" {")[0])).toEqual([
    "info huaweicloud-jobs request",
    "warn huaweicloud-jobs response",
    "warn huaweicloud-jobs retry",
    "info huaweicloud-jobs request",
    "info huaweicloud-jobs response",
  ]);
  expect(lines.join("\n")).not.toContain(simulator.clientOptions.credentials.token);
});
