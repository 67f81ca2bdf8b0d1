import { type Span, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import type { JobsEvent } from "huaweicloud-jobs";

/** Makes `onEvent` that writes one client span for each request that is sent. */
export function traceEvents(tracer: Tracer): (event: JobsEvent) => void {
  const open = new Map<string, Span[]>();
  return (event) => {
    if (event.type !== "request" && event.type !== "response" && event.type !== "failure") {
      return;
    }
    const { service, method, url, attempt, at } = event;
    const key = `${method} ${url} ${attempt}`;
    if (event.type === "request") {
      const attributes = { "http.request.method": method, "url.full": url, "http.request.resend_count": attempt - 1 };
      const span = tracer.startSpan(`${service} ${method}`, { kind: SpanKind.CLIENT, startTime: at, attributes });
      open.set(key, [...(open.get(key) ?? []), span]);
      return;
    }
    const [span, ...others] = open.get(key) ?? [];
    others.length === 0 ? open.delete(key) : open.set(key, others);
    if (event.type === "response") {
      span?.setAttribute("http.response.status_code", event.status);
    } else {
      span?.setAttribute("error.type", event.error);
    }
    if (event.type === "failure" || event.status >= 400) {
      span?.setStatus({ code: SpanStatusCode.ERROR });
    }
    span?.end(at);
  };
}
