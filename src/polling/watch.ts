import { forwardAbort } from "../util/abort.ts";

/** The changes of a job; the last one is its final state. */
export interface JobUpdates<J> {
  next(): Promise<IteratorResult<J, undefined>>;
  /** Stops the wait at once; `for await` calls it when the loop is left. */
  return(): Promise<IteratorResult<J, undefined>>;
  [Symbol.asyncIterator](): JobUpdates<J>;
}

/** Waits for a job, reports each change, and settles when the job has finished. */
type WaitForJob<J> = (signal: AbortSignal, onUpdate: (job: J) => void) => Promise<unknown>;

/**
 * The changes of a job as an async iterator. Nothing starts before the first `next()`; leaving the loop stops everything
 * at once; a slow consumer gets the latest state, not a backlog.
 */
export function watchJob<J>(waitForJob: WaitForJob<J>, signal: AbortSignal | undefined): JobUpdates<J> {
  const stop = new AbortController();
  let isLeft = false;
  const updates = changes();

  async function* changes(): AsyncGenerator<J, undefined> {
    let latest: { readonly job: J } | undefined;
    let end: { readonly error?: unknown } | undefined;
    let wake = (): void => {};
    const release = forwardAbort(signal, stop);
    const onUpdate = (job: J): void => {
      latest = { job };
      wake();
    };
    waitForJob(stop.signal, onUpdate)
      .then(
        () => ({}),
        (error: unknown) => ({ error }),
      )
      .then((settled) => {
        end = settled;
        release();
        wake();
      });
    for (;;) {
      if (latest !== undefined) {
        const { job } = latest;
        latest = undefined;
        yield job;
      } else if (end === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if ("error" in end && !isLeft) {
        throw end.error;
      } else {
        return undefined;
      }
    }
  }

  return {
    next: () => updates.next(),
    return() {
      isLeft = true;
      stop.abort();
      return updates.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
