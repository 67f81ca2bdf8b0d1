/** The results of a run as Markdown. */
import { count, percentile, seconds, yesOrNo } from "../bench/statistics.ts";
import { type Check, type Incidents, MIB, sum } from "./checks.ts";
import type { Measured } from "./run.ts";

const MOST_FAILURES = 20;

export function checkTable(checks: readonly Check[]): string {
  const rows = checks.map(({ what, goal, result, passed }) => `| ${what} | ${goal} | ${result} | ${yesOrNo(passed)} |`);
  return ["| check | goal | result | met |", "| --- | --- | --- | --- |", ...rows, ""].join("\n");
}

export function figureTable({ plan, gauges, server, peaks, lateness, base, end, resident }: Measured): string {
  const inMiB = (...bytes: number[]) => bytes.map((value) => (value / MIB).toFixed(1)).join(" / ");
  const calls = sum(plan.jobs.map(({ callers }) => callers.length));
  const arrived = sum(server.requests);
  const late = [0.5, 0.99, 1].map((share) => seconds(percentile(lateness, share)));
  const rows = {
    "jobs, and calls that wait for them": `${count(plan.size)}, ${count(calls)}`,
    "requests sent, requests that arrived": `${count(gauges.requests)}, ${count(arrived)}`,
    "refused with 429, each of which pauses a service for 1.5 seconds": count(server.faults["429"] ?? 0),
    "requests for each job: mean, most": `${(arrived / plan.size).toFixed(1)}, ${Math.max(...server.requests)}`,
    "requests in flight, most": count(peaks.inFlight),
    "jobs awaited at once, most": count(peaks.open),
    "end received late, s: p50 / p99 / last": late.join(" / "),
    "heap alive, MiB: base / most / end": inMiB(base, peaks.alive, end),
    "heap in use, MiB: most": inMiB(peaks.heap),
    "resident, MiB: most / end": inMiB(peaks.resident, resident),
  };
  const lines = Object.entries(rows).map(([figure, value]) => `| ${figure} | ${value} |`);
  return ["| figure | value |", "| --- | ---: |", ...lines, ""].join("\n");
}

/** One line for each call that ended in another way than planned, and for each incident. */
export function failureList({ mismatches }: Measured, incidents: Incidents): string {
  const failures = [
    ...mismatches.map(({ job, method, expected, actual }) => `${method} of ${job}: ${actual} instead of ${expected}`),
    ...incidents,
  ];
  const more = failures.length - MOST_FAILURES;
  const shown = [...failures.slice(0, MOST_FAILURES), ...(more > 0 ? [`and ${count(more)} more`] : [])];
  return shown.map((line) => `- ${line}\n`).join("");
}

export function notes({ plan }: Measured): string {
  const { min, max } = plan.interval;
  return [
    "The server runs in one process, and all calls in another, with a client for each kind of credentials (a token, an access",
    "key, an IAM user), which are renewed ten times in a run. The services are the three that are built in and three of the user's own. Jobs",
    "begin evenly during three quarters of the run and last 2 to 20 % of it; some have several callers, which use all three methods. What",
    "happens to each job, each caller and each request follows from the seed, and so does how each call has to end.",
    "",
    `The polling interval is ${seconds(min)} to ${seconds(max)} s. Requests that fail in a row double it, and a 429 pauses all requests to the service, so that`,
    "the end of a job is received late then. Delays of a busy machine count as well.",
    "",
    "The heap is measured after a forced collection, at the end while the client is still in use.",
    "",
  ].join("\n");
}
