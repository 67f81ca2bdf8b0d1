import type { Worker } from "bullmq";
import type { Timers } from "../util/timers.ts";

/** In milliseconds. */
const ERROR_BREAK = 1_000;

/** The breaks after refusals double from the first to the longest, in milliseconds. */
const FIRST_REFUSAL_BREAK = 100;
const LONGEST_REFUSAL_BREAK = 10_000;

/** After so many refusals in a row a worker does not count as one that polls. */
const REFUSALS = 5;

/** When a worker takes no polls for a while. */
export function createBreaks(
  worker: Pick<Worker, "pause" | "resume">,
  timers: Timers,
  closing: AbortSignal,
  onError: (error: unknown) => void,
) {
  let refusals = 0;
  let isOnBreak = false;

  function take(duration: number): void {
    if (isOnBreak || closing.aborted) {
      return;
    }
    isOnBreak = true;
    worker.pause(true).catch(onError);
    timers.schedule(timers.now() + duration, () => {
      isOnBreak = false;
      if (!closing.aborted) {
        worker.resume();
      }
    });
  }

  return {
    /** After an error of Redis, which BullMQ would repeat at once. */
    afterError: () => take(ERROR_BREAK),
    /** After a poll that has a job. */
    afterSuccess() {
      refusals = 0;
    },
    /** After a refused credential: the polls are left to workers with a better one, if there are any. */
    afterRefusal() {
      if (!isOnBreak) {
        take(Math.min(FIRST_REFUSAL_BREAK * 2 ** refusals, LONGEST_REFUSAL_BREAK));
        refusals += 1;
      }
    },
    /** Whether each of the recent polls was refused, so that the worker polls seldom. */
    isRefused: () => refusals >= REFUSALS,
  };
}
