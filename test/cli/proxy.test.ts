import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
import { run } from "./run.ts";

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
let plainPort: number;
let securePort: number;
const authority = join(folder, "ca.pem");

beforeAll(async () => {
  const server = await listen(simulator);
  plainPort = server.port;
  const certificate = selfSigned(host);
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
  afterAll(async () => {
    secure.close();
    await server.close();
  });
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

  test("to log in at IAM, too", async () => {
    const proxy = await openProxy({}, answerTunnel("502 Bad Gateway"));
    const file = join(folder, "clouds.yaml");
    const auth =
      "{ auth_url: https://iam.eu-de.otc.t-systems.com/v3, username: me, password: secret, user_domain_name: us }";
    writeFileSync(file, `clouds: { mine: { region_name: eu-de, auth: ${auth} } }`);
    const env = { OS_TOKEN: "", OS_CLOUD: "mine", OS_CLIENT_CONFIG_FILE: file, HTTPS_PROXY: proxy.host };
    expect(await start(["get", add()], env).ended).toMatchObject({ code: 1 });
    expect(new Set(proxy.asked)).toEqual(new Set(["CONNECT iam.eu-de.otc.t-systems.com:443"]));
  });
});

describe("the command goes past the proxy", () => {
  test.each([
    ["NO_PROXY", "127.0.0.1"],
    ["no_proxy", "example.com, 127.0.0.1"],
    ["NO_PROXY", "*"],
  ])("to the hosts of %s=%s", async (name, value) => {
    const proxy = await openProxy();
    const env = { HTTP_PROXY: `http://${proxy.host}`, [name]: value };
    expect(await start(["get", add(), ...here()], env).ended).toMatchObject({ code: 0 });
    expect(proxy.asked).toEqual([]);
  });

  test("to this machine, if the proxy is another: the token would go there in plain text", async () => {
    const env = { HTTP_PROXY: "http://proxy.invalid:3128", ALL_PROXY: "http://proxy.invalid:3128" };
    expect(await start(["get", add(), ...here()], env).ended).toMatchObject({ code: 0 });
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
    ["refuses the login", "407 Proxy Authentication Required", "407"],
    ["does not reach the host", "502 Bad Gateway", "502"],
    ["forbids the host", "403 Forbidden", "403"],
  ])("if the proxy %s, and says so", async (_what, status, told) => {
    const proxy = await openProxy({}, answerTunnel(status));
    const env = { HTTPS_PROXY: `http://me:my-password@${proxy.host}` };
    const { code, stderr } = await start(["get", add(), ...otc, "--debug"], env).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(told);
    expect(stderr).not.toContain("my-password");
    expect(stderr).not.toContain(btoa("me:my-password"));
  });

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
    const { code, stdout, stderr } = await run(["get", "dcs/j", ...otc], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("my-password");
  });
});
