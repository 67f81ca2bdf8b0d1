import { createHttpClient } from "../http/client.ts";
import { adaptiveLimit, createRateLimiter } from "../http/rate-limiter.ts";
import type { Fetch } from "../http/send-once.ts";
import { systemClock } from "../util/clock.ts";
import { createTimers } from "../util/timers.ts";
import { functionOption, objectOption } from "../util/validate.ts";
import {
  domainOption,
  type Given,
  IAM_TIMEOUT,
  issuedToken,
  type Named,
  requiredText,
  type TokenOptions,
  tokenRequest,
} from "./iam-token.ts";
import { type Credentials, createAuthorizer } from "./index.ts";
import { type CredentialsFunction, createTokenCache } from "./token-cache.ts";

/** An agency of another account, and the scope of the token: a project of that account. */
export interface AgencyOptions extends TokenOptions {
  /** Those of the own account, which the agency trusts. */
  readonly credentials: Credentials;
  /** The account that has created the agency. */
  readonly domainName?: string | undefined;
  /** In place of `domainName`. */
  readonly domainId?: string | undefined;
  readonly agencyName: string;
}

/**
 * Makes a credentials function that gets tokens of another account, which has delegated permissions to the own one by an
 * agency: one when it is needed, and another shortly before that ends or if it is rejected. Concurrent requests share one.
 *
 * The function rejects with `AuthenticationError` or `PermissionError` if IAM refuses, and with the other errors of a
 * request.
 *
 * @throws ConfigurationError if an option is missing or wrong; the message never shows credentials
 * @example
 * ```ts
 * const own = passwordCredentials({ cloud: "otc", region: "eu-de", username, password, domainName: "OTC-OWN" });
 * const credentials = agencyCredentials({
 *   credentials: own,
 *   cloud: "otc",
 *   region: "eu-de",
 *   domainName: "OTC-CUSTOMER",
 *   agencyName: "operations",
 *   projectName: "eu-de_customer",
 * });
 * ```
 */
export function agencyCredentials(options: AgencyOptions): CredentialsFunction {
  const given = objectOption("options", options);
  const domain = domainOption(given);
  const identity = { methods: ["assume_role"], assume_role: roleOption(given, domain) };
  const request = { ...tokenRequest(given, identity, domain), projectId: undefined };
  const http = createHttpClient({
    service: "iam",
    fetch: functionOption<Fetch | undefined>("fetch", given["fetch"], undefined),
    authorize: createAuthorizer(given["credentials"], systemClock),
    limiter: createRateLimiter(adaptiveLimit, createTimers(systemClock)),
    requestTimeout: IAM_TIMEOUT,
    // The request that needs the token is what is repeated.
    retry: { maxAttempts: 1, baseDelay: 0, maxDelay: 0 },
    clock: systemClock,
  });
  return createTokenCache(async () => issuedToken(await http.send(request), systemClock.now()), systemClock);
}

/** Open Telekom Cloud has kept the older name of the agency's name. */
function roleOption(given: Given, { id, name }: Named): object {
  const isOtc = given["cloud"] === "otc" || /\.otc\.t-systems\.com/.test(String(given["iamEndpoint"]));
  const agency = requiredText(given, "agencyName");
  return {
    ...(id === undefined ? { domain_name: name } : { domain_id: id }),
    ...(isOtc ? { xrole_name: agency } : { agency_name: agency }),
  };
}
