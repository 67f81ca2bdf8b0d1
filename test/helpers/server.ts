import { createServer, Server as HttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import { onTestFinished } from "vitest";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that lives as long as the test. */
export interface TestServer {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
  /** Connections that are open now. */
  readonly open: ReadonlySet<Socket>;
}

/** Serves each request with the next handler, the last one again and again. */
export async function serve(...handlers: readonly Handler[]): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const open = new Set<Socket>();
  const server = createServer((request, response) => {
    handlers[Math.min(requests.length, handlers.length - 1)]?.(request, response);
    requests.push(request);
  });
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  return { url: await listenOn(server), requests, open };
}

/** Starts a server on loopback that lives as long as the test; resolves with its URL. */
export async function listenOn(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    if (server instanceof HttpServer) {
      server.closeAllConnections();
    }
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Responds with a JSON body. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

/**
 * Sends bytes and closes the connection. An HTTP response announces that, or else the next request might use the same
 * connection.
 */
export function raw(bytes: string): Handler {
  const announced = bytes.startsWith("HTTP/") ? bytes.replace("\r\n", "\r\nConnection: close\r\n") : bytes;
  return (request) => request.socket.end(announced);
}

/** Resets the connection. */
export const reset: Handler = (request) => request.socket.resetAndDestroy();

/** Never responds. */
export const hang: Handler = () => {};

/** A port on which nothing listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
