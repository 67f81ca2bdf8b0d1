import { type Emit, errorName } from "../events.ts";
import type { Clock } from "../util/clock.ts";
import {
  type Authorization,
  authorize,
  checkCredential,
  type StaticCredentials,
  type Unauthorized,
} from "./credentials.ts";
import { type CredentialsFunction, createTokenCache } from "./token-cache.ts";

/** A token, an access key, or a function that yields either. */
export type Credentials = StaticCredentials | CredentialsFunction;

/** Authorizes requests, and knows what to do about a refusal. */
export interface Authorizer {
  /** @param refused - the credential that the server refused this request with, when it did */
  authorize(request: Unauthorized, refused?: StaticCredentials): Promise<Authorization>;
  /** Whether another credential may help. A signature is never repeated: five refusals in a row lock the key. */
  canRenew(refused: StaticCredentials): boolean;
}

/**
 * @throws ConfigurationError when the credentials are none; its message never shows them
 */
export function createAuthorizer(credentials: unknown, clock: Clock, emit: Emit): Authorizer {
  if (typeof credentials !== "function") {
    const credential = checkCredential(credentials);
    return { authorize: (request) => authorize(credential, request), canRenew: () => false };
  }
  const source = createTokenCache(withEvents(credentials as CredentialsFunction, clock, emit), clock);
  return {
    authorize: async (request, refused) => authorize(await source(refused), request),
    canRenew: (refused) => "token" in refused,
  };
}

/** The function, with an event for each time that it is asked. */
function withEvents(ask: CredentialsFunction, clock: Clock, emit: Emit): CredentialsFunction {
  return async (request = {}) => {
    const began = clock.now();
    const tell = (failure?: { readonly error: string }): void => {
      const reason = request.rejected === undefined ? "due" : "refused";
      emit({ type: "refresh", reason, duration: clock.now() - began, ...failure });
    };
    try {
      const credential = await ask(request);
      tell();
      return credential;
    } catch (error) {
      tell({ error: errorName(error) });
      throw error;
    }
  };
}
