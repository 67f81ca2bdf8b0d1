import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createSimulator } from "../../src/simulator/index.ts";
import { listen } from "../../src/simulator/node.ts";
import { buildProgram } from "../helpers/built-program.ts";
import { selfSigned } from "../helpers/faulty-server.ts";
import { answerTunnel, dropTunnel, openProxy } from "../helpers/proxy.ts";
import { unusedPort } from "../helpers/server.ts";
import { refusalOf } from "./run.ts";

const entry = await buildProgram("src/cli/huaweicloud-jobs.ts");
const folder = mkdtempSync(join(tmpdir(), "proxy-"));
afterAll(() => {
  entry.remove();
  rmSync(folder, { recursive: true });
});

const host = "dcs.eu-de.otc.t-systems.com";
const target = `${host}:443`;
const simulator = createSimulator();
const { projectId, credentials } = simulator.clientOptions;
const iamHost = "iam.eu-de.otc.t-systems.com";
let plainPort: number;
let securePort: number;
let plainIamPort: number;
let secureIamPort: number;
const authority = join(folder, "ca.pem");

beforeAll(async () => {
  const server = await listen(simulator);
  plainPort = server.port;
  const certificate = selfSigned("*.eu-de.otc.t-systems.com");
  writeFileSync(authority, certificate.cert);
  const secure = createTlsServer(certificate, (socket) => {
    const plain = connect(plainPort, "127.0.0.1");
    // The simulator has the service below a path.
    socket.once("data", (bytes) => {
      plain.write(
        bytes.toString("latin1").replace(" /v2/", " /dcs/v2/").replace("\r\n", "\r\nConnection: close\r\n"),
        "latin1",
      );
      socket.pipe(plain).pipe(socket);
    });
    socket.on("error", () => plain.destroy());
    plain.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
  securePort = (secure.address() as AddressInfo).port;
  const iams = [createServer(iam), createSecureServer(certificate, iam)];
  for (const server of iams) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  }
  [plainIamPort = 0, secureIamPort = 0] = iams.map((server) => (server.address() as AddressInfo).port);
  afterAll(async () => {
    secure.close();
    for (const server of iams) {
      server.close();
      server.closeAllConnections();
    }
    await server.close();
  });
});

/** An IAM with one project, to which its user alone has access. */
const iam: RequestListener = async (request, response) => {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
  }
  const isLogin = `${request.method} ${request.url}` === "POST /v3/auth/tokens";
  const isKnown = isLogin ? body.includes("my-password") : request.headers["x-auth-token"] === credentials.token;
  response.writeHead(isKnown ? 201 : 401, isKnown ? { "X-Subject-Token": credentials.token } : {});
  response.end(JSON.stringify(isLogin ? { token: {} } : { projects: [{ id: projectId, name: "eu-de_mine" }] }));
};

/** A user, who has to log in, and a project, whose ID has to be asked for. */
const openrc = (iamUrl: string) => ({
  OS_TOKEN: "",
  OS_PROJECT_ID: "",
  OS_AUTH_URL: `${iamUrl}/v3`,
  OS_USERNAME: "me",
  OS_PASSWORD: "my-password",
  OS_USER_DOMAIN_NAME: "us",
  OS_PROJECT_NAME: "eu-de_mine",
});

const add = () => `dcs/${simulator.addJob({ service: "dcs", scenario: "success", duration: 0 }).id}`;

/** Runs the command in a process with these variables for a cloud, and no others. */
function start(argv: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [entry.path, ...argv], {
    env: {
      HOME: folder,
      OS_TOKEN: credentials.token,
      OS_PROJECT_ID: projectId,
      NODE_EXTRA_CA_CERTS: authority,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const written = { stdout: "", stderr: "" };
  child.stdout.on("data", (bytes) => {
    written.stdout += bytes;
  });
  child.stderr.on("data", (bytes) => {
    written.stderr += bytes;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, ...written }));
  });
  return { child, ended };
}

const otc = ["--cloud", "otc", "--region", "eu-de"];
const here = () => ["--endpoint", `dcs=http://127.0.0.1:${plainPort}/dcs`];

