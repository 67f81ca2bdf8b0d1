import { tie } from "../abort.ts";

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
  const finished = { done: true, value: undefined } as const;
  const stop = new AbortController();
  let untie = (): void => {};
  let isStarted = false;
  let isOver = false;
  let latest: { readonly job: J } | undefined;
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => {};
  let turn: Promise<unknown> = Promise.resolve();

  function tell(job: J): void {
    latest = { job };
    wake();
  }

  function end(ending?: { readonly error: unknown }): void {
    if (!isOver) {
      isOver = true;
      failure = ending;
      untie();
      wake();
    }
  }

  function start(): void {
    isStarted = true;
    untie = tie(signal, stop);
    followJob(stop.signal, tell).then(
      () => end(),
      (error: unknown) => end({ error }),
    );
  }

  async function step(): Promise<IteratorResult<J, undefined>> {
    if (!isStarted && !isOver) {
      start();
    }
    while (latest === undefined && !isOver) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (latest !== undefined) {
      const value = latest.job;
      latest = undefined;
      return { done: false, value };
    }
    if (failure !== undefined) {
      const { error } = failure;
      failure = undefined;
      throw error;
    }
    return finished;
  }

  return {
    next() {
      const result = turn.then(step, step);
      turn = result;
      return result;
    },
    async return() {
      latest = undefined;
      end();
      stop.abort();
      return finished;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
