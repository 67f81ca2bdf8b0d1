import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, context, ROOT_CONTEXT, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createJobsClient, JobFailedError } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createVirtualClock } from "../helpers/virtual-clock.ts";
import { traceJobs } from "./opentelemetry.ts";

/** As in `@opentelemetry/context-async-hooks`. */
beforeAll(() => {
  const storage = new AsyncLocalStorage<Context>();
  context.setGlobalContextManager({
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...args) => storage.run(active, () => work.call(self as never, ...args)),
    bind: (_active, target) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  });
});
afterAll(() => context.disable());

function traced() {
  const clock = createVirtualClock();
  const simulator = createSimulator({ clock });
  const exporter = new InMemorySpanExporter();
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer("recipes");
  const { onEvent, wait } = traceJobs(tracer);
  const jobs = createJobsClient({ ...simulator.clientOptions, onEvent });
  return { simulator, jobs, tracer, wait, spans: () => exporter.getFinishedSpans() };
}

test("a get has a span per request, which follows the conventions for HTTP clients, within the caller's span", async () => {
  const { simulator, jobs, tracer, spans } = traced();
  simulator.injectFault({ kind: "server-error", status: 503 });
  const ref = simulator.addJob({ service: "dcs", scenario: "success" });
  await tracer.startActiveSpan("caller", async (span) => {
    await jobs.get(ref);
    span.end();
  });
  const common = {
    "http.request.method": "GET",
    "url.full": `https://simulator.invalid/dcs/v2/${ref.projectId}/jobs/${ref.id}`,
    "server.address": "simulator.invalid",
    "server.port": 443,
  };
  const [first, second, caller] = spans();
  expect(first).toMatchObject({ name: "GET", kind: SpanKind.CLIENT, status: { code: SpanStatusCode.ERROR } });
  expect(first?.attributes).toEqual({ ...common, "http.response.status_code": 503, "error.type": "503" });
  expect(second).toMatchObject({ name: "GET", kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } });
  expect(second?.attributes).toEqual({
    ...common,
    "http.response.status_code": 200,
    "http.request.resend_count": 1,
  });
  for (const span of [first, second]) {
    expect(span?.parentSpanContext?.spanId).toBe(caller?.spanContext().spanId);
  }
});

test("a wait has a span with its changes, which contains its requests; concurrent waits do not mix", async () => {
  const { simulator, jobs, wait, spans } = traced();
  const refs = [
    simulator.addJob({ service: "dcs", scenario: "success", duration: 60_000 }),
    simulator.addJob({ service: "sfs-turbo", scenario: "success", duration: 90_000 }),
  ];
  await Promise.all(refs.map((ref) => wait(jobs, ref)));
  for (const { service, id } of refs) {
    const own = spans().find(({ name }) => name === `wait ${service}`);
    expect(own?.attributes).toEqual({ "huaweicloud_jobs.service": service, "huaweicloud_jobs.job.id": id });
    expect(own?.status).toEqual({ code: SpanStatusCode.UNSET });
    const states = own?.events.map(({ name, attributes }) => `${name}: ${attributes?.["state"]}`);
    expect([...new Set(states)]).toEqual(["change: pending", "change: running", "change: succeeded"]);
    const requests = spans().filter(({ attributes }) => `${attributes["url.full"]}`.endsWith(id));
    expect(requests.length).toBe(simulator.requests.filter((request) => request.id === id).length);
    for (const request of requests) {
      expect(request.parentSpanContext?.spanId).toBe(own?.spanContext().spanId);
    }
  }
});

test("of two waits for one job the later one has the requests, and neither has those after both", async () => {
  const { simulator, jobs, wait, spans } = traced();
  const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 60_000 });
  await Promise.allSettled([wait(jobs, ref, { timeout: 20_000 }), wait(jobs, ref)]);
  await jobs.get(ref);
  const parents = spans()
    .filter(({ name }) => name === "GET")
    .map(({ parentSpanContext }) => parentSpanContext?.spanId);
  const [timedOut, succeeded] = spans().filter(({ name }) => name === "wait dcs");
  expect(timedOut?.attributes["error.type"]).toBe("WaitTimeoutError");
  expect(parents.pop()).toBeUndefined();
  expect(parents.length).toBe(simulator.requests.length - 1);
  expect(new Set(parents)).toEqual(new Set([succeeded?.spanContext().spanId]));
});

test("a failed job and a request without a response have spans with an error status", async () => {
  const { simulator, jobs, wait, spans } = traced();
  simulator.injectFault({ kind: "reset" });
  const ref = simulator.addJob({ service: "dcs", scenario: "failure" });
  await expect(wait(jobs, ref)).rejects.toThrow(JobFailedError);
  const failed = spans().filter(({ status }) => status.code === SpanStatusCode.ERROR);
  expect(failed.map(({ name, attributes }) => [name, attributes["error.type"]])).toEqual([
    ["GET", "NetworkError"],
    ["wait dcs", "JobFailedError"],
  ]);
});

test("a wait that is aborted ends its span, and the request in flight is still part of it", async () => {
  const { simulator, jobs, wait, spans } = traced();
  simulator.injectFault({ kind: "hang" });
  const controller = new AbortController();
  const waiting = wait(jobs, simulator.addJob({ service: "dcs", scenario: "slow" }), { signal: controller.signal });
  setImmediate(() => controller.abort());
  await expect(waiting).rejects.toThrow(DOMException);
  await expect.poll(spans).toHaveLength(2);
  const own = spans().find(({ name }) => name === "wait dcs");
  const request = spans().find(({ name }) => name === "GET");
  expect(request?.parentSpanContext?.spanId).toBe(own?.spanContext().spanId);
});
