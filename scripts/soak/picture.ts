/** The course of a run as a chart. */
import { count } from "../bench/statistics.ts";
import { draw, type Series } from "./chart.ts";
import type { Sample } from "./record.ts";
import type { Measured } from "./run.ts";
import { MIB } from "./verdicts.ts";

const MINUTE = 60_000;

export function drawRun({ plan, samples, base, end }: Pick<Measured, "plan" | "samples" | "base" | "end">): string {
  const series = (name: string, style: Series["style"], of: (sample: Sample) => number | undefined): Series => ({
    name,
    style,
    points: samples.flatMap((sample) => {
      const value = of(sample);
      return value === undefined ? [] : [[sample.at / MINUTE, value] as const];
    }),
  });
  const most = Math.max(plan.length, ...samples.map(({ at }) => at)) / MINUTE;
  const baseline: Series = {
    name: "alive before the run",
    style: "limit",
    points: [
      [0, base / MIB],
      [most, base / MIB],
    ],
  };
  const jobs = count(plan.size);
  const [before, after] = [base, end].map((bytes) => (bytes / MIB).toFixed(1));
  return draw({
    title: `${jobs} jobs awaited in one process, one request in five goes wrong`,
    description:
      `Four diagrams over time: heap and resident memory of the process, requests under way, jobs waited for. Alive on the heap were ${before} MiB ` +
      `before the run and ${after} MiB after it.`,
    across: { title: "minutes", most },
    panels: [
      {
        title: "Heap, MiB",
        series: [
          series("in use", "plain", ({ heap }) => heap / MIB),
          series("alive after a collection", "strong", ({ alive }) => alive && alive / MIB),
          baseline,
        ],
      },
      { title: "Resident memory, MiB", series: [series("resident", "plain", ({ resident }) => resident / MIB)] },
      { title: "Requests under way", series: [series("requests", "plain", ({ inFlight }) => inFlight)] },
      { title: "Jobs waited for", series: [series("jobs", "plain", ({ open }) => open)] },
    ],
  });
}
