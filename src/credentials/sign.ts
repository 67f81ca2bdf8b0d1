import type { Bytes } from "../http/send-once.ts";
import { canonicalize } from "./canonical-request.ts";

/** An access key of Huawei Cloud or Open Telekom Cloud. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const ALGORITHM = "SDK-HMAC-SHA256";

/** SHA-256 of the empty body. */
const EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** What is signed. */
export interface ToSign {
  readonly method: string;
  readonly url: string;
  /** Beside `Host` and `X-Sdk-Date`, which are always signed. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Bytes | string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Signs one request with SDK-HMAC-SHA256; the gateway takes the signature for a quarter of an hour.
 *
 * @returns the headers to send: `X-Sdk-Date`, `Authorization` and those that were given
 */
export async function sign(
  { accessKeyId, secretAccessKey }: AccessKey,
  { method, url, headers = {}, body, now }: ToSign,
): Promise<Record<string, string>> {
  const date = `${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  const sent = { ...headers, "X-Sdk-Date": date };
  const isEmpty = body === undefined || body === "" || (typeof body !== "string" && body.byteLength === 0);
  const bodyHash = isEmpty ? EMPTY_BODY : await sha256(body);
  const target = new URL(url);
  const { text, signedHeaders } = canonicalize({
    method,
    url: target,
    headers: { Host: target.host, ...sent },
    bodyHash,
  });
  const stringToSign = `${ALGORITHM}\n${date}\n${await sha256(text)}`;
  const signature = await hmac(secretAccessKey, stringToSign);
  const Authorization = `${ALGORITHM} Access=${accessKeyId}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { ...sent, Authorization };
}

/** What is used of Node's module `crypto`. */
interface NodeCrypto {
  createHash(algorithm: "sha256"): Digest;
  createHmac(algorithm: "sha256", key: string): Digest;
}

interface Digest {
  update(data: Bytes | string): Digest;
  digest(encoding: "hex"): string;
}

/**
 * Node, Deno and Bun have a synchronous module, which spares the round trips of WebCrypto through the thread pool. It is
 * found at run time, so that bundles for browsers and workers stay free of it.
 */
function nodeCrypto(): NodeCrypto | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): NodeCrypto | undefined } };
  return process?.getBuiltinModule?.("node:crypto");
}

async function sha256(bytes: Bytes | string): Promise<string> {
  const hash = nodeCrypto()?.createHash("sha256").update(bytes).digest("hex");
  return hash ?? hex(await crypto.subtle.digest("SHA-256", typeof bytes === "string" ? utf8(bytes) : bytes));
}

/** The last imported key: most programs have one. */
let lastKey: { readonly secret: string; readonly key: Promise<CryptoKey> } | undefined;

async function hmac(secret: string, text: string): Promise<string> {
  const node = nodeCrypto();
  if (node) {
    return node.createHmac("sha256", secret).update(text).digest("hex");
  }
  if (lastKey?.secret !== secret) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    lastKey = { secret, key: crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["sign"]) };
  }
  return hex(await crypto.subtle.sign("HMAC", await lastKey.key, utf8(text)));
}

const encoder = /* @__PURE__ */ new TextEncoder();

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

const BYTES = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex(buffer: ArrayBuffer): string {
  let digits = "";
  for (const byte of new Uint8Array(buffer)) {
    digits += BYTES[byte];
  }
  return digits;
}
