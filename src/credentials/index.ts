import { ConfigurationError } from "../errors/configuration-error.ts";
import { JobsError } from "../errors/jobs-error.ts";
import { isRecord } from "../values.ts";

/** A token of IAM, as sent in `X-Auth-Token`. */
export interface TokenCredentials {
  readonly token: string;
  /** When the token ends, as IAM told; for information. */
  readonly expiresAt?: Date | undefined;
}

/** A credential, or a function that yields one and is asked before each request. */
export type Credentials = TokenCredentials | (() => TokenCredentials | Promise<TokenCredentials>);

/** What a credential adds to a request, and the values in it that must never be shown. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/**
 * Makes the function that authorizes a request.
 *
 * @throws ConfigurationError when the credentials are none; its message never shows them
 */
export function createAuthorizer(credentials: unknown): () => Promise<Authorization> {
  if (typeof credentials === "function") {
    return async () => withToken(await call(credentials as () => unknown));
  }
  const authorization = withToken(credentials);
  return async () => authorization;
}

async function call(credentials: () => unknown): Promise<unknown> {
  try {
    return await credentials();
  } catch (cause) {
    throw new JobsError("The credentials function failed; its error is the cause.", { cause });
  }
}

/** Printable ASCII: what a header can carry. Anything else would be quoted, secret and all, by the platform's error. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

function withToken(credentials: unknown): Authorization {
  const token = isRecord(credentials) ? credentials["token"] : undefined;
  if (typeof token !== "string" || !HEADER_VALUE.test(token)) {
    throw new ConfigurationError(
      '"credentials" must be { token } with a token of printable ASCII characters without spaces, or a function that yields that.',
    );
  }
  return { headers: { "X-Auth-Token": token }, secrets: [token] };
}
