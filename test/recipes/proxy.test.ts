import { createServer } from "node:http";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { pipeline } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { inspect } from "node:util";
import { createJobsClient, NetworkError } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { expect, onTestFinished, test } from "vitest";
import { proxyFetch } from "./proxy.ts";

/** TLS with a shared key needs no certificate. */
const tls = { ciphers: "PSK-AES128-GCM-SHA256", maxVersion: "TLSv1.2" } as const;
const key = Buffer.alloc(16, 1);
const serverTls = { ...tls, pskCallback: () => key };
const requestTls = {
  ...tls,
  pskCallback: () => ({ psk: key, identity: "test" }),
  checkServerIdentity: () => undefined,
};

/** Passes everything on between a connection and a port of this machine, until one of them ends. */
function join(socket: Socket, port: number): void {
  const target = connect(port, "127.0.0.1");
  pipeline(socket, target, socket, () => {});
  onTestFinished(() => void target.destroy());
}

async function open(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A proxy on loopback that tells which tunnels it was asked for, and what it could read of what passed through. */
async function openProxy(answer = "200 Connection Established") {
  const asked: string[] = [];
  let read = "";
  const server = createServer();
  server.on("connect", ({ url, headers }, client: Socket) => {
    asked.push([`CONNECT ${url}`, ...[headers["proxy-authorization"] ?? []].flat()].join(", "));
    client.write(`HTTP/1.1 ${answer}\r\n\r\n`);
    if (!answer.startsWith("200")) {
      client.end();
      return;
    }
    client.on("data", (bytes) => {
      read += bytes.toString("latin1");
    });
    join(client, Number(url?.split(":")[1]));
  });
  return { url: `127.0.0.1:${await open(server)}`, asked, read: () => read };
}

/** A simulator behind https, and behind plain http. */
async function openCloud() {
  const simulator = createSimulator();
  const server = await listen(simulator);
  onTestFinished(() => server.close());
  const secure = createTlsServer(serverTls, (socket) => join(socket, server.port));
  return { simulator, http: `127.0.0.1:${server.port}`, https: `127.0.0.1:${await open(secure)}` };
}

test("https goes through a tunnel that serves several requests, and in which the proxy reads neither token nor path", async () => {
  const [proxy, { simulator, https }] = await Promise.all([openProxy(), openCloud()]);
  const { projectId, credentials } = simulator.clientOptions;
  const jobs = createJobsClient({
    endpoints: { dcs: `https://${https}/dcs` },
    projectId,
    credentials,
    fetch: proxyFetch({ uri: `http://user:password@${proxy.url}`, requestTls }),
  });
  const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 0 });
  for (let looks = 0; looks < 4; looks++) {
    expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded" });
  }
  expect(simulator.requests).toHaveLength(4);
  expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${https}, Basic ${btoa("user:password")}`]));
  expect(proxy.asked.length).toBeLessThan(4);
  expect(proxy.read()).not.toContain(credentials.token);
  expect(proxy.read()).not.toContain(ref.id);
});

test("plain http, which the client allows to this machine alone, is read by the proxy", async () => {
  const [proxy, { simulator, http }] = await Promise.all([openProxy(), openCloud()]);
  const { projectId, credentials } = simulator.clientOptions;
  const fetch = proxyFetch(`http://${proxy.url}`);
  const jobs = createJobsClient({ endpoints: { dcs: `http://${http}/dcs` }, projectId, credentials, fetch });
  const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 0 });
  expect(await jobs.get(ref)).toMatchObject({ state: "succeeded" });
  expect(proxy.read()).toContain(credentials.token);
});

test("a proxy that refuses is a network error that says so and does not tell its password", async () => {
  const [proxy, { simulator, https }] = await Promise.all([
    openProxy("407 Proxy Authentication Required"),
    openCloud(),
  ]);
  const jobs = createJobsClient({
    ...simulator.clientOptions,
    endpoints: { dcs: `https://${https}/dcs` },
    retry: { maxAttempts: 1 },
    fetch: proxyFetch({ uri: `http://user:password@${proxy.url}`, requestTls }),
  });
  const error = await jobs.get({ service: "dcs", id: "1" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NetworkError);
  expect((error as NetworkError).message).toContain("407");
  expect(inspect(error)).not.toContain("password");
  expect(simulator.requests).toEqual([]);
});
