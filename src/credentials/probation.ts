import type { ApiError } from "../errors/request-errors.ts";
import type { Authorization } from "../http/client.ts";
import { onAbort } from "../util/abort.ts";

/** How many requests may be in flight with a credential that no server has accepted: one that hangs holds nobody up. */
const MAX_UNPROVEN = 2;

/** One request with a credential. */
type Trial = Pick<Authorization, "accept" | "refuse" | "end">;

/** What servers made of one credential. */
export interface Probation {
  /** The error with which a server refused it: nothing more is sent with it. */
  readonly refusal: ApiError | undefined;
  /**
   * Waits until a request may be sent with it.
   *
   * @throws the refusal, and the signal's `reason`
   */
  start(signal: AbortSignal): Trial | Promise<Trial>;
}

/**
 * Services lock a key or a user after a few refusals. So a credential is on probation until a server has accepted it: two
 * requests at most are in flight with it, and after a refusal nothing more is sent. One that was accepted before gets one
 * more request.
 */
export function createProbation(): Probation {
  /** Requests that wait; each is started, or rejected with the refusal. */
  const queue = new Set<() => void>();
  let maxInFlight = MAX_UNPROVEN;
  let inFlight = 0;
  let refusal: ApiError | undefined;
  /** Counts the first refusals: a response to a request that was sent before says nothing new. */
  let round = 0;

  function drain(): void {
    for (const settle of queue) {
      if (refusal !== undefined || inFlight < maxInFlight) {
        queue.delete(settle);
        settle();
      }
    }
  }

  function createTrial(): Trial {
    const began = round;
    let hasEnded = false;
    inFlight += 1;
    return {
      accept() {
        if (began === round) {
          maxInFlight = Number.POSITIVE_INFINITY;
          refusal = undefined;
          drain();
        }
      },
      refuse(error) {
        if (maxInFlight === Number.POSITIVE_INFINITY) {
          maxInFlight = 1;
          round += 1;
        } else if (began === round) {
          refusal ??= error;
          drain();
        }
        return refusal ?? error;
      },
      end() {
        inFlight -= hasEnded ? 0 : 1;
        hasEnded = true;
        drain();
      },
    };
  }

  function enqueue(signal: AbortSignal): Promise<Trial> {
    return new Promise((resolve, reject) => {
      let release = (): void => {};
      const settle = (): void => {
        release();
        refusal === undefined ? resolve(createTrial()) : reject(refusal);
      };
      queue.add(settle);
      release = onAbort(signal, () => {
        queue.delete(settle);
        reject(signal.reason);
      });
      drain();
    });
  }

  return {
    get refusal() {
      return refusal;
    },
    start(signal) {
      return refusal === undefined && inFlight < maxInFlight ? createTrial() : enqueue(signal);
    },
  };
}
