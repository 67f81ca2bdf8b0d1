import type { Bytes } from "../http/send-once.ts";
import { concatenate } from "../util/bytes.ts";

/** SHA-256 and HMAC with it, in hexadecimal digits. */
export interface Sha256 {
  digest(data: Bytes | string): string | Promise<string>;
  hmac(secret: string, text: string): string | Promise<string>;
}

/** `hash` of Node's module `crypto`, as far as it is used. */
interface NodeHash {
  (algorithm: "sha256", data: Bytes | string, encoding: "hex"): string;
  (algorithm: "sha256", data: Bytes, encoding: "buffer"): Uint8Array;
}

/**
 * Node, Deno and Bun have a synchronous function, which spares the round trips of WebCrypto through the thread pool. It
 * is found at run time, so that bundles for browsers and workers stay free of it.
 */
export function sha256(): Sha256 {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): { hash?: NodeHash } | undefined } };
  const hash = process?.getBuiltinModule?.("node:crypto")?.hash;
  if (hash === undefined) {
    return webCrypto;
  }
  return {
    digest: (data) => hash("sha256", data, "hex"),
    // As RFC 2104 defines it: two digests take half the time of Node's own HMAC.
    hmac(secret, text) {
      const key = utf8(secret);
      const block = new Uint8Array(BLOCK_SIZE);
      block.set(key.length > BLOCK_SIZE ? hash("sha256", key, "buffer") : key);
      const padded = (padding: number, data: Uint8Array): Bytes =>
        concatenate([block.map((byte) => byte ^ padding), data]);
      return hash("sha256", padded(0x5c, hash("sha256", padded(0x36, utf8(text)), "buffer")), "hex");
    },
  };
}

/** In bytes. */
const BLOCK_SIZE = 64;

/** The last imported key: most programs have one. */
let lastKey: { readonly secret: string; readonly key: Promise<CryptoKey> } | undefined;

const webCrypto: Sha256 = {
  digest: async (data) => hex(await crypto.subtle.digest("SHA-256", typeof data === "string" ? utf8(data) : data)),
  async hmac(secret, text) {
    if (lastKey?.secret !== secret) {
      const algorithm = { name: "HMAC", hash: "SHA-256" };
      lastKey = { secret, key: crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["sign"]) };
    }
    return hex(await crypto.subtle.sign("HMAC", await lastKey.key, utf8(text)));
  },
};

const encoder = /* @__PURE__ */ new TextEncoder();

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
