import type { Emit } from "../events.ts";
import type { Authorization, Authorize, UnauthorizedRequest } from "../http/client.ts";
import type { Clock } from "../util/clock.ts";
import {
  checkCredential,
  explainRejection,
  headersFor,
  keyOf,
  type StaticCredentials,
  secretsOf,
} from "./credentials.ts";
import { createProbation, type Probation } from "./probation.ts";
import { type CredentialsFunction, type CredentialsRequest, createTokenCache } from "./token-cache.ts";

/** A token, an access key, or a function that returns either. */
export type Credentials = StaticCredentials | CredentialsFunction;

/**
 * Makes the authorizer of a client. A credential that a server has refused is not sent again; a function is asked once for
 * another.
 *
 * @throws ConfigurationError if `credentials` is invalid; its message never shows them
 */
export function createAuthorizer(credentials: unknown, clock: Clock, emit?: Emit): Authorize {
  if (typeof credentials !== "function") {
    const credential = checkCredential(credentials);
    const probation = createProbation();
    return (request) => tryWith(credential, probation, request);
  }
  const probationOf = createProbations();
  const cache = createTokenCache(credentials as CredentialsFunction, clock, emit);
  async function authorizeFromCache(
    request: UnauthorizedRequest,
    why: CredentialsRequest,
    credentialsLeft: number,
  ): Promise<Authorization> {
    const credential = await cache(why);
    const refused = { rejected: credential };
    const probation = probationOf(credential);
    const renew: Authorize = (next) => authorizeFromCache(next, refused, MAX_CREDENTIALS);
    try {
      return await tryWith(credential, probation, request, renew);
    } catch (error) {
      // Refused before this request was sent: it has another credential to try.
      if (error === probation.refusal && credentialsLeft > 1) {
        return authorizeFromCache(request, refused, credentialsLeft - 1);
      }
      throw error;
    }
  }
  return (request) => authorizeFromCache(request, {}, MAX_CREDENTIALS);
}

/** How many credentials one request waits for before it is sent. */
const MAX_CREDENTIALS = 3;

/** How many credentials of a function are remembered. */
const MAX_PROBATIONS = 100;

/** The probation of each credential, the latest ones. */
function createProbations(): (credential: StaticCredentials) => Probation {
  const probations = new Map<string, Probation>();
  let latest: { readonly credential: StaticCredentials; readonly probation: Probation } | undefined;
  return (credential) => {
    if (latest?.credential === credential) {
      return latest.probation;
    }
    const key = keyOf(credential);
    const probation = probations.get(key) ?? createProbation();
    probations.delete(key);
    probations.set(key, probation);
    const [oldest] = probations.keys();
    if (probations.size > MAX_PROBATIONS && oldest !== undefined) {
      probations.delete(oldest);
    }
    latest = { credential, probation };
    return probation;
  };
}

/** @param renew - authorizes a request with another credential */
async function tryWith(
  credential: StaticCredentials,
  probation: Probation,
  request: UnauthorizedRequest,
  renew?: Authorize,
): Promise<Authorization> {
  const started = probation.start(request.signal);
  const trial = "then" in started ? await started : started;
  try {
    const headers = await headersFor(credential, request);
    return {
      headers,
      secrets: secretsOf(credential),
      signature: headers["Authorization"]?.split("Signature=")[1],
      explainRejection: (response, now) => explainRejection(credential, response, now),
      ...trial,
      renew,
    };
  } catch (error) {
    trial.end();
    throw error;
  }
}
