import { createServer, type IncomingMessage, request as sendRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { listenOn } from "./server.ts";

/** A proxy on loopback that lives as long as the test. */
export interface Proxy {
  /** Without the scheme. */
  readonly host: string;
  /** What it was asked for: a tunnel as `CONNECT host:port`, anything else as method and URL; then the login. */
  readonly asked: readonly string[];
}

/** What a proxy does with a request for a tunnel. */
export type OnTunnel = (client: Socket) => void;

/** Never answers. */
export const dropTunnel: OnTunnel = () => {};

export function answerTunnel(status: string): OnTunnel {
  return (client) => client.end(`HTTP/1.1 ${status}\r\n\r\n`);
}

/**
 * @param ports - for each host and port that it may be asked for, the port on this machine
 * @param refusal - the status with which it responds to what it should forward
 */
export async function openProxy(
  ports: Readonly<Record<string, number>> = {},
  onTunnel?: OnTunnel,
  refusal?: number,
): Promise<Proxy> {
  const asked: string[] = [];
  const ask = ({ method, url, headers }: IncomingMessage): void => {
    asked.push([`${method} ${url}`, ...[headers["proxy-authorization"] ?? []].flat()].join(", "));
  };
  const server = createServer((request, response) => {
    ask(request);
    if (refusal !== undefined) {
      response.writeHead(refusal).end();
      return;
    }
    const { method, url = "", headers } = request;
    const forwarded = sendRequest(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.on("error", () => response.writeHead(502).end());
    request.pipe(forwarded);
  });
  server.on("connect", (request: IncomingMessage, client: Socket) => {
    ask(request);
    client.on("error", () => {});
    if (onTunnel !== undefined) {
      return onTunnel(client);
    }
    const target = connect(ports[request.url ?? ""] ?? 0, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      client.pipe(target).pipe(client);
    });
    target.on("error", () => client.destroy());
    client.on("close", () => target.destroy());
  });
  const url = await listenOn(server);
  return { host: new URL(url).host, asked };
}
