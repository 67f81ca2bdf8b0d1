import type { UnauthorizedRequest } from "../http/client.ts";
import { canonicalize } from "./canonical-request.ts";
import { sha256 } from "./sha256.ts";

const ALGORITHM = "SDK-HMAC-SHA256";

/** SHA-256 of the empty body. */
const EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** What is signed. */
export interface ToSign extends Pick<UnauthorizedRequest, "method" | "url" | "body" | "now"> {
  /** Beside `Host` and `X-Sdk-Date`, which are always signed. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Signs one request with SDK-HMAC-SHA256; the gateway takes the signature for a quarter of an hour.
 *
 * @returns the headers to send: `X-Sdk-Date`, `Authorization` and those that were given
 */
export async function sign(
  { accessKeyId, secretAccessKey }: Readonly<Record<"accessKeyId" | "secretAccessKey", string>>,
  { method, url, headers = {}, body, now }: ToSign,
): Promise<Record<string, string>> {
  const date = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const { digest, hmac } = sha256();
  const isEmpty = body === undefined || body === "" || (typeof body !== "string" && body.byteLength === 0);
  const bodyHash = isEmpty ? EMPTY_BODY : await digest(body);
  const target = new URL(url);
  const { text, signedHeaders } = canonicalize({
    method,
    url: target,
    headers: { Host: target.host, ...headers, "X-Sdk-Date": date },
    bodyHash,
  });
  const stringToSign = `${ALGORITHM}\n${date}\n${await digest(text)}`;
  const signature = await hmac(secretAccessKey, stringToSign);
  const Authorization = `${ALGORITHM} Access=${accessKeyId}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { ...headers, "X-Sdk-Date": date, Authorization };
}
