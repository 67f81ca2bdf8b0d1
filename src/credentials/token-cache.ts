import { JobsError } from "../errors/base.ts";
import type { Clock } from "../util/clock.ts";
import { checkCredential, type StaticCredentials } from "./credentials.ts";

/** Why a credentials function is asked. */
export interface CredentialsRequest {
  /** The credential that the server has just refused (401): another one is needed. */
  readonly rejected?: StaticCredentials;
}

/** Yields a credential whenever one is needed. */
export type CredentialsFunction = (request?: CredentialsRequest) => StaticCredentials | PromiseLike<StaticCredentials>;

/** Yields the credential for the next request, or another one in place of one that was refused. */
export type TokenCache = (refused?: StaticCredentials) => Promise<StaticCredentials>;

/** A credential is renewed when nine tenths of its time are over, or five minutes before its end if that is later. */
const RENEW_AFTER_SHARE = 0.9;
const RENEW_BEFORE_END = 300_000;

/** The time between two tries of an early renewal, in milliseconds. */
const RETRY_AFTER = 30_000;

/** A call that takes longer is not shared any more, so that one that hangs does not hold up all that come later. */
const MAX_SHARED_CALL = 30_000;

/** A call of a credentials function that is under way. */
interface Call {
  readonly request: CredentialsRequest;
  readonly since: number;
  readonly call: Promise<StaticCredentials>;
}

/**
 * A source that asks a function: for each request, or where the credential says when it ends, shortly before that. Any
 * number of requests share one call.
 */
export function createTokenCache(ask: CredentialsFunction, clock: Clock): TokenCache {
  let latest: StaticCredentials | undefined;
  let renewAt = -Infinity;
  let pending: Call | undefined;

  function refresh(request: CredentialsRequest): Promise<StaticCredentials> {
    if (pending !== undefined && mayServe(pending, request, clock.now())) {
      return pending.call;
    }
    const own = { request, since: clock.now(), call: load(ask, request) };
    pending = own;
    const settle = (credential?: StaticCredentials): void => {
      // A call that was given up answers too late.
      if (pending === own) {
        pending = undefined;
        latest = credential ?? latest;
        renewAt = credential === undefined ? renewAt : renewalOf(credential, clock.now());
      }
    };
    own.call.then(settle, () => settle());
    return own.call;
  }

  return async (refused) => {
    if (refused !== undefined) {
      return latest !== undefined && !isSame(latest, refused) ? latest : refresh({ rejected: refused });
    }
    const now = clock.now();
    if (latest !== undefined && now < renewAt) {
      return latest;
    }
    const end = latest?.expiresAt?.getTime() ?? now;
    if (latest === undefined || end <= now) {
      return refresh({});
    }
    // It is good for a while yet: nobody waits for the next one, and a failure to get it has time to pass.
    renewAt = Math.min(now + RETRY_AFTER, end);
    refresh({}).catch(() => {});
    return latest;
  };
}

/** A function that was not told of a refusal may yield what was refused. */
function mayServe({ request: { rejected }, since }: Call, request: CredentialsRequest, now: number): boolean {
  const isTold = rejected !== undefined || request.rejected === undefined;
  // A clock that jumps back must not prolong a call that hangs.
  return isTold && now >= since && now - since < MAX_SHARED_CALL;
}

function isSame(a: StaticCredentials, b: StaticCredentials): boolean {
  return "token" in a && "token" in b && a.token === b.token;
}

async function load(ask: CredentialsFunction, request: CredentialsRequest): Promise<StaticCredentials> {
  try {
    return checkCredential(await ask(request));
  } catch (cause) {
    throw cause instanceof JobsError
      ? cause
      : new JobsError("The credentials function failed; its error is the cause.", { cause });
  }
}

function renewalOf({ expiresAt }: StaticCredentials, now: number): number {
  if (expiresAt === undefined) {
    return -Infinity;
  }
  const end = expiresAt.getTime();
  return Math.max(now + RENEW_AFTER_SHARE * (end - now), end - RENEW_BEFORE_END);
}
