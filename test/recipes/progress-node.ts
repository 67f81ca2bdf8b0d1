import { createServer, type Server } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

/** Serves a handler in Node; Bun, Deno and workers accept it without this. */
export function serverOf(handle: (request: Request) => Response): Server {
  return createServer((request, response) => {
    const path = request.url?.startsWith("/") ? request.url : "/";
    const { status, headers, body } = handle(new Request(`http://localhost${path}`));
    response.writeHead(status, Object.fromEntries(headers));
    // A client that disconnects cancels the stream.
    pipeline(Readable.fromWeb(body as ReadableStream), response).catch(() => {});
  });
}
