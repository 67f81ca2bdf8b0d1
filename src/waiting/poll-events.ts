import { type Emit, errorName } from "../events.ts";
import type { AnyJob } from "../job.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { isChange } from "./change.ts";
import type { Seen } from "./wait-state.ts";

/**
 * Tells of a poll, and of the change that it brought.
 *
 * @param poll - 1 for the first one
 * @param last - the job as the poll before saw it
 */
export function tellOfPoll(emit: Emit, ref: CheckedRef, poll: number, seen: Seen, last: AnyJob | undefined): void {
  if (!("job" in seen)) {
    emit({ type: "poll", ...ref, poll, error: errorName(seen.error) });
    return;
  }
  const { job } = seen;
  emit({ type: "poll", ...ref, poll, state: job.state });
  if (isChange(last, job)) {
    emit({ type: "change", ...ref, from: last?.state, to: job.state, status: job.status });
  }
}
