import { type StaticCredentials, secretsOf, type TokenCredentials } from "./credential.ts";
import { sign } from "./sign.ts";

/** A request before it is authorized. */
export interface Unauthorized {
  readonly method: string;
  readonly url: string;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
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
  if ("token" in credential) {
    return withToken(credential);
  }
  const secrets = secretsOf(credential);
  const { securityToken } = credential;
  const projectId = request.projectId();
  const { method, url, body, now } = request;
  const headers = await sign(credential, {
    method,
    url,
    body,
    now,
    headers: {
      ...(projectId !== undefined && { "X-Project-Id": projectId }),
      ...(securityToken !== undefined && { "X-Security-Token": securityToken }),
    },
  });
  const signature = headers["Authorization"]?.split("Signature=")[1] ?? "";
  return { credential, headers, secrets: [...secrets, signature] };
}

/** The same for each request, as long as the token is. */
const authorized = new WeakMap<TokenCredentials, Authorization>();

function withToken(credential: TokenCredentials): Authorization {
  const known = authorized.get(credential);
  if (known?.headers["X-Auth-Token"] === credential.token) {
    return known;
  }
  const authorization = {
    credential,
    headers: { "X-Auth-Token": credential.token },
    secrets: secretsOf(credential),
  };
  authorized.set(credential, authorization);
  return authorization;
}
