import type { Job } from "huaweicloud-jobs";

/** The last durations of succeeded jobs by service and type, in milliseconds. Keep it as JSON. */
export type Durations = Record<string, number[]>;

const KEPT = 20;
const keyOf = ({ service, type = "" }: Job): string => `${service} ${type}`;

/** Learns how long jobs take, in `known`, and expects the median of their service and type. */
export function learnDurations(known: Durations) {
  return {
    typicalDuration(job: Job): number | undefined {
      const sorted = [...(known[keyOf(job)] ?? [])].sort((a, b) => a - b);
      return sorted.length < 3 ? undefined : sorted[sorted.length >> 1];
    },
    learn(job: Job): void {
      const duration = Number(job.endedAt) - Number(job.startedAt);
      if (job.state === "succeeded" && duration >= 0) {
        known[keyOf(job)] = [...(known[keyOf(job)] ?? []), duration].slice(-KEPT);
      }
    },
  };
}
