import type { Bytes } from "../http/send-once.ts";

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
      const { inner, outer } = paddedKey(secret, hash);
      return hash("sha256", concatenate(outer, hash("sha256", concatenate(inner, utf8(text)), "buffer")), "hex");
    },
  };
}

/** In bytes. */
const BLOCK_SIZE = 64;

const paddedKey = /* @__PURE__ */ rememberLast((secret, hash: NodeHash) => {
  const key = utf8(secret);
  const block = new Uint8Array(BLOCK_SIZE);
  block.set(key.length > BLOCK_SIZE ? hash("sha256", key, "buffer") : key);
  return { inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) };
});

const webCrypto: Sha256 = {
  digest: async (data) => hex(await crypto.subtle.digest("SHA-256", typeof data === "string" ? utf8(data) : data)),
  hmac: async (secret, text) => hex(await crypto.subtle.sign("HMAC", await importedKey(secret), utf8(text))),
};

const importedKey = /* @__PURE__ */ rememberLast((secret) =>
  crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
);

/** Makes a key of a secret, unless it is the last one again: most programs have one. */
function rememberLast<Key, Rest extends readonly unknown[]>(
  make: (secret: string, ...rest: Rest) => Key,
): (secret: string, ...rest: Rest) => Key {
  let last: { readonly secret: string; readonly key: Key } | undefined;
  return (secret, ...rest) => {
    if (last?.secret !== secret) {
      last = { secret, key: make(secret, ...rest) };
    }
    return last.key;
  };
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

const encoder = /* @__PURE__ */ new TextEncoder();

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