describe("the command goes through the proxy of the environment", () => {
  test.each([
    ["HTTPS_PROXY", "http://"],
    ["https_proxy", "http://"],
    ["HTTP_PROXY", "http://"],
    ["ALL_PROXY", ""],
  ])("by a tunnel for https: %s=%s…", async (name, scheme) => {
    const proxy = await openProxy({ [target]: securePort });
    const { code, stdout, stderr } = await start(["get", add(), ...otc], { [name]: scheme + proxy.host }).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("succeeded");
    expect(proxy.asked).toEqual([`CONNECT ${target}`]);
  });

  test("wait, with a user and a password with signs", async () => {
    const proxy = await openProxy({ [target]: securePort });
    const env = { HTTPS_PROXY: `http://me:p%40ss%25@${proxy.host}` };
    expect(await start(["wait", add(), ...otc], env).ended).toMatchObject({ code: 0, stderr: "" });
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${target}, Basic ${btoa("me:p@ss%")}`]));
  });

  test("by forwarding for plain http, which stays on this machine", async () => {
    const proxy = await openProxy();
    const job = add();
    expect(await start(["get", job, ...here()], { HTTP_PROXY: `http://${proxy.host}` }).ended).toMatchObject({
      code: 0,
    });
    const path = `/dcs/v2/${projectId}/jobs/${job.slice(4)}`;
    expect(proxy.asked).toEqual([`GET http://127.0.0.1:${plainPort}${path}`]);
  });

  test.each(["HTTPS_PROXY", "HTTP_PROXY"])(
    "to log in, for the ID of the project, and for the job: %s",
    async (name) => {
      const proxy = await openProxy({ [target]: securePort, [`${iamHost}:443`]: secureIamPort });
      const env = { ...openrc(`https://${iamHost}`), [name]: `http://${proxy.host}` };
      const { code, stderr } = await start(["get", add(), ...otc], env).ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${iamHost}:443`, `CONNECT ${target}`]));
    },
  );

  test("to log in by forwarding, if IAM is on this machine", async () => {
    const proxy = await openProxy();
    const url = `http://127.0.0.1:${plainIamPort}`;
    const env = { ...openrc(url), HTTP_PROXY: `http://${proxy.host}` };
    expect(await start(["get", add(), ...here()], env).ended).toMatchObject({ code: 0, stderr: "" });
    expect(proxy.asked.slice(0, 2)).toEqual([`POST ${url}/v3/auth/tokens`, `GET ${url}/v3/auth/projects`]);
  });
});

describe("the command goes past the proxy", () => {
  test.each([
    ["NO_PROXY", "127.0.0.1"],
    ["no_proxy", "example.com, 127.0.0.1"],
    ["NO_PROXY", "*"],
    ["NO_PROXY", "10.0.0.0/8, 127.0.0.0/8"],
    ["no_proxy", "example.com 127.0.0.1/32"],
  ])("to the hosts of %s=%s", async (name, value) => {
    const proxy = await openProxy();
    const env = { HTTP_PROXY: `http://${proxy.host}`, [name]: value };
    expect(await start(["get", add(), ...here()], env).ended).toMatchObject({ code: 0 });
    expect(proxy.asked).toEqual([]);
  });

  test.each(["::1", "fd00::/8,0:0:0:0:0:0:0:1", "::/64"])("to an address of IPv6, of NO_PROXY=%s", async (value) => {
    const proxy = await openProxy();
    const env = { HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: value };
    const endpoint = ["--endpoint", `dcs=http://[::1]:${await unusedPort()}`];
    const { code } = await start(["get", add(), ...endpoint], env).ended;
    expect({ code, asked: proxy.asked }).toEqual({ code: 1, asked: [] });
  });

  test.each(["10.0.0.0/8", "127.0.0.0/33", "127.0.0.0/x", "127.0.0.0/"])(
    "but not for NO_PROXY=%s, which does not name the host",
    async (value) => {
      const proxy = await openProxy();
      const env = { HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: value };
      expect(await start(["get", add(), ...here()], env).ended).toMatchObject({ code: 0 });
      expect(proxy.asked).toHaveLength(1);
    },
  );

  test("to this machine, if the proxy is another: the token would go there in plain text", async () => {
    const env = { HTTP_PROXY: "http://proxy.invalid:3128", ALL_PROXY: "http://proxy.invalid:3128" };
    expect(await start(["get", add(), ...here()], env).ended).toMatchObject({ code: 0 });
  });

  test.each([
    ["NO_PROXY", () => "127.0.0.1"],
    ["no_proxy", () => `example.com,127.0.0.1:${plainIamPort}`],
  ])("to the IAM of %s, and through it to the service", async (name, value) => {
    const proxy = await openProxy({ [target]: securePort });
    const env = { ...openrc(`http://127.0.0.1:${plainIamPort}`), HTTPS_PROXY: proxy.host, HTTP_PROXY: proxy.host };
    const { ended } = start(["get", add(), ...otc], { ...env, [name]: value() });
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
    expect(proxy.asked).toEqual([`CONNECT ${target}`]);
  });

  test("to an IAM that cannot be reached without it: the login fails, and says where", async () => {
    const proxy = await openProxy({ [`${iamHost}:443`]: secureIamPort });
    const env = { ...openrc(`https://${iamHost}`), HTTPS_PROXY: proxy.host, NO_PROXY: iamHost };
    const { code, stderr } = await start(["get", add(), ...otc], env).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(iamHost);
    expect(proxy.asked).toEqual([]);
  });

  test.each([`.otc.t-systems.com`, target, "otc.t-systems.com"])("to the hosts of NO_PROXY=%s", async (value) => {
    const proxy = await openProxy({ [target]: securePort });
    // There is no such host in this network.
    const env = { HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: value };
    expect(await start(["get", add(), ...otc], env).ended).toMatchObject({ code: 1 });
    expect(proxy.asked).toEqual([]);
  });
});

