/** What a run came to, as Markdown. */
import { count, percentile, seconds, yesOrNo } from "../bench/statistics.ts";
import type { Plan } from "./plan.ts";
import type { Sample } from "./record.ts";
import type { Measured } from "./run.ts";
import { asked, type Incidents, MIB, type Verdict } from "./verdicts.ts";

/** More of them help nobody. */
const MOST_SURPRISES = 20;

export function verdictTable(verdicts: readonly Verdict[]): string {
  return table(
    ["what has to hold", "goal", "result", "met"],
    verdicts.map(({ what, goal, result, isMet }) => [what, goal, result, yesOrNo(isMet)]),
  );
}

export function outcomeTable({ plan, actual, surprises }: Measured): string {
  const expected = expectedOf(plan);
  const kinds = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  const rows = kinds
    .sort((a, b) => (expected[b] ?? 0) - (expected[a] ?? 0))
    .map((kind) => {
      const wrong = surprises.filter((surprise) => surprise.actual === kind || surprise.expected === kind).length;
      return [kind, count(expected[kind] ?? 0), count(actual[kind] ?? 0), count(wrong)];
    });
  return table(["a call ends with", "planned", "seen", "mistaken"], rows, 1);
}

/** How to read the tables. */
export function notes({ plan }: Measured): string {
  const { min, max } = plan.interval;
  return [
    "The simulator's listener runs in a process of its own, all calls in another one, with one client. Jobs begin evenly during three",
    "quarters of the run and last 2 to 20 % of it; some are followed by several callers, in all three ways to wait. What befalls each",
    "job, each caller and each request follows from the seed, and so does how each call has to end.",
    "",
    `Pauses between two polls of a job are ${seconds(min)} to ${seconds(max)} s. Requests that fail in a row double them, and a 429 pauses all requests to the`,
    "service: an end that falls into such a time is noticed late. What is late on a busy machine counts as well.",
    "",
    "The living heap is measured after forced collections. Its growth is the coefficient of time in a linear regression on time and",
    "number of jobs waited for: what each job, request or second leaves behind shows in it, what open jobs need does not.",
    "",
  ].join("\n");
}

/** One line for each call that ended in another way than planned, and for each incident. */
export function surpriseList({ surprises }: Measured, incidents: Incidents): string {
  const all = [
    ...surprises.map(({ job, way, expected, actual }) => `${way} of ${job}: ${actual} instead of ${expected}`),
    ...incidents,
  ];
  const left = all.length - MOST_SURPRISES;
  const told = [...all.slice(0, MOST_SURPRISES), ...(left > 0 ? [`and ${count(left)} more`] : [])];
  return told.map((line) => `- ${line}\n`).join("");
}

export function faultTable(run: Measured): string {
  const { faults, refusals } = run.seen;
  const kinds = [...new Set([...Object.keys(faults), ...Object.keys(refusals)])];
  const rows = kinds
    .sort((a, b) => (faults[b] ?? 0) - (faults[a] ?? 0))
    .map((kind) => {
      const share = ((faults[kind] ?? 0) / asked(run)) * 100;
      return [kind, count(faults[kind] ?? 0), `${share.toFixed(1)} %`, count(refusals[kind] ?? 0)];
    });
  return table(["fault", "by chance", "of all requests", "to end a wait"], rows, 1);
}

export function figureTable(run: Measured): string {
  const { plan, gauges, seen, samples, lateness, base, end } = run;
  const [middle, most, last] = [0.5, 0.99, 1].map((share) => percentile(lateness, share)) as [number, number, number];
  const peak = (of: (sample: Sample) => number) => Math.max(...samples.map(of));
  const inMiB = (bytes: number) => (bytes / MIB).toFixed(1);
  return table(
    ["figure", "value"],
    [
      ["jobs, and calls that wait for them", `${count(plan.size)}, ${count(callsOf(plan))}`],
      ["requests sent, requests that arrived", `${count(gauges.requests)}, ${count(asked(run))}`],
      ["refused with 429, each of which pauses a service for a second", count(seen.faults["throttled"] ?? 0)],
      ["requests for each job: mean, most", `${(asked(run) / plan.size).toFixed(1)}, ${Math.max(...seen.requests)}`],
      ["requests under way, most", count(peak(({ inFlight }) => inFlight))],
      ["jobs waited for at once, most", count(peak(({ open }) => open))],
      ["noticed late, s: p50 / p99 / last", [middle, most, last].map(seconds).join(" / ")],
      ["heap alive, MiB: base / most / end", [base, peak(({ alive = 0 }) => alive), end].map(inMiB).join(" / ")],
      ["heap in use, MiB: most", inMiB(peak(({ heap }) => heap))],
      [
        "resident, MiB: most / end",
        [peak(({ resident }) => resident), samples.at(-1)?.resident ?? 0].map(inMiB).join(" / "),
      ],
    ],
    1,
  );
}

function expectedOf({ jobs }: Plan): Record<string, number> {
  const expected: Record<string, number> = {};
  for (const { callers } of jobs) {
    for (const { expected: kind } of callers) {
      expected[kind] = (expected[kind] ?? 0) + 1;
    }
  }
  return expected;
}

function callsOf({ jobs }: Plan): number {
  return jobs.reduce((sum, { callers }) => sum + callers.length, 0);
}

/** @param numbersFrom - the columns from here on are set to the right */
function table(head: readonly string[], rows: readonly (readonly string[])[], numbersFrom = head.length): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, index) => (index < numbersFrom ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line), ""].join("\n");
}
