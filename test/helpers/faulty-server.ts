import { generateKeyPairSync, sign } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";

/** What a server does with a request. It always closes the connection, so that the next request needs a new one. */
export type Fault = (socket: Socket) => unknown;

/** A server on raw sockets. */
export interface FaultyServer {
  readonly url: string;
  /** How many requests there have been. */
  readonly requests: number;
  /** The connections of requests that are still open. */
  readonly open: ReadonlySet<Socket>;
}

/**
 * Serves on loopback while `use` runs: each request gets the next fault, the last one again and again. Connections
 * without a request do not count: Node's `fetch` opens a spare one after it has broken one off.
 *
 * @param onRequest - called for each request before its fault
 */
export async function withFaults<T>(
  faults: readonly Fault[],
  use: (server: FaultyServer) => Promise<T>,
  onRequest: (count: number) => unknown = () => {},
): Promise<T> {
  const connections = new Set<Socket>();
  const open = new Set<Socket>();
  let requests = 0;

  function applyFault(socket: Socket): void {
    const fault = faults[Math.min(requests++, faults.length - 1)];
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    onRequest(requests);
    fault?.(socket);
  }

  const server = createServer((socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket)).on("error", () => {});
    if (faults[Math.min(requests, faults.length - 1)] === resetAtOnce) {
      return applyFault(socket);
    }
    let received = "";
    const listen = (bytes: Buffer): void => {
      received += bytes.toString("latin1");
      if (received.includes("\r\n\r\n")) {
        socket.off("data", listen).resume();
        applyFault(socket);
      }
    };
    socket.on("data", listen);
  });
  return onLoopback(server, async (port) => {
    try {
      const url = `http://127.0.0.1:${port}`;
      return await use({
        url,
        open,
        get requests() {
          return requests;
        },
      });
    } finally {
      for (const socket of connections) {
        socket.destroy();
      }
    }
  });
}

/** Lets a server listen on loopback while `use` runs. */
export async function onLoopback<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

// Responses.

/** An HTTP response as bytes, with `Content-Length` unless the headers have their own framing. */
export function rawResponse(status: number, body: string | Buffer = "", headers: Record<string, string> = {}): Buffer {
  const content = Buffer.from(body);
  const isFramed = Object.keys(headers).some((name) => /^(content-length|transfer-encoding)$/i.test(name));
  const all = { ...(isFramed ? {} : { "Content-Length": String(content.length) }), ...headers, Connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Some\r\n${lines.join("")}\r\n`), content]);
}

/** Sends bytes, then closes the connection. */
export function send(...bytes: readonly (string | Buffer)[]): Fault {
  const all = Buffer.concat(bytes.map((part) => Buffer.from(part)));
  return (socket) => socket.end(all);
}

/** Responds with JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Fault {
  return send(rawResponse(status, JSON.stringify(body), { "Content-Type": "application/json", ...headers }));
}

// Faults without a whole response.

/** Resets the connection before the request is read. */
export const resetAtOnce: Fault = (socket) => socket.resetAndDestroy();

/** Sends the bytes and resets the connection. */
export function resetAfter(bytes: string | Buffer = ""): Fault {
  return async (socket) => {
    if (bytes.length > 0) {
      socket.write(bytes);
      // Let the client read them first: it is in this process, and sockets are read before `setImmediate`.
      await pause(20);
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.resetAndDestroy();
  };
}

/** Sends the bytes, and then nothing more. */
export function hangAfter(bytes: string | Buffer = ""): Fault {
  return (socket) => socket.write(bytes);
}

/** Sends the first bytes at once, and the others one by one, again and again if they are `endless`. */
export function trickle(first: string | Buffer, then: string, { every = 1, endless = false } = {}): Fault {
  return async (socket) => {
    socket.write(first);
    do {
      for (const byte of then) {
        await pause(every);
        if (socket.destroyed) {
          return;
        }
        socket.write(byte);
      }
    } while (endless);
    socket.end();
  };
}

/** Sends the first bytes, and then the others over and over as fast as they are read. */
export function flood(first: string | Buffer, chunk: Buffer): Fault {
  return (socket) => {
    socket.write(first);
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk)) {}
    };
    socket.on("drain", more);
    more();
  };
}

let bomb: Buffer | undefined;

/** A few kilobytes that unpack to 16 MiB. */
export function gzipBomb(): Buffer {
  bomb ??= gzipSync(Buffer.alloc(2 ** 24, " "), { level: 9 });
  return bomb;
}

/** A key and a self-signed certificate. */
export function selfSigned(host = "127.0.0.1"): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const ed25519 = der(0x30, Buffer.from("06032b6570", "hex"));
  const commonName = der(0x30, Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from(host)));
  const name = der(0x30, der(0x31, commonName));
  const validity = der(0x30, ...["200101000000Z", "491231000000Z"].map((time) => der(0x17, Buffer.from(time))));
  const serial = der(0x02, Buffer.from([1]));
  const content = der(0x30, serial, ed25519, name, validity, name, publicKey.export({ type: "spki", format: "der" }));
  const signature = der(0x03, Buffer.from([0]), sign(null, content, privateKey));
  const body = der(0x30, content, ed25519, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
  };
}

/** One value of ASN.1. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
