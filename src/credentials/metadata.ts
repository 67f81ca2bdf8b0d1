import { ConfigurationError } from "../errors/base.ts";
import { invalidResponse, responseError } from "../http/explain.ts";
import { checkBaseUrl } from "../http/origin.ts";
import { type HttpResponse, parseResponse } from "../http/response.ts";
import { type Fetch, sendOnce } from "../http/send-once.ts";
import { systemClock } from "../util/clock.ts";
import { textValue, valueAt } from "../util/json.ts";
import { createRedactor } from "../util/redact.ts";
import { functionOption, knownOptions } from "../util/validate.ts";
import type { AccessKeyCredentials } from "./credentials.ts";
import { endOf } from "./iam-token.ts";
import { type CredentialsFunction, createTokenCache } from "./token-cache.ts";

/** Where the metadata service is. */
export interface MetadataOptions {
  /** Default: `http://169.254.169.254`, which every server of the cloud can reach, and nothing else. */
  readonly endpoint?: string | undefined;
  /** Default: the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
}

/** The service is on the same machine, or not there at all. */
const TIMEOUT = 3_000;

/** What the older version of the service says to a request for a session token, which it does not need. */
const isOlderVersion = (status: number): boolean => status === 404 || status === 405 || status === 503;

/**
 * Makes a credentials function for a program on an ECS that has an agency: it gets temporary access keys from the metadata
 * service, and others shortly before they end. Concurrent requests share one key.
 *
 * The function rejects with `NetworkError` or `TimeoutError` on any other machine, and with `ConfigurationError` if the ECS
 * has no agency.
 *
 * @throws ConfigurationError if an option is wrong
 * @example
 * ```ts
 * const jobs = createJobsClient({ cloud: "huaweicloud", region: "cn-north-4", projectId, credentials: metadataCredentials() });
 * ```
 */
export function metadataCredentials(options: MetadataOptions = {}): CredentialsFunction {
  const { endpoint = "http://169.254.169.254", ...given } = knownOptions("options", options, ["endpoint", "fetch"]);
  // The link to the service does not leave the machine, so that it needs no TLS.
  const base = checkBaseUrl("endpoint", endpoint, true);
  const fetch = functionOption<Fetch | undefined>("fetch", given["fetch"], undefined);
  return createTokenCache(() => loadKey(base, fetch), systemClock);
}

async function loadKey(base: string, fetch: Fetch | undefined): Promise<AccessKeyCredentials> {
  const { add, redact } = createRedactor();
  const send = (method: string, path: string, headers: Readonly<Record<string, string>>): Promise<HttpResponse> => {
    const url = `${base}${path}`;
    const info = { service: "metadata", method, url, attempts: 1 };
    return sendOnce({ method, url, headers }, info, { fetch, redact, timeout: TIMEOUT });
  };
  const session = await send("PUT", "/meta-data/latest/api/token", { "X-Metadata-Token-Ttl-Seconds": "21600" });
  const { ok, status } = session.response;
  if (!ok && !isOlderVersion(status)) {
    throw responseError(session, systemClock.now());
  }
  const token = ok ? session.text.trim() : "";
  add([token]);
  const key = await send("GET", "/openstack/latest/securitykey", token === "" ? {} : { "X-Metadata-Token": token });
  return keyIn(key);
}

function keyIn(http: HttpResponse): AccessKeyCredentials {
  const now = systemClock.now();
  if (http.response.status === 404) {
    throw new ConfigurationError(`The metadata service has no access key for this server: give the ECS an agency.`);
  }
  if (!http.response.ok) {
    throw responseError(http, now);
  }
  const { data } = parseResponse(http, undefined);
  const credential = valueAt(data, "credential");
  const [accessKeyId, secretAccessKey, securityToken] = ["access", "secret", "securitytoken"].map((name) =>
    textValue(valueAt(credential, name)),
  );
  if (accessKeyId === undefined || secretAccessKey === undefined || securityToken === undefined) {
    // Does not quote the body, which may contain a part of the key.
    throw invalidResponse("there is no access key in it", { ...http, text: "" });
  }
  return { accessKeyId, secretAccessKey, securityToken, expiresAt: endOf(valueAt(credential, "expires_at"), now) };
}
