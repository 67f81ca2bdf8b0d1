import type { Emit } from "../events.ts";
import type { Authorize, UnauthorizedRequest } from "../http/client.ts";
import type { Clock } from "../util/clock.ts";
import { authorize, checkCredential, type StaticCredentials } from "./credentials.ts";
import { type CredentialsFunction, createTokenCache } from "./token-cache.ts";

/** A token, an access key, or a function that returns either. */
export type Credentials = StaticCredentials | CredentialsFunction;

/**
 * Makes the authorizer of a client. A rejected signature is never repeated: five in a row lock the access key.
 *
 * @throws ConfigurationError if `credentials` is invalid; its message never shows them
 */
export function createAuthorizer(credentials: unknown, clock: Clock, emit: Emit): { readonly authorize: Authorize } {
  if (typeof credentials !== "function") {
    const credential = checkCredential(credentials);
    return { authorize: (request) => authorize(credential, request) };
  }
  const cache = createTokenCache(credentials as CredentialsFunction, clock, emit);
  const authorizeFromCache = async (request: UnauthorizedRequest, rejected?: StaticCredentials) => {
    const credential = await cache(rejected);
    const renew = (next: UnauthorizedRequest) => authorizeFromCache(next, credential);
    return authorize(credential, request, "token" in credential ? renew : undefined);
  };
  return { authorize: (request) => authorizeFromCache(request) };
}
