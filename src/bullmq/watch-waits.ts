import type { AnyJob } from "../job.ts";
import type { CheckedRef } from "../services/job-ref.ts";
import { onAbort } from "../util/abort.ts";
import { readStoredJob } from "./job-data.ts";
import { outcomeOf, type WaitEvent } from "./outcome.ts";
import type { WaitSubscriber } from "./subscriber.ts";

/** A reference as its owner gave it, and as it was checked. */
export type WatchedRef = readonly [given: unknown, checked: CheckedRef];

/** Streams the events of waits until each has ended or one of the signals aborts. */
export function watchWaits(
  watched: readonly WatchedRef[],
  subscriberOf: (service: string) => WaitSubscriber,
  signals: readonly (AbortSignal | undefined)[],
): AsyncIterableIterator<WaitEvent<unknown, AnyJob>> {
  const stops: (() => void)[] = [];
  const release = (): void => {
    for (const stop of stops.splice(0)) {
      stop();
    }
  };
  const events = new ReadableStream<WaitEvent<unknown, AnyJob>>({
    start(controller) {
      const end = (how: () => void): void => {
        release();
        how();
      };
      for (const signal of signals) {
        if (signal?.aborted) {
          return controller.error(signal.reason);
        }
        stops.push(onAbort(signal, () => end(() => controller.error(signal?.reason))));
      }
      let open = watched.length;
      for (const [given, ref] of watched) {
        const stop = subscriberOf(ref.service).subscribe(ref, {
          onUpdate: (job) => controller.enqueue({ type: "update", ref: given, job: readStoredJob(job) }),
          onEnd(outcome) {
            controller.enqueue({ type: "outcome", ...outcomeOf(given, outcome) });
            open -= 1;
            if (open === 0) {
              end(() => controller.close());
            }
          },
          onError: (error) => end(() => controller.error(error)),
        });
        stops.push(stop);
      }
      if (open === 0) {
        end(() => controller.close());
      }
    },
    cancel: release,
  });
  return events.values();
}
