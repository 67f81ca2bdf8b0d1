import { ConfigurationError } from "../errors/base.ts";
import { checkBaseUrl } from "../http/origin.ts";
import { invalidResponse, responseError } from "../http/response-error.ts";
import { type Fetch, sendOnce } from "../http/send-once.ts";
import { systemClock } from "../util/clock.ts";
import { createRedactor } from "../util/redact.ts";
import { type Cloud, cloudOption, type HostPattern, regionOption, serviceUrl } from "../util/regions.ts";
import { functionOption, objectOption, pathSegment } from "../util/validate.ts";
import type { TokenCredentials } from "./credentials.ts";
import { type CredentialsFunction, createTokenCache } from "./token-cache.ts";

/** An IAM user, and what the token shall be good for. */
export interface PasswordOptions {
  /** With `/v3` or without. Default: the one of `cloud` and `region`. */
  readonly iamEndpoint?: string | undefined;
  readonly cloud?: Cloud | undefined;
  readonly region?: string | undefined;
  readonly username: string;
  readonly password: string;
  /** The account that the user belongs to. */
  readonly domainName: string;
  /** The project that the token is for. Without ID and name it is for the whole domain. */
  readonly projectId?: string | undefined;
  /** For example the region's own project, `"eu-de"`. */
  readonly projectName?: string | undefined;
  /** Default: the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
}

/** IAM's hosts, which follow the services' pattern but in the Swiss region. */
const hosts: HostPattern = {
  prefix: "iam",
  clouds: ["huaweicloud", "otc"],
  exceptions: { "eu-ch2": "iam-pub.eu-ch2.sc.otc.t-systems.com" },
};

const TIMEOUT = 30_000;

/**
 * Makes a credentials function that logs an IAM user in, and again shortly before the token ends or when it is refused.
 * Any number of requests share one login; a wrong password is tried once.
 *
 * The function rejects with `AuthenticationError` for wrong credentials, and with the other errors of a request.
 *
 * @throws ConfigurationError when an option is missing or wrong; the message never shows the password
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
  const fetch = functionOption<Fetch>("fetch", given["fetch"], (url, init) => globalThis.fetch(url, init));
  const source = createTokenCache(() => logIn(url, body, fetch, user.password), systemClock);
  return ({ rejected } = {}) => source(rejected);
}

async function logIn(url: string, body: string, fetch: Fetch, password: string): Promise<TokenCredentials> {
  const { add, redact } = createRedactor();
  add([password]);
  const answer = await sendOnce({
    fetch,
    facts: { service: "iam", method: "POST", url, attempts: 1 },
    init: { method: "POST", headers: { "Content-Type": "application/json" }, body },
    redact,
    timeout: TIMEOUT,
  });
  if (!answer.response.ok) {
    throw responseError(answer, redact, systemClock.now());
  }
  const token = answer.response.headers.get("X-Subject-Token");
  if (token === null) {
    // What is not quoted cannot show a token that stands elsewhere.
    const unquoted = { ...answer, body: { text: "" } };
    throw invalidResponse("there is no X-Subject-Token header with the token", unquoted, redact);
  }
  const now = systemClock.now();
  const expiresAt = expiryOf(answer.body.text);
  // A clock that is ahead must not make each request log in anew.
  return { token, expiresAt: new Date(expiresAt > now ? expiresAt : now + ASSUMED_LIFE) };
}

/** How long a token is taken to live where its end is not told, or over as soon as it comes; in milliseconds. */
const ASSUMED_LIFE = 3_600_000;

/** When the token ends, in milliseconds since the epoch; `NaN` where the body does not tell. */
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
  return `${serviceUrl(hosts, cloudOption(cloud), regionOption(region))}/v3`;
}

type Given = Readonly<Record<string, unknown>>;

function text(given: Given, name: string): string {
  const value = given[name];
  if (typeof value !== "string" || value === "") {
    throw new ConfigurationError(`"${name}" must be a text that is not empty.`);
  }
  return value;
}
