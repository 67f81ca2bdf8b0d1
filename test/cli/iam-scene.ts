import { createServer, type IncomingMessage } from "node:http";
import { expect } from "vitest";
import type { Fetch } from "../../src/http/send-once.ts";
import { listenOn, reset } from "../helpers/server.ts";
import { createWorld, parseLines, run } from "./run.ts";

const ISSUED = "canary-issued-token";

interface Sent {
  readonly call: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type Fault = "reset" | number;

interface SceneOptions {
  readonly faults?: readonly Fault[];
  readonly isTokenOfProject?: boolean;
  /** Those of the account. Default: two of every cloud, the simulator's among them. */
  readonly projects?: readonly object[] | undefined;
}

/** An IAM on loopback, which all hosts named iam lead to, and the simulator as every other host. */
export async function scene({ faults = [], isTokenOfProject = false, projects: given }: SceneOptions = {}) {
  const world = createWorld();
  const { projectId, credentials } = world.simulator.clientOptions;
  const sent: Sent[] = [];
  const left = [...faults];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const call = `${request.method} ${request.url}`;
    sent.push({ call, headers: request.headers, body: Buffer.concat(chunks).toString() });
    const fault = left.shift();
    if (fault === "reset") {
      return reset(request, response);
    }
    if (fault !== undefined) {
      const html = fault === 502;
      return response
        .writeHead(fault, { "Content-Type": html ? "text/html" : "application/json" })
        .end(
          html ? "<html><h1>502 Bad Gateway</h1></html>" : '{"error_msg":"Too Many Requests","error_code":"IAM.0001"}',
        );
    }
    const projects = given ?? [
      { id: "1", name: "eu-de" },
      { id: projectId, name: "eu-de_mine" },
      { id: projectId, name: "cn-north-4" },
      { id: projectId, name: "eu-west-101" },
    ];
    const bodies: Record<string, object> = {
      "POST /v3/auth/tokens": { token: { expires_at: "2999-01-01T00:00:00Z" } },
      "GET /v3/auth/tokens": { token: isTokenOfProject ? { project: { id: projectId } } : { domain: { id: "d" } } },
      "GET /v3/auth/projects": { projects },
    };
    response.writeHead(request.method === "POST" ? 201 : 200, { "X-Subject-Token": ISSUED });
    response.end(JSON.stringify(bodies[call]));
  });
  const url = await listenOn(server);
  const hosts: string[] = [];
  const fetch: Fetch = async (target, init) => {
    const { host, hostname, pathname } = new URL(target);
    if (hostname.startsWith("iam") || target.startsWith(url)) {
      hosts.push(host);
      return globalThis.fetch(`${url}${pathname}`, init);
    }
    // The simulator knows its own token alone.
    const headers = new Headers(init.headers);
    headers.set("X-Auth-Token", credentials.token);
    return world.fetch(target, { ...init, headers });
  };
  const job = world.add({ service: "dcs", scenario: "slow" });
  const dcs = world.env["HUAWEICLOUD_JOBS_ENDPOINT_DCS"] ?? "";
  const get = (
    env: Record<string, string>,
    files: Record<string, string> = {},
    argv: readonly string[] = [],
    stdin?: string,
  ) =>
    run(["get", ...(stdin ? [] : [job]), "--json", ...argv], {
      stdin,
      clock: world.clock,
      fetch,
      files,
      env: { HUAWEICLOUD_JOBS_ENDPOINT_DCS: dcs, ...env },
    });
  return { get, url, sent, hosts, projectId, calls: () => sent.map(({ call }) => call) };
}

/** What `get` does in a scene of its own. */
export async function getWith(env: Record<string, string>, files: Record<string, string> = {}, options?: SceneOptions) {
  const world = await scene(options);
  const result = await world.get(env, files);
  const bodies = world.sent.map(({ body }) => (body === "" ? undefined : JSON.parse(body).auth));
  return { ...world, ...result, bodies };
}

/** The same, which finds the job without a word of trouble. */
export async function findWith(env: Record<string, string>, files: Record<string, string> = {}) {
  const found = await getWith(env, files);
  expect({ code: found.code, stderr: found.stderr }).toEqual({ code: 0, stderr: "" });
  return { ...found, found: parseLines(found.stdout) };
}

/** What `get` says of these sources, which are wrong: nothing is asked of IAM, and no secret is shown. */
export async function mistakeIn(env: Record<string, string>, files: Record<string, string> = {}): Promise<string> {
  const { code, stderr, sent } = await getWith(env, files);
  expect({ code, sent }).toEqual({ code: 2, sent: [] });
  expect(stderr).not.toContain("canary");
  return stderr;
}
