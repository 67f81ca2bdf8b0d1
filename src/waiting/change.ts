import type { AnyJob } from "../job.ts";

/** Whether a job differs from what was last told of it: in state, status, progress, error or sub-jobs. */
export function isChange(before: AnyJob | undefined, now: AnyJob): boolean {
  return before === undefined || fingerprint(before) !== fingerprint(now);
}

function fingerprint({ state, status, progress, error, subJobs }: AnyJob): string {
  return JSON.stringify([state, status, progress, error, subJobs]);
}
