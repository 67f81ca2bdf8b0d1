import type { AnyJob } from "../job.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { onAbort } from "../util/abort.ts";
import { readStoredJob } from "./job-data.ts";
import { outcomeOf, type WaitEvent } from "./outcome.ts";
import type { WaitSubscriber } from "./subscriber.ts";

/** A reference as its owner gave it, and as it was understood. */
export type Watched = readonly [given: unknown, ref: CheckedRef];

/** Tells of waits as their readers do, until each has ended or one of the signals aborts. */
export function watchWaits(
  watched: readonly Watched[],
  readerOf: (service: string) => WaitSubscriber,
  signals: readonly (AbortSignal | undefined)[],
): AsyncIterableIterator<WaitEvent<unknown, AnyJob>> {
  const stops: (() => void)[] = [];
  const release = (): void => {
    for (const stop of stops.splice(0)) {
      stop();
    }
  };
  const events = new ReadableStream<WaitEvent<unknown, AnyJob>>({
    start(told) {
      const end = (how: () => void): void => {
        release();
        how();
      };
      for (const signal of signals) {
        if (signal?.aborted) {
          return told.error(signal.reason);
        }
        stops.push(onAbort(signal, () => end(() => told.error(signal?.reason))));
      }
      let open = watched.length;
      for (const [given, ref] of watched) {
        const stop = readerOf(ref.service).subscribe(ref, {
          update: (job) => told.enqueue({ type: "update", ref: given, job: readStoredJob(job) }),
          end(outcome) {
            told.enqueue({ type: "outcome", ...outcomeOf(given, outcome) });
            open -= 1;
            if (open === 0) {
              end(() => told.close());
            }
          },
          fail: (error) => end(() => told.error(error)),
        });
        stops.push(stop);
      }
      if (open === 0) {
        end(() => told.close());
      }
    },
    cancel: release,
  });
  return events.values();
}
