import type { Job, JobRef, JobsClient } from "huaweicloud-jobs";
import { type Progress, pageHtml, progressHtml } from "./progress-html.ts";

/** Waits for many jobs. The handler serves a page with their states at `/`, and its updates at `/events`. */
export function progressPage(jobs: JobsClient, refs: readonly JobRef[]) {
  const seen = new Map<string, Job>();
  const changes = new EventTarget();
  let progress: Progress = { total: refs.length, jobs: seen, problems: [], isFinished: false };

  function show(next: Partial<Progress>): void {
    progress = { ...progress, ...next };
    changes.dispatchEvent(new Event("change"));
  }

  const done = jobs
    .waitAll(refs, { onUpdate: (job) => show({ jobs: seen.set(`${job.service}/${job.id}`, job) }) })
    .then((outcomes) => {
      const problems = outcomes.flatMap(({ ref, error }) =>
        error ? [`${ref.service}/${ref.id}: ${error.message}`] : [],
      );
      show({ problems, isFinished: true });
    });

  /** Each event has the whole state, and is created only when the client has room for it, so that none pile up. */
  function events(): ReadableStream<Uint8Array> {
    let sent: Progress | undefined;
    return new ReadableStream({
      async pull(controller) {
        if (sent === progress) {
          await new Promise((resolve) => changes.addEventListener("change", resolve, { once: true }));
        }
        sent = progress;
        const data = JSON.stringify({ html: progressHtml(sent), isFinished: sent.isFinished });
        controller.enqueue(new TextEncoder().encode(`data: ${data}\n\n`));
        if (sent.isFinished) {
          controller.close();
        }
      },
    });
  }

  function handle(request: Request): Response {
    if (new URL(request.url).pathname.endsWith("/events")) {
      const headers = { "Content-Type": "text/event-stream", "Cache-Control": "no-store" };
      return new Response(events(), { headers });
    }
    const nonce = crypto.randomUUID();
    const policy = `default-src 'none'; connect-src 'self'; script-src 'nonce-${nonce}'`;
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
    return new Response(pageHtml(progress, nonce), { headers });
  }

  return { handle, done };
}
