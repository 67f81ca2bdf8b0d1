import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { pipeline } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { inspect } from "node:util";
import { createJobsClient, NetworkError } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { expect, onTestFinished, test } from "vitest";
import { listenOn } from "../helpers/server.ts";
import { proxyFetch } from "./proxy.ts";

/** TLS with a pre-shared key, which needs no certificate. */
const tls = { ciphers: "PSK-AES128-GCM-SHA256", maxVersion: "TLSv1.2" } as const;
const key = Buffer.alloc(16, 1);
const serverTls = { ...tls, pskCallback: () => key };
const requestTls = {
  ...tls,
  pskCallback: () => ({ psk: key, identity: "test" }),
  checkServerIdentity: () => undefined,
};

/** Connects a socket to a port of this machine, until one of them ends. */
function join(socket: Socket, port: number): void {
  const target = connect(port, "127.0.0.1");
  pipeline(socket, target, socket, () => {});
  onTestFinished(() => void target.destroy());
}

/** A proxy on loopback that records the requested tunnels, and the bytes that it could read. */
async function openProxy(status = "200 Connection Established") {
  const tunnels: string[] = [];
  let read = "";
  const server = createServer();
  server.on("connect", ({ url, headers }, client: Socket) => {
    tunnels.push([`CONNECT ${url}`, ...[headers["proxy-authorization"] ?? []].flat()].join(", "));
    client.write(`HTTP/1.1 ${status}\r\n\r\n`);
    if (!status.startsWith("200")) {
      client.end();
      return;
    }
    client.on("data", (bytes) => {
      read += bytes.toString("latin1");
    });
    join(client, Number(url?.split(":")[1]));
  });
  return { url: await listenOn(server), tunnels, read: () => read };
}

/** A simulator behind https, and behind plain http. */
async function openCloud() {
  const simulator = createSimulator();
  const server = await listen(simulator);
  onTestFinished(() => server.close());
  const secure = createTlsServer(serverTls, (socket) => join(socket, server.port));
  return { simulator, http: `127.0.0.1:${server.port}`, https: new URL(await listenOn(secure)).host };
}

test("https uses a tunnel for several requests, in which the proxy can read neither token nor path", async () => {
  const [proxy, { simulator, https }] = await Promise.all([openProxy(), openCloud()]);
  const { projectId, credentials } = simulator.clientOptions;
  const jobs = createJobsClient({
    endpoints: { dcs: `https://${https}/dcs` },
    projectId,
    credentials,
    fetch: proxyFetch({ uri: proxy.url.replace("//", "//user:password@"), requestTls }),
  });
  const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 0 });
  for (let count = 0; count < 4; count++) {
    expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded" });
  }
  expect(simulator.requests).toHaveLength(4);
  expect(new Set(proxy.tunnels)).toEqual(new Set([`CONNECT ${https}, Basic ${btoa("user:password")}`]));
  expect(proxy.tunnels.length).toBeLessThan(4);
  expect(proxy.read()).not.toContain(credentials.token);
  expect(proxy.read()).not.toContain(ref.id);
});

test("plain http, which the client allows only for this machine, can be read by the proxy", async () => {
  const [proxy, { simulator, http }] = await Promise.all([openProxy(), openCloud()]);
  const { projectId, credentials } = simulator.clientOptions;
  const fetch = proxyFetch(proxy.url);
  const jobs = createJobsClient({ endpoints: { dcs: `http://${http}/dcs` }, projectId, credentials, fetch });
  const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 0 });
  expect(await jobs.get(ref)).toMatchObject({ state: "succeeded" });
  expect(proxy.read()).toContain(credentials.token);
});

test("a rejection by the proxy is a network error that says so and does not show its password", async () => {
  const [proxy, { simulator, https }] = await Promise.all([
    openProxy("407 Proxy Authentication Required"),
    openCloud(),
  ]);
  const jobs = createJobsClient({
    ...simulator.clientOptions,
    endpoints: { dcs: `https://${https}/dcs` },
    retry: { maxAttempts: 1 },
    fetch: proxyFetch({ uri: proxy.url.replace("//", "//user:password@"), requestTls }),
  });
  const error = await jobs.get({ service: "dcs", id: "1" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NetworkError);
  expect((error as NetworkError).message).toContain("407");
  expect(inspect(error)).not.toContain("password");
  expect(simulator.requests).toEqual([]);
});
