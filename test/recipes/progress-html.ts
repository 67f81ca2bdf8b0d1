import type { Job } from "huaweicloud-jobs";

/** How many jobs stand, at one moment. */
export interface Progress {
  readonly total: number;
  /** Those that were seen, by their names. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** Why jobs could not be followed to their end. */
  readonly problems: readonly string[];
  readonly isOver: boolean;
}

const states = ["pending", "running", "succeeded", "failed", "unknown"] as const;

/** What a service says is text, whatever signs are in it. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The part of the page that changes. */
export function progressHtml({ total, jobs, problems, isOver }: Progress): string {
  const all = [...jobs.values()];
  const rows = states.map((state) => {
    const count = all.filter((job) => job.state === state).length;
    return `<tr><th scope="row">${state}</th><td>${count}</td></tr>`;
  });
  const failures = [...jobs].filter(([, job]) => job.state === "failed");
  const told = failures.map(([name, { error, status }]) => `${name} failed: ${error?.reason ?? status}`);
  return `<p>${isOver ? "Over" : "Under way"}: ${all.length} of ${total} jobs seen</p>
<table>${rows.join("")}</table>
<ul>${[...told, ...problems].map((text) => `<li>${escapeHtml(text)}</li>`).join("")}</ul>`;
}

/** The whole page. Only the script with the nonce may run in it, even if something was not escaped. */
export function pageHtml(progress: Progress, nonce: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Jobs</title>
<main>${progressHtml(progress)}</main>
<script nonce="${nonce}">
  const events = new EventSource("events");
  events.onmessage = ({ data }) => {
    const { html, isOver } = JSON.parse(data);
    document.querySelector("main").innerHTML = html;
    if (isOver) events.close();
  };
</script>`;
}
