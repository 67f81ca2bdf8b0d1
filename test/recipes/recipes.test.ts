import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createJobsClient } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { expect, test } from "vitest";
import { logEvents } from "./logger.ts";
import { traceEvents } from "./opentelemetry.ts";

/** A job that is looked at once, behind a gateway that is down at first. */
async function lookWith(onEvent: Parameters<typeof createJobsClient>[0]["onEvent"]) {
  const simulator = createSimulator();
  simulator.injectFault({ kind: "server-error", status: 503 });
  const jobs = createJobsClient({ ...simulator.clientOptions, retry: { baseDelay: 1 }, onEvent });
  await jobs.get(simulator.addJob({ service: "dcs", scenario: "success" }));
  return simulator.clientOptions.credentials.token;
}

test("a logger gets a line per event, trouble as a warning, and no token", async () => {
  const lines: string[] = [];
  const write = (level: string) => (fields: object, line: string) =>
    lines.push(`${level} ${line} ${JSON.stringify(fields)}`);
  const token = await lookWith(logEvents({ info: write("info"), warn: write("warn") }));
  expect(lines.map((line) => line.split(" {")[0])).toEqual([
    "info huaweicloud-jobs request",
    "warn huaweicloud-jobs response",
    "warn huaweicloud-jobs retry",
    "info huaweicloud-jobs request",
    "info huaweicloud-jobs response",
  ]);
  expect(lines.join("\n")).not.toContain(token);
});

test("OpenTelemetry gets a span per request, with its status", async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  await lookWith(traceEvents(provider.getTracer("recipes")));
  expect(
    exporter.getFinishedSpans().map(({ name, attributes }) => [name, attributes["http.response.status_code"]]),
  ).toEqual([
    ["dcs GET", 503],
    ["dcs GET", 200],
  ]);
  await provider.shutdown();
});
