import { ConfigurationError } from "../errors/base.ts";
import type { Authorization, UnauthorizedRequest } from "../http/client.ts";
import { isRecord } from "../util/json.ts";
import { sign } from "./sign.ts";

/** A token from IAM, as sent in `X-Auth-Token`. */
export interface TokenCredentials {
  readonly token: string;
  /** When the token ends. A function is called again shortly before; without it, for each request. */
  readonly expiresAt?: Date | undefined;
}

/** An access key, permanent or temporary, with which each request is signed (SDK-HMAC-SHA256). */
export interface AccessKeyCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Required for a temporary key. */
  readonly securityToken?: string | undefined;
  /** When a temporary key ends. */
  readonly expiresAt?: Date | undefined;
}

/** A token or an access key. */
export type StaticCredentials = TokenCredentials | AccessKeyCredentials;

/** Printable ASCII: what a header can carry. The platform's error would quote anything else, secret and all. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

/**
 * Checks what a user or a credentials function gave.
 *
 * @throws ConfigurationError if it is not a credential; the message never shows it
 */
export function checkCredential(given: unknown): StaticCredentials {
  if (!isRecord(given)) {
    throw invalid(
      "must be { token }, { accessKeyId, secretAccessKey, securityToken? } or a function that yields either",
    );
  }
  if (given["token"] !== undefined && given["accessKeyId"] !== undefined) {
    throw invalid('must have either "token" or "accessKeyId", not both');
  }
  const names = given["accessKeyId"] === undefined ? ["token"] : ["accessKeyId", "secretAccessKey"];
  for (const name of given["securityToken"] === undefined ? names : [...names, "securityToken"]) {
    const value = given[name];
    if (typeof value !== "string" || !HEADER_VALUE.test(value)) {
      throw invalid(`must have "${name}", a text of printable ASCII characters without spaces`);
    }
  }
  const { expiresAt } = given;
  if (expiresAt !== undefined && !(expiresAt instanceof Date && !Number.isNaN(expiresAt.getTime()))) {
    throw invalid('must have a valid Date as "expiresAt", or none');
  }
  const known = [...names, "securityToken", "expiresAt"].filter((name) => given[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, given[name]])) as unknown as StaticCredentials;
}

function invalid(expected: string): ConfigurationError {
  return new ConfigurationError(`"credentials" ${expected}.`);
}

/** The headers that authorize a request: a token, or a signature made for it. */
export function headersFor(
  credential: StaticCredentials,
  request: UnauthorizedRequest,
): Authorization["headers"] | Promise<Authorization["headers"]> {
  if ("token" in credential) {
    return { "X-Auth-Token": credential.token };
  }
  const { projectId } = request;
  const { securityToken } = credential;
  return sign(credential, {
    ...request,
    headers: {
      ...(projectId !== undefined && { "X-Project-Id": projectId }),
      ...(securityToken !== undefined && { "X-Security-Token": securityToken }),
    },
  });
}

export function secretsOf({ expiresAt, ...secrets }: StaticCredentials): string[] {
  return Object.values<string | undefined>(secrets).filter((value) => value !== undefined);
}

/** Distinguishes credentials. */
export function keyOf(credential: StaticCredentials): string {
  return JSON.stringify(secretsOf(credential));
}

/** A clock that is off by more than this is worth mentioning, in milliseconds; the gateway allows 15 minutes. */
const CLOCK_SKEW_TO_MENTION = 60_000;

export function explainRejection(credential: StaticCredentials, { headers }: Response, now: number): string {
  const { expiresAt } = credential;
  const verb = expiresAt && expiresAt.getTime() <= now ? "ended" : "is good until";
  const why = expiresAt
    ? `; it ${verb} ${expiresAt.toISOString()}.`
    : ": it is wrong, has expired, or is for another region.";
  if ("token" in credential) {
    return `The token was refused${why}`;
  }
  const ahead = now - Date.parse(headers.get("date") ?? "");
  const minutes = Math.round(Math.abs(ahead) / 6_000) / 10;
  const skew = ` The clock of this machine is ${minutes} minutes ${ahead > 0 ? "ahead of" : "behind"} the server's; a signature is good for 15.`;
  return `The access key was refused${why}${Math.abs(ahead) > CLOCK_SKEW_TO_MENTION ? skew : ""}`;
}
