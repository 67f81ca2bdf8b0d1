/** The server that a runtime talks to: the simulator's listener, in which a job progresses with each request for it. */
import { sign } from "../../src/credentials/sign.ts";
import type { AccessKeyCredentials, ServiceName } from "../../src/index.ts";
import { createSimulator } from "../../src/simulator/index.ts";
import { listen } from "../../src/simulator/node.ts";
import type { Target } from "./program.ts";

/** The program as seen from the server. */
export interface Traffic {
  /** Requests without a response, and how many of them were still open when the last request came. */
  readonly hanging: number;
  readonly leftHanging: number;
  /** Requests with a valid signature. */
  readonly signatures: number;
  /** Requests that followed a redirect. */
  readonly followed: number;
}

export interface Server {
  readonly url: string;
  readonly target: Target;
  readonly traffic: Traffic;
  /** The client's User-Agent, up to the first space. */
  readonly userAgent: string;
  /** Serves a file beside the services, so that a page has their origin. */
  serve(path: string, type: string, text: string): void;
  close(): Promise<void>;
}

/** How long a job lasts, and how much of that passes between two requests for it. */
const DURATION = 1_000;
const STEP = 250;

const accessKey = { accessKeyId: "AKEXAMPLE", secretAccessKey: "secret-key-of-the-example" };

export async function openServer(): Promise<Server> {
  const startedAt = Date.now();
  const polls = new Map<string, number>();
  const files = new Map<string, { readonly type: string; readonly text: string }>();
  const traffic = { hanging: 0, leftHanging: 0, signatures: 0, followed: 0 };
  let now = startedAt;
  let open = 0;
  let userAgent = "";

  const simulator = createSimulator({ clock: { now: () => now, sleep: () => Promise.resolve() } });
  const { token } = simulator.clientOptions.credentials;
  for (const service of Object.keys(simulator.clientOptions.endpoints) as ServiceName[]) {
    for (const id of ["get", "wait", "watch", "wait-all", "signed", "flaky"]) {
      simulator.addJob({ service, id, scenario: "success", duration: DURATION });
    }
    simulator.addJob({ service, id: "failing", scenario: "failure", duration: DURATION });
  }
  simulator.injectFault({ kind: "server-error", status: 503, id: "flaky" });
  simulator.injectFault({ kind: "reset", id: "broken", times: Number.POSITIVE_INFINITY });
  for (const id of ["hanging-1", "hanging-2", "hanging-3"]) {
    simulator.injectFault({ kind: "hang", id, times: Number.POSITIVE_INFINITY });
  }

  const server = await listen({ ...simulator, fetch: (url, init) => respond(new URL(`${url}`), init ?? {}) });

  async function respond({ pathname }: URL, init: RequestInit): Promise<Response> {
    const file = files.get(pathname);
    if (file !== undefined) {
      return new Response(file.text, { headers: { "Content-Type": file.type } });
    }
    const headers = new Headers(init.headers);
    const id = pathname.slice(pathname.lastIndexOf("/") + 1);
    traffic.leftHanging = open;
    userAgent = headers.get("user-agent")?.replace(/ .*/, "") ?? "";
    if (id === "moved") {
      return new Response(null, { status: 302, headers: { Location: `${server.url}/followed` } });
    }
    if (id === "followed") {
      traffic.followed += 1;
    }
    if (id.startsWith("hanging")) {
      traffic.hanging += 1;
      open += 1;
      init.signal?.addEventListener("abort", () => {
        open -= 1;
      });
    }
    if (await isSigned(accessKey, pathname, headers)) {
      traffic.signatures += 1;
      headers.set("X-Auth-Token", token);
    }
    const poll = polls.get(pathname) ?? 0;
    polls.set(pathname, poll + 1);
    now = startedAt + poll * STEP;
    return simulator.fetch(server.url + pathname, { ...init, headers });
  }

  const { url, endpoints } = server;
  return {
    url,
    target: { endpoints, projectId: simulator.clientOptions.projectId, token, accessKey },
    traffic,
    get userAgent() {
      return userAgent;
    },
    serve: (path, type, text) => files.set(path, { type, text }),
    close: () => server.close(),
  };
}

/** Whether the signature is the one that this Node computes from the headers as they arrived. */
async function isSigned(key: AccessKeyCredentials, path: string, headers: Headers): Promise<boolean> {
  const date = headers.get("x-sdk-date") ?? "";
  const now = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(now)) {
    return false;
  }
  const { Authorization } = await sign(key, {
    method: "GET",
    url: `http://${headers.get("host")}${path}`,
    headers: { "X-Project-Id": headers.get("x-project-id") ?? "" },
    now,
  });
  return headers.get("authorization") === Authorization;
}
