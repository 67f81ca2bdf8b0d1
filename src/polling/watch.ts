import { forwardAbort } from "../util/abort.ts";

/** The changes of a job; the last one is its end. */
export interface JobUpdates<J> {
  next(): Promise<IteratorResult<J, undefined>>;
  /** Stops the wait at once; `for await` calls it when the loop is left. */
  return(): Promise<IteratorResult<J, undefined>>;
  [Symbol.asyncIterator](): JobUpdates<J>;
}

/** Follows a job, tells each change, and settles when the job is over. */
type Follow<J> = (signal: AbortSignal, tell: (job: J) => void) => Promise<unknown>;

/**
 * The changes of a job as an async iterator. Nothing starts before the first `next()`; leaving the loop stops
 * everything at once; who is slow gets the latest state, not a backlog.
 */
export function watch<J>(followJob: Follow<J>, signal: AbortSignal | undefined): JobUpdates<J> {
  const stop = new AbortController();
  let isLeft = false;
  const updates = changes();

  async function* changes(): AsyncGenerator<J, undefined> {
    let latest: { readonly job: J } | undefined;
    let end: { readonly error?: unknown } | undefined;
    let wake = (): void => {};
    const untie = forwardAbort(signal, stop);
    const tell = (job: J): void => {
      latest = { job };
      wake();
    };
    followJob(stop.signal, tell)
      .then(
        () => ({}),
        (error: unknown) => ({ error }),
      )
      .then((ending) => {
        end = ending;
        untie();
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
