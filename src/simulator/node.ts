/**
 * A simulator that other programs reach over HTTP.
 *
 * @module huaweicloud-jobs/simulator/node
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServiceNameIn } from "../services/index.ts";
import { invalidOption, objectOption } from "../util/validate.ts";
import type { Simulator } from "./simulator.ts";

/** Where to listen. */
export interface ListenOptions {
  /** 0 to 65,535; 0 takes any that is free. Default: 0. */
  readonly port?: number | undefined;
  /** A host name or an address of this machine. Default: `"127.0.0.1"`. */
  readonly host?: string | undefined;
}

/** A simulator that listens. */
export interface SimulatorServer<Own = {}> {
  /** Without a slash at the end. */
  readonly url: string;
  /** The base URLs of the services, for `createJobsClient`. */
  readonly endpoints: { readonly [S in ServiceNameIn<Own>]: string };
  readonly port: number;
  /** Stops listening and ends every connection, those in use too. May be called again. */
  close(): Promise<void>;
}

/**
 * Serves a simulator over HTTP, in Node.
 *
 * @throws ConfigurationError if an option is wrong
 * @throws the system's error if it is not possible to listen there
 * @example
 * ```ts
 * const server = await listen(createSimulator());
 * const jobs = createJobsClient({ endpoints: server.endpoints, projectId, credentials: { token } });
 * await server.close();
 * ```
 */
export async function listen<Own = {}>(
  simulator: Simulator<Own>,
  options?: ListenOptions,
): Promise<SimulatorServer<Own>> {
  const { port, host } = resolveListenOptions(options);
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

async function serve(
  { fetch }: Pick<Simulator, "fetch">,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  request.resume();
  try {
    const simulated = await fetch(`http://localhost${request.url}`, {
      method: request.method ?? "GET",
      headers: request.headers as Record<string, string>,
      signal: gone.signal,
    });
    response.writeHead(simulated.status, Object.fromEntries(simulated.headers));
    response.end(await simulated.text());
  } catch {
    // The simulator breaks the connection, or the caller has gone.
    request.socket.resetAndDestroy();
  }
}

function resolveListenOptions(options: unknown): { port: number; host: string } {
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
function moved<E extends Readonly<Record<string, string>>>(endpoints: E, url: string): E {
  const entries = Object.entries(endpoints).map(([name, endpoint]) => [name, url + new URL(endpoint).pathname]);
  return Object.fromEntries(entries);
}
