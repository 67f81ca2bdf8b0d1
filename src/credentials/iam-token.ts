import { ConfigurationError } from "../errors/base.ts";
import { invalidResponse, responseError } from "../http/explain.ts";
import { checkBaseUrl } from "../http/origin.ts";
import type { HttpResponse } from "../http/response.ts";
import type { Fetch, HttpRequest } from "../http/send-once.ts";
import { tryParseJson, valueAt } from "../util/json.ts";
import { type Cloud, cloudOption, iamUrl, regionOption } from "../util/regions.ts";
import { pathSegment } from "../util/validate.ts";
import type { TokenCredentials } from "./credentials.ts";

// What every way to a token from IAM has in common.

/** Where IAM is, and the project of the token. */
export interface TokenOptions {
  /** With `/v3` or without. Default: the one of `cloud` and `region`. */
  readonly iamEndpoint?: string | undefined;
  readonly cloud?: Cloud | undefined;
  readonly region?: string | undefined;
  /** Without ID and name the token is for the whole account. */
  readonly projectId?: string | undefined;
  /** For example the region's own project, `"eu-de"`. */
  readonly projectName?: string | undefined;
  /** Default: the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
}

/** Of one request to IAM, in milliseconds. */
export const IAM_TIMEOUT = 30_000;

export type Given = Readonly<Record<string, unknown>>;

/** A part of a request to IAM that names something by its ID or by its name. */
export interface Named {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** A request for a token, as somebody, for the scope that the options name. */
export function tokenRequest(given: Given, identity: object, domain: Named | undefined): HttpRequest {
  return {
    method: "POST",
    url: tokensUrl(given),
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ auth: { identity, scope: scopeOption(given, domain) } }),
  };
}

/** The URL that issues tokens, from `iamEndpoint`, or from `cloud` and `region`. */
function tokensUrl({ iamEndpoint, cloud, region }: Given): string {
  if (iamEndpoint !== undefined) {
    return `${checkBaseUrl("iamEndpoint", iamEndpoint, false).replace(/\/v3$/, "")}/v3/auth/tokens`;
  }
  if (cloud === undefined) {
    throw new ConfigurationError('Give "cloud" and "region", or "iamEndpoint" with the base URL of IAM.');
  }
  return `${iamUrl(cloudOption(cloud), regionOption(region))}/auth/tokens`;
}

/** The account, by `domainName` or `domainId`. */
export function domainOption(given: Given): Named {
  const byId = given["domainId"] !== undefined && given["domainName"] === undefined;
  return byId ? { id: requiredText(given, "domainId") } : { name: requiredText(given, "domainName") };
}

/** The scope of the token: a project by ID or by name, or the whole account. */
function scopeOption(given: Given, domain: Named | undefined): object | undefined {
  if (given["projectId"] !== undefined) {
    return { project: { id: pathSegment("projectId", given["projectId"]) } };
  }
  if (given["projectName"] !== undefined) {
    return { project: { name: requiredText(given, "projectName"), domain: domain ?? domainOption(given) } };
  }
  return domain && { domain };
}

/** A text that is not empty. The message never shows a wrong one, which may be a secret. */
export function requiredText(given: Given, name: string): string {
  const value = given[name];
  if (typeof value !== "string" || value === "") {
    throw new ConfigurationError(`"${name}" must be a text that is not empty.`);
  }
  return value;
}

/** Assumed if nothing says when a credential ends, or that it has ended already; in milliseconds. */
const ASSUMED_LIFE = 3_600_000;

/**
 * The token that IAM issued.
 *
 * @param rejectionHint - what to do about a 401
 * @throws ApiError, InvalidResponseError - if it did not
 */
export function issuedToken(http: HttpResponse, now: number, rejectionHint?: string): TokenCredentials {
  if (!http.response.ok) {
    const context = { notes: {}, projectId: undefined, explainRejection: () => rejectionHint };
    throw responseError(http, now, http.response.status === 401 ? context : undefined);
  }
  const token = http.response.headers.get("X-Subject-Token");
  if (!token) {
    // Does not quote the body, which may contain the token.
    throw invalidResponse("there is no X-Subject-Token header with the token", { ...http, text: "" });
  }
  return { token, expiresAt: endOf(valueAt(tryParseJson(http.text), "token.expires_at"), now) };
}

/** When a credential ends. A clock that is ahead must not make each request ask for another. */
export function endOf(expiry: unknown, now: number): Date {
  const end = Date.parse(String(expiry));
  return new Date(end > now ? end : now + ASSUMED_LIFE);
}
