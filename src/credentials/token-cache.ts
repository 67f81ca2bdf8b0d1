import { eventError, JobsError } from "../errors/base.ts";
import type { Emit } from "../events.ts";
import type { Clock } from "../util/clock.ts";
import { checkCredential, keyOf, type StaticCredentials } from "./credentials.ts";

/** Why a credentials function is called. */
export interface CredentialsRequest {
  /** The credential that the server has just refused (401): another one is needed. */
  readonly rejected?: StaticCredentials;
}

/** Returns a credential whenever one is needed. */
export type CredentialsFunction = (request?: CredentialsRequest) => StaticCredentials | PromiseLike<StaticCredentials>;

/** A credential is renewed after this share of its life, or `RENEW_BEFORE_END` before its end if that is later. */
const RENEW_AFTER_SHARE = 0.9;

/** In milliseconds. */
const RENEW_BEFORE_END = 300_000;

/** The time between two attempts of an early renewal, in milliseconds. */
const RENEWAL_INTERVAL = 30_000;

/** A longer call is no longer shared, so that one that hangs does not block later requests; in milliseconds. */
const MAX_SHARED_CALL = 30_000;

/**
 * Caches what a credentials function returns: it is called for each request, or if the credential says when it ends,
 * shortly before that. Concurrent requests share one call.
 */
export function createTokenCache(load: CredentialsFunction, clock: Clock, emit?: Emit): CredentialsFunction {
  let latest: StaticCredentials | undefined;
  let renewAt = -Infinity;
  /** When the function was last asked for another credential, and returned the same. */
  let insistedAt = -Infinity;
  let pending: (CredentialsRequest & { readonly since: number; promise: Promise<StaticCredentials> }) | undefined;

  function refresh(request: CredentialsRequest): Promise<StaticCredentials> {
    const now = clock.now();
    // A call that was made without `rejected` may return the rejected credential. A clock that jumps back must not
    // prolong a call that hangs.
    const knowsRejection = pending?.rejected !== undefined || request.rejected === undefined;
    if (pending && knowsRejection && now >= pending.since && now - pending.since < MAX_SHARED_CALL) {
      return pending.promise;
    }
    const own = { ...request, since: now, promise: call(request) };
    pending = own;
    const settle = (credential?: StaticCredentials): void => {
      // A call that is no longer shared settles too late to count.
      if (pending === own) {
        pending = undefined;
        if (credential && request.rejected && keyOf(credential) === keyOf(request.rejected)) {
          insistedAt = clock.now();
        }
        latest = credential ?? latest;
        renewAt = credential === undefined ? renewAt : renewalTime(credential, clock.now());
      }
    };
    own.promise.then(settle, () => settle());
    return own.promise;
  }

  async function call(request: CredentialsRequest): Promise<StaticCredentials> {
    const began = clock.now();
    const reason = request.rejected === undefined ? "due" : "refused";
    try {
      const credential = checkCredential(await load(request));
      emit?.({ type: "refresh", reason, duration: clock.now() - began });
      return credential;
    } catch (cause) {
      emit?.({ type: "refresh", reason, duration: clock.now() - began, ...eventError(cause) });
      throw cause instanceof JobsError
        ? cause
        : new JobsError("The credentials function failed; its error is the cause.", { cause });
    }
  }

  return async ({ rejected } = {}) => {
    const now = clock.now();
    if (rejected !== undefined) {
      const isAsked = now >= insistedAt && now - insistedAt < RENEWAL_INTERVAL;
      return latest && (isAsked || keyOf(latest) !== keyOf(rejected)) ? latest : refresh({ rejected });
    }
    if (latest !== undefined && now < renewAt) {
      return latest;
    }
    const end = latest?.expiresAt?.getTime() ?? now;
    if (latest === undefined || end <= now) {
      return refresh({});
    }
    // Still valid for a while: nobody waits for the next one, and a failed renewal has time to be repeated.
    renewAt = Math.min(now + RENEWAL_INTERVAL, end);
    refresh({}).catch(() => {});
    return latest;
  };
}

function renewalTime({ expiresAt }: StaticCredentials, now: number): number {
  if (expiresAt === undefined) {
    return -Infinity;
  }
  const end = expiresAt.getTime();
  return Math.max(now + RENEW_AFTER_SHARE * (end - now), end - RENEW_BEFORE_END);
}
