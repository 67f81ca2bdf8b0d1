import { ConfigurationError } from "../errors/base.ts";
import { invalidResponse, responseError } from "../http/explain.ts";
import { checkBaseUrl } from "../http/origin.ts";
import { type Fetch, sendOnce } from "../http/send-once.ts";
import { systemClock } from "../util/clock.ts";
import { createRedactor } from "../util/redact.ts";
import { type Cloud, cloudOption, iamUrl, regionOption } from "../util/regions.ts";
import { functionOption, objectOption, pathSegment } from "../util/validate.ts";
import type { TokenCredentials } from "./credentials.ts";
import { type CredentialsFunction, createTokenCache } from "./token-cache.ts";

/** An IAM user, and the scope of the token. */
export interface PasswordOptions {
  /** With `/v3` or without. Default: the one of `cloud` and `region`. */
  readonly iamEndpoint?: string | undefined;
  readonly cloud?: Cloud | undefined;
  readonly region?: string | undefined;
  readonly username: string;
  readonly password: string;
  /** The account that the user belongs to. */
  readonly domainName: string;
  /** The project of the token. Without ID and name the token is for the whole domain. */
  readonly projectId?: string | undefined;
  /** For example the region's own project, `"eu-de"`. */
  readonly projectName?: string | undefined;
  /** Default: the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
}

const TIMEOUT = 30_000;

/**
 * Makes a credentials function that logs an IAM user in, and again shortly before the token ends or if it is rejected.
 * Concurrent requests share one login; a wrong password is tried once.
 *
 * The function rejects with `AuthenticationError` for wrong credentials, and with the other errors of a request.
 *
 * @throws ConfigurationError if an option is missing or wrong; the message never shows the password
 * @example
 * ```ts
 * const credentials = passwordCredentials({ cloud: "otc", region: "eu-de", username, password, domainName, projectId });
 * const jobs = createJobsClient({ cloud: "otc", region: "eu-de", projectId, credentials });
 * ```
 */
export function passwordCredentials(options: PasswordOptions): CredentialsFunction {
  const given = objectOption("options", options);
  const user = { name: text(given, "username"), password: text(given, "password") };
  const domain = { name: text(given, "domainName") };
  const identity = { methods: ["password"], password: { user: { ...user, domain } } };
  const body = JSON.stringify({ auth: { identity, scope: resolveScope(given, domain) } });
  const url = `${resolveEndpoint(given)}/auth/tokens`;
  const fetch = functionOption<Fetch | undefined>("fetch", given["fetch"], undefined);
  const cache = createTokenCache(() => logIn(url, body, fetch, user.password), systemClock);
  return ({ rejected } = {}) => cache(rejected);
}

async function logIn(url: string, body: string, fetch: Fetch | undefined, password: string): Promise<TokenCredentials> {
  const { add, redact } = createRedactor();
  add([password]);
  const request = { method: "POST", url, headers: { "Content-Type": "application/json" }, body };
  const info = { service: "iam", method: "POST", url, attempts: 1 };
  const http = await sendOnce(request, info, { fetch, redact, timeout: TIMEOUT });
  const now = systemClock.now();
  if (!http.response.ok) {
    throw responseError(http, now);
  }
  const token = http.response.headers.get("X-Subject-Token");
  if (token === null) {
    // Does not quote the body, which may contain the token.
    throw invalidResponse("there is no X-Subject-Token header with the token", { ...http, text: "" });
  }
  const expiresAt = expiryOf(http.text);
  // A clock that is ahead must not make each request log in again.
  return { token, expiresAt: new Date(expiresAt > now ? expiresAt : now + ASSUMED_LIFE) };
}

/** Assumed if IAM does not say when the token ends, or says that it has ended already; in milliseconds. */
const ASSUMED_LIFE = 3_600_000;

/** When the token ends, in milliseconds since the epoch; `NaN` if the body does not say. */
function expiryOf(body: string): number {
  try {
    return Date.parse(JSON.parse(body).token.expires_at);
  } catch {
    return Number.NaN;
  }
}

function resolveScope({ projectId, projectName }: Given, domain: { readonly name: string }): object {
  if (projectId !== undefined) {
    return { project: { id: pathSegment("projectId", projectId) } };
  }
  return projectName === undefined ? { domain } : { project: { name: text({ projectName }, "projectName"), domain } };
}

function resolveEndpoint({ iamEndpoint, cloud, region }: Given): string {
  if (iamEndpoint !== undefined) {
    return `${checkBaseUrl("iamEndpoint", iamEndpoint, false).replace(/\/v3$/, "")}/v3`;
  }
  if (cloud === undefined) {
    throw new ConfigurationError('Give "cloud" and "region", or "iamEndpoint" with the base URL of IAM.');
  }
  return iamUrl(cloudOption(cloud), regionOption(region));
}

type Given = Readonly<Record<string, unknown>>;

function text(given: Given, name: string): string {
  const value = given[name];
  if (typeof value !== "string" || value === "") {
    throw new ConfigurationError(`"${name}" must be a text that is not empty.`);
  }
  return value;
}
