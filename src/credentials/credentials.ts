import { ConfigurationError } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { type Bytes, sign } from "./sign.ts";

/** A token of IAM, as sent in `X-Auth-Token`. */
export interface TokenCredentials {
  readonly token: string;
  /** When the token ends. A function's token is asked for anew shortly before; without it, for each request. */
  readonly expiresAt?: Date | undefined;
}

/** An access key, permanent or temporary, with which each request is signed (SDK-HMAC-SHA256). */
export interface AccessKeyCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Goes with a temporary key. */
  readonly securityToken?: string | undefined;
  /** When a temporary key ends. */
  readonly expiresAt?: Date | undefined;
}

/** A credential as it is. */
export type StaticCredentials = TokenCredentials | AccessKeyCredentials;

/** Printable ASCII: what a header can carry. Anything else would be quoted, secret and all, by the platform's error. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

/**
 * Checks what a user or a credentials function gave.
 *
 * @throws ConfigurationError when it is no credential; the message never shows it
 */
export function checkCredential(given: unknown): StaticCredentials {
  if (!isRecord(given)) {
    throw wrong("must be { token }, { accessKeyId, secretAccessKey, securityToken? } or a function that yields either");
  }
  if (given["token"] !== undefined && given["accessKeyId"] !== undefined) {
    throw wrong('must have either "token" or "accessKeyId", not both');
  }
  const names = given["accessKeyId"] === undefined ? ["token"] : ["accessKeyId", "secretAccessKey"];
  for (const name of given["securityToken"] === undefined ? names : [...names, "securityToken"]) {
    const value = given[name];
    if (typeof value !== "string" || !HEADER_VALUE.test(value)) {
      throw wrong(`must have "${name}", a text of printable ASCII characters without spaces`);
    }
  }
  const { expiresAt } = given;
  if (expiresAt !== undefined && !(expiresAt instanceof Date && !Number.isNaN(expiresAt.getTime()))) {
    throw wrong('must have a valid Date as "expiresAt", or none');
  }
  const known = [...names, "securityToken", "expiresAt"].filter((name) => given[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, given[name]])) as unknown as StaticCredentials;
}

/** The values in a credential that must never be shown. */
export function secretsOf({ expiresAt, ...secrets }: StaticCredentials): string[] {
  return Object.values<string | undefined>(secrets).filter((value) => value !== undefined);
}

function wrong(expected: string): ConfigurationError {
  return new ConfigurationError(`"credentials" ${expected}.`);
}

/** A request before it is authorized. */
export interface Unauthorized {
  readonly method: string;
  readonly url: string;
  readonly body?: Bytes | undefined;
  /** The project that a signed request is about. */
  projectId(): string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a credential adds to a request, and the values that must never be shown. */
export interface Authorization {
  readonly credential: StaticCredentials;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Authorizes one request with a token, or with a signature that is made for it. */
export async function authorize(credential: StaticCredentials, request: Unauthorized): Promise<Authorization> {
  const secrets = secretsOf(credential);
  if ("token" in credential) {
    return { credential, headers: { "X-Auth-Token": credential.token }, secrets };
  }
  const { securityToken } = credential;
  const projectId = request.projectId();
  const headers = await sign(credential, {
    ...request,
    headers: {
      ...(projectId !== undefined && { "X-Project-Id": projectId }),
      ...(securityToken !== undefined && { "X-Security-Token": securityToken }),
    },
  });
  const signature = headers["Authorization"]?.split("Signature=")[1] ?? "";
  return { credential, headers, secrets: [...secrets, signature] };
}
