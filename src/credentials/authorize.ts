import { type StaticCredentials, secretsOf } from "./credential.ts";
import { type Bytes, sign } from "./sign.ts";

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
