import type { Clock } from "../clock.ts";
import type { Emit } from "../events.ts";
import { type Authorization, authorize, type Unauthorized } from "./authorize.ts";
import type { StaticCredentials } from "./credential.ts";
import { type CredentialsFunction, functionSource, staticSource } from "./source.ts";

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
  const source =
    typeof credentials === "function"
      ? functionSource(told(credentials as CredentialsFunction, clock, emit), clock)
      : staticSource(credentials);
  return {
    async authorize(request, refused) {
      return authorize(await (refused === undefined ? source.current() : source.renewed(refused)), request);
    },
    canRenew: source.canRenew,
  };
}

/** The function, with an event for each time that it is asked. */
function told(ask: CredentialsFunction, clock: Clock, emit: Emit): CredentialsFunction {
  return async (request = {}) => {
    const began = clock.now();
    const reason = request.rejected === undefined ? "due" : "refused";
    try {
      const credential = await ask(request);
      emit({ type: "refresh", reason, duration: clock.now() - began });
      return credential;
    } catch (error) {
      emit({
        type: "refresh",
        reason,
        duration: clock.now() - began,
        error: error instanceof Error ? error.name : typeof error,
      });
      throw error;
    }
  };
}
