import { eventError } from "../errors/base.ts";
import type { Emit } from "../events.ts";
import type { Authorization, Authorizer, UnauthorizedRequest } from "../http/client.ts";
import type { Clock } from "../util/clock.ts";
import { authorize, checkCredential, explainRejection, type StaticCredentials } from "./credentials.ts";
import { type CredentialsFunction, createTokenCache } from "./token-cache.ts";

/** A token, an access key, or a function that returns either. */
export type Credentials = StaticCredentials | CredentialsFunction;

/**
 * Makes the authorizer of a client. A rejected signature is never repeated: five in a row lock the access key.
 *
 * @throws ConfigurationError if `credentials` is invalid; its message never shows them
 */
export function createAuthorizer(credentials: unknown, clock: Clock, emit: Emit): Authorizer {
  if (typeof credentials !== "function") {
    const credential = checkCredential(credentials);
    return { authorize: (request) => authorizeWith(credential, request) };
  }
  const cache = createTokenCache(withEvents(credentials as CredentialsFunction, clock, emit), clock);
  const authorizeFromCache = async (request: UnauthorizedRequest, rejected?: StaticCredentials) => {
    const credential = await cache(rejected);
    const renew = (next: UnauthorizedRequest) => authorizeFromCache(next, credential);
    return authorizeWith(credential, request, "token" in credential ? renew : undefined);
  };
  return { authorize: (request) => authorizeFromCache(request) };
}

async function authorizeWith(
  credential: StaticCredentials,
  request: UnauthorizedRequest,
  renew?: Authorization["renew"],
): Promise<Authorization> {
  return {
    ...(await authorize(credential, request)),
    renew,
    explainRejection: (response, now) => explainRejection(credential, response, now),
  };
}

/** The function, with an event for each call. */
function withEvents(load: CredentialsFunction, clock: Clock, emit: Emit): CredentialsFunction {
  if (emit === undefined) {
    return load;
  }
  return async (request = {}) => {
    const began = clock.now();
    const reason = request.rejected === undefined ? "due" : "refused";
    try {
      const credential = await load(request);
      emit({ type: "refresh", reason, duration: clock.now() - began });
      return credential;
    } catch (error) {
      emit({ type: "refresh", reason, duration: clock.now() - began, ...eventError(error) });
      throw error;
    }
  };
}
