/**
 * A simulator that other programs reach over HTTP.
 *
 * @module huaweicloud-jobs/simulator/node
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { invalidOption, objectOption } from "../util/validate.ts";
import type { Simulator } from "./simulator.ts";

/** Where to listen. */
export interface ListenOptions {
  /** 0 to 65,535; 0 takes any that is free. Default: 0. */
  readonly port?: number | undefined;
  /** A name or an address of this machine. Default: `"127.0.0.1"`. */
  readonly host?: string | undefined;
}

/** A simulator that listens. */
export interface SimulatorServer<N extends string> {
  /** Without a slash at the end. */
  readonly url: string;
  /** The base URLs of the services, for `createJobsClient`. */
  readonly endpoints: { readonly [S in N]: string };
  readonly port: number;
  /** Stops listening and ends every connection, those in use too. May be called again. */
  close(): Promise<void>;
}

/**
 * Serves a simulator over HTTP, in Node.
 *
 * @throws ConfigurationError when an option is not what it has to be
 * @throws the system's error when it is not possible to listen there
 * @example
 * ```ts
 * const server = await listen(createSimulator());
 * const jobs = createJobsClient({ endpoints: server.endpoints, projectId, credentials: { token } });
 * await server.close();
 * ```
 */
export async function listen<N extends string>(
  simulator: Simulator<N>,
  options?: ListenOptions,
): Promise<SimulatorServer<N>> {
  const { port, host } = planListen(options);
  const server = createServer((request, response) => {
    void serve(simulator, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port: actual } = server.address() as AddressInfo;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${actual}`;
  const closed = new Promise<void>((resolve) => {
    server.once("close", resolve);
  });
  return {
    url,
    endpoints: moved(simulator.clientOptions.endpoints, url),
    port: actual,
    close() {
      server.close();
      server.closeAllConnections();
      return closed;
    },
  };
}

async function serve(simulator: Simulator<string>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  request.resume();
  try {
    const answer = await simulator.fetch(`http://localhost${request.url}`, {
      method: request.method ?? "GET",
      headers: request.headers as Record<string, string>,
      signal: gone.signal,
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  } catch {
    // The simulator breaks the connection, or the caller has gone.
    request.socket.resetAndDestroy();
  }
}

function planListen(options: unknown): { port: number; host: string } {
  const { port = 0, host = "127.0.0.1" } = objectOption("options", options);
  if (typeof port !== "number" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw invalidOption("port", "a whole number, 0 to 65535", port);
  }
  if (typeof host !== "string" || host === "") {
    throw invalidOption("host", "a host name or an address", host);
  }
  return { port, host };
}

/** The same paths at another origin. */
function moved<N extends string>(endpoints: { readonly [S in N]: string }, url: string): { readonly [S in N]: string } {
  const entries = Object.entries<string>(endpoints).map(([name, endpoint]) => [name, url + new URL(endpoint).pathname]);
  return Object.fromEntries(entries);
}
