import { eventError } from "../errors/base.ts";
import type { Emit } from "../events.ts";
import type { Authorization, Authorizer, UnauthorizedRequest } from "../http/client.ts";
import type { Clock } from "../util/clock.ts";
import { authorize, checkCredential, explainRejection, keyOf, type StaticCredentials } from "./credentials.ts";
import { createProbation, type Probation } from "./probation.ts";
import { type CredentialsFunction, createTokenCache } from "./token-cache.ts";

/** A token, an access key, or a function that returns either. */
export type Credentials = StaticCredentials | CredentialsFunction;

/**
 * Makes the authorizer of a client. A credential that a server has refused is not sent again; a function is asked once for
 * another.
 *
 * @throws ConfigurationError if `credentials` is invalid; its message never shows them
 */
export function createAuthorizer(credentials: unknown, clock: Clock, emit: Emit): Authorizer {
  const probationOf = createProbations();
  if (typeof credentials !== "function") {
    const credential = checkCredential(credentials);
    return { authorize: (request) => authorizeWith(credential, probationOf(credential), request) };
  }
  const cache = createTokenCache(withEvents(credentials as CredentialsFunction, clock, emit), clock);

  async function authorizeFromCache(request: UnauthorizedRequest): Promise<Authorization> {
    const credential = await cache();
    const probation = probationOf(credential);
    const renew = async (next: UnauthorizedRequest): Promise<Authorization> => {
      const other = await cache(credential);
      return authorizeWith(other, probationOf(other), next);
    };
    return authorizeWith(credential, probation, request, renew).catch((error) => {
      if (error === probation.refusal) {
        return renew(request);
      }
      throw error;
    });
  }
  return { authorize: authorizeFromCache };
}

/** How many credentials of a function are remembered. */
const MAX_PROBATIONS = 100;

/** The probation of each credential, the latest ones. */
function createProbations(): (credential: StaticCredentials) => Probation {
  const probations = new Map<string, Probation>();
  return (credential) => {
    const key = keyOf(credential);
    const probation = probations.get(key) ?? createProbation();
    probations.delete(key);
    probations.set(key, probation);
    for (const oldest of probations.keys()) {
      if (probations.size > MAX_PROBATIONS) {
        probations.delete(oldest);
      }
    }
    return probation;
  };
}

async function authorizeWith(
  credential: StaticCredentials,
  probation: Probation,
  request: UnauthorizedRequest,
  renew?: Authorization["renew"],
): Promise<Authorization> {
  const started = probation.start(request.signal);
  const trial = "then" in started ? await started : started;
  try {
    const explain: Authorization["explainRejection"] = (response, now) => explainRejection(credential, response, now);
    return { ...(await authorize(credential, request)), ...trial, renew, explainRejection: explain };
  } catch (error) {
    trial.end();
    throw error;
  }
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
