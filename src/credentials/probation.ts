import type { ApiError } from "../errors/request-errors.ts";
import { abortable } from "../util/abort.ts";

/** How many requests may be in flight with a credential that no server has accepted: one that hangs holds nobody up. */
const MAX_UNPROVEN = 2;

/** One request with a credential. */
export interface Trial {
  /** The server accepted the credential. */
  accept(): void;
  /** The server refused the credential (401). Returns the error of all requests that it refused. */
  refuse(error: ApiError): ApiError;
  /** To be called when the request has ended; further calls do nothing. */
  end(): void;
}

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
  const queue = new Set<PromiseWithResolvers>();
  let places = MAX_UNPROVEN;
  let inFlight = 0;
  let refusal: ApiError | undefined;
  /** Counts the first refusals: a response to a request that was sent before says nothing new. */
  let round = 0;

  function drain(): void {
    for (const waiting of queue) {
      if (refusal !== undefined) {
        queue.delete(waiting);
        waiting.reject(refusal);
      } else if (inFlight < places) {
        queue.delete(waiting);
        waiting.resolve(createTrial());
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
          places = Number.POSITIVE_INFINITY;
          refusal = undefined;
          drain();
        }
      },
      refuse(error) {
        if (places === Number.POSITIVE_INFINITY) {
          places = 1;
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

  async function enqueue(signal: AbortSignal): Promise<Trial> {
    const waiting = promiseWithResolvers();
    queue.add(waiting);
    drain();
    try {
      return await abortable(waiting.promise, signal);
    } catch (reason) {
      queue.delete(waiting);
      waiting.promise.then(
        (trial) => trial.end(),
        () => {},
      );
      throw reason;
    }
  }

  return {
    get refusal() {
      return refusal;
    },
    start(signal) {
      return refusal === undefined && inFlight < places ? createTrial() : enqueue(signal);
    },
  };
}

interface PromiseWithResolvers {
  readonly promise: Promise<Trial>;
  resolve(trial: Trial): void;
  reject(reason: unknown): void;
}

/** `Promise.withResolvers` of later platforms. */
function promiseWithResolvers(): PromiseWithResolvers {
  let resolvers: Omit<PromiseWithResolvers, "promise"> = { resolve() {}, reject() {} };
  const promise = new Promise<Trial>((resolve, reject) => {
    resolvers = { resolve, reject };
  });
  return { promise, ...resolvers };
}
