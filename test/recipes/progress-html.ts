import type { Job } from "huaweicloud-jobs";

/** The state of many jobs at one moment. */
export interface Progress {
  readonly total: number;
  /** The jobs that have been polled, by name. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** Why waits ended without a job. */
  readonly problems: readonly string[];
  readonly isFinished: boolean;
}

const states = ["pending", "running", "succeeded", "failed", "unknown"] as const;

/** Texts from a service are shown as text, whatever characters they contain. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The part of the page that is updated. */
export function progressHtml({ total, jobs, problems, isFinished }: Progress): string {
  const all = [...jobs.values()];
  const rows = states.map((state) => {
    const count = all.filter((job) => job.state === state).length;
    return `<tr><th scope="row">${state}</th><td>${count}</td></tr>`;
  });
  const failures = [...jobs].filter(([, job]) => job.state === "failed");
  const reasons = failures.map(([name, { error, status }]) => `${name} failed: ${error?.reason ?? status}`);
  return `<p>${isFinished ? "Finished" : "In progress"}: ${all.length} of ${total} jobs seen</p>
<table>${rows.join("")}</table>
<ul>${[...reasons, ...problems].map((text) => `<li>${escapeHtml(text)}</li>`).join("")}</ul>`;
}

/** The whole page. Only the script with the nonce can run in it, even if something was not escaped. */
export function pageHtml(progress: Progress, nonce: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Jobs</title>
<main>${progressHtml(progress)}</main>
<script nonce="${nonce}">
  const events = new EventSource("events");
  events.onmessage = ({ data }) => {
    const { html, isFinished } = JSON.parse(data);
    document.querySelector("main").innerHTML = html;
    if (isFinished) events.close();
  };
</script>`;
}
