import { context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { Job, JobRef, JobsClient, JobsEvent, WaitOptions } from "huaweicloud-jobs";

/** Makes `onEvent` for the client, and a `wait` whose span is the parent of its requests. */
export function traceJobs(tracer: Tracer) {
  const waits = new Map<string, Span>();
  const requests: { readonly key: string; readonly span: Span }[] = [];

  /** The span of a request, by the semantic conventions for HTTP clients. */
  function begin({ service, method, url, attempt, at }: JobsEvent & { type: "request" }): Span {
    const { protocol, hostname, port, pathname } = new URL(url);
    const attributes = {
      "http.request.method": method,
      "url.full": url,
      "server.address": hostname,
      "server.port": Number(port || (protocol === "https:" ? 443 : 80)),
      ...(attempt > 1 && { "http.request.resend_count": attempt - 1 }),
    };
    // Waits share their polls, which belong to no caller: find the parent by the job.
    const wait = waits.get(`${service}/${pathname.split("/").at(-1)}`);
    const parent = wait && trace.setSpan(context.active(), wait);
    return tracer.startSpan(method, { kind: SpanKind.CLIENT, startTime: at, attributes }, parent);
  }

  function onEvent(event: JobsEvent): void {
    if (event.type === "change") {
      const { service, id, to, status, at } = event;
      waits.get(`${service}/${id}`)?.addEvent("change", { state: to, status }, at);
    } else if (event.type === "request") {
      requests.push({ key: `${event.url} ${event.attempt}`, span: begin(event) });
    } else if (event.type === "response" || event.type === "failure") {
      const index = requests.findIndex(({ key }) => key === `${event.url} ${event.attempt}`);
      const span = requests.splice(index, 1)[0]?.span;
      const status = event.type === "response" ? event.status : undefined;
      const error = event.type === "failure" ? event.error : event.status >= 400 ? `${status}` : undefined;
      span?.setAttributes({ "http.response.status_code": status, "error.type": error });
      span?.setStatus({ code: error === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR });
      span?.end(event.at);
    }
  }

  async function wait(jobs: JobsClient, ref: JobRef, options?: WaitOptions<Job>): Promise<Job> {
    const attributes = { "huaweicloud_jobs.service": ref.service, "huaweicloud_jobs.job.id": ref.id };
    const span = tracer.startSpan(`wait ${ref.service}`, { attributes });
    const name = `${ref.service}/${ref.id}`;
    waits.set(name, span);
    try {
      return await jobs.wait(ref, options);
    } catch (error) {
      span.setAttribute("error.type", (error as Error).name);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      // A later wait for the same job may have replaced this one.
      if (waits.get(name) === span) {
        waits.delete(name);
      }
      span.end();
    }
  }

  return { onEvent, wait };
}