describe("the command ends, whatever the proxy does", () => {
  test.each([{}, { NODE_USE_ENV_PROXY: "1" }])("when its time is up and the proxy drops CONNECT: %o", async (more) => {
    const proxy = await openProxy({}, dropTunnel);
    const env = { HTTPS_PROXY: `http://${proxy.host}`, ...more };
    const { code, stderr } = await start(["wait", add(), ...otc, "--timeout", "1s"], env).ended;
    expect(code).toBe(3);
    expect(stderr).toContain("To wait for");
    // On a busy machine the time may be up before.
    expect(new Set([...proxy.asked, `CONNECT ${target}`])).toEqual(new Set([`CONNECT ${target}`]));
  });

  test.each(["wait", "get"].flatMap((command) => ["SIGTERM", "SIGINT", "SIGHUP"].map((name) => [command, name])))(
    "%s, on %s while the proxy drops CONNECT",
    async (command = "", signal) => {
      let ask = (): void => {};
      const asked = new Promise<void>((resolve) => {
        ask = resolve;
      });
      const proxy = await openProxy({}, () => ask());
      const { child, ended } = start([command, add(), ...otc], { HTTPS_PROXY: `http://${proxy.host}` });
      await asked;
      child.kill(signal as NodeJS.Signals);
      expect(await ended).toMatchObject({ code: 130 });
    },
  );

  test.each([
    ["refuses the login", "407 Proxy Authentication Required", "it asks for a user and a password, or does not accept"],
    ["forbids the host", "403 Forbidden", "it does not open a tunnel"],
    ["is not a proxy", "405 Method Not Allowed", "it does not open a tunnel"],
    ["is a portal", "302 Found", "it does not open a tunnel"],
  ])("at once, if the proxy %s, and names it", async (_what, status, told) => {
    const proxy = await openProxy({}, answerTunnel(status));
    const env = { HTTPS_PROXY: `http://me:my-password@${proxy.host}` };
    const jobs = Array.from({ length: 12 }, add);
    const { code, stdout, stderr } = await start(["wait", ...jobs, ...otc, "--debug"], env).ended;
    expect(code).toBe(1);
    expect(stdout).toContain(`Proxy response (${status.slice(0, 3)}) from ${proxy.host}: ${told}`);
    expect(stdout + stderr).not.toContain("my-password");
    expect(stdout + stderr).not.toContain(btoa("me:my-password"));
    expect(proxy.asked.length).toBeLessThanOrEqual(status.startsWith("407") ? 2 : jobs.length);
  });

  test("at once, if the proxy asks for a password at the login: one request", async () => {
    const proxy = await openProxy({}, answerTunnel("407 Proxy Authentication Required"));
    const env = { ...openrc(`https://${iamHost}`), HTTPS_PROXY: proxy.host };
    const { code, stderr } = await start(["wait", add(), ...otc], env).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`Proxy response (407) from ${proxy.host}`);
    expect(proxy.asked).toEqual([`CONNECT ${iamHost}:443`]);
  });

  test("at once, if the proxy that forwards plain http asks for a password", async () => {
    const proxy = await openProxy({}, undefined, 407);
    const env = { HTTP_PROXY: `http://me:my-password@${proxy.host}` };
    const { code, stdout, stderr } = await start(["wait", add(), ...here()], env).ended;
    expect(code).toBe(1);
    expect(stdout).toContain(`Proxy response (407) from ${proxy.host}`);
    expect(stdout + stderr).not.toContain("my-password");
    expect(proxy.asked).toHaveLength(1);
  });

  test.each(["502 Bad Gateway", "503 Service Unavailable", "429 Too Many Requests"])(
    "when its time is up, if the proxy does not reach the host: %s",
    async (status) => {
      const proxy = await openProxy({}, answerTunnel(status));
      const env = { HTTPS_PROXY: `http://${proxy.host}` };
      const { code, stdout } = await start(["wait", add(), ...otc, "--timeout", "1s"], env).ended;
      expect(code).toBe(3);
      expect(stdout).not.toContain("succeeded");
    },
  );

  test("if nothing listens there", async () => {
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await unusedPort()}` };
    const { code, stdout } = await start(["get", add(), ...otc], env).ended;
    expect(code).toBe(1);
    expect(stdout).toContain("ECONNREFUSED");
  });
});

describe("a proxy that cannot be used is a usage error that does not show it", () => {
  test.each([
    ["HTTPS_PROXY", "http://", '"HTTPS_PROXY" must be the URL of a proxy'],
    ["HTTPS_PROXY", "http://me:my-password@[", '"HTTPS_PROXY" must be the URL of a proxy'],
    ["ALL_PROXY", "socks5://me:my-password@proxy.test:1080", '"ALL_PROXY" is a proxy of the kind socks5'],
    ["https_proxy", "ftp://proxy.test", '"https_proxy" is a proxy of the kind ftp'],
  ])("%s=%s", async (name, value, message) => {
    const env = { OS_TOKEN: credentials.token, OS_PROJECT_ID: projectId, [name]: value };
    const stderr = await refusalOf(["get", "dcs/j", ...otc], { env });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("my-password");
  });
});
