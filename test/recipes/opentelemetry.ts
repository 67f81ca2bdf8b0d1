import { context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { Job, JobRef, JobsClient, JobsEvent, WaitOptions } from "huaweicloud-jobs";

const nameOf = ({ service, id }: { service: string; id: string }) => `${service}/${id}`;

/** Makes `onEvent` for the client, and a `wait` whose span is the parent of its requests. */
export function traceJobs(tracer: Tracer) {
  const waits = new Map<string, Span>();
  const requests: { readonly key: string; readonly span: Span }[] = [];

  /** As the semantic conventions for HTTP clients want it. */
  function begin({ service, method, url, attempt, at }: JobsEvent & { type: "request" }): Span {
    const { protocol, hostname, port, pathname } = new URL(url);
    const attributes = {
      "http.request.method": method,
      "url.full": url,
      "server.address": hostname,
      "server.port": Number(port || (protocol === "https:" ? 443 : 80)),
      ...(attempt > 1 && { "http.request.resend_count": attempt - 1 }),
    };
    // Waits share their polls, which have no caller: their parent is found by the job.
    const wait = waits.get(nameOf({ service, id: pathname.slice(pathname.lastIndexOf("/") + 1) }));
    const parent = wait ? trace.setSpan(context.active(), wait) : context.active();
    return tracer.startSpan(method, { kind: SpanKind.CLIENT, startTime: at, attributes }, parent);
  }

  function onEvent(event: JobsEvent): void {
    if (event.type === "change") {
      waits.get(nameOf(event))?.addEvent("change", { state: event.to, status: event.status }, event.at);
    } else if (event.type === "request") {
      requests.push({ key: `${event.url} ${event.attempt}`, span: begin(event) });
    } else if (event.type === "response" || event.type === "failure") {
      const index = requests.findIndex(({ key }) => key === `${event.url} ${event.attempt}`);
      const [{ span } = { span: undefined }] = requests.splice(index, 1);
      const isAnswered = event.type === "response";
      if (isAnswered) {
        span?.setAttribute("http.response.status_code", event.status);
      }
      if (!isAnswered || event.status >= 400) {
        span?.setAttribute("error.type", isAnswered ? `${event.status}` : event.error);
        span?.setStatus({ code: SpanStatusCode.ERROR });
      }
      span?.end(event.at);
    }
  }

  async function wait(jobs: JobsClient, ref: JobRef, options?: WaitOptions<Job>): Promise<Job> {
    const attributes = { "huaweicloud_jobs.service": ref.service, "huaweicloud_jobs.job.id": ref.id };
    const span = tracer.startSpan(`wait ${ref.service}`, { attributes });
    waits.set(nameOf(ref), span);
    try {
      return await jobs.wait(ref, options);
    } catch (error) {
      span
        .setAttribute("error.type", (error as Error).name)
        .setStatus({ code: SpanStatusCode.ERROR, message: `${error}` });
      throw error;
    } finally {
      waits.delete(nameOf(ref));
      span.end();
    }
  }

  return { onEvent, wait };
}
