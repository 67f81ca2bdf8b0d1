/** What a runtime talks to: the simulator's listener, in which a job moves on with each look at it. */
import type { ServiceName } from "../../src/services/index.ts";
import { createSimulator } from "../../src/simulator/index.ts";
import { listen } from "../../src/simulator/node.ts";
import type { Place } from "./program.ts";
import { isSigned } from "./signature.ts";

/** What the program looked like from the other side. */
export interface Seen {
  /** Requests that got no answer, and how many of them had not been given up when the last request came. */
  readonly hanging: number;
  readonly leftHanging: number;
  /** Requests whose signature is the one that this Node makes too. */
  readonly signatures: number;
  /** Requests that followed a redirect. */
  readonly followed: number;
}

export interface Stage {
  readonly url: string;
  readonly place: Place;
  readonly seen: Seen;
  /** How the runtime introduced itself, up to the first space. */
  readonly userAgent: string;
  /** Serves a file beside the services, so that a page has their origin. */
  serve(path: string, type: string, text: string): void;
  close(): Promise<void>;
}

/** How long a job lasts, and how much of that passes between two looks. */
const DURATION = 1_000;
const PACE = 250;

const accessKey = { accessKeyId: "AKEXAMPLE", secretAccessKey: "secret-key-of-the-example" };

export async function openStage(): Promise<Stage> {
  const began = Date.now();
  const looks = new Map<string, number>();
  const files = new Map<string, { readonly type: string; readonly text: string }>();
  const seen = { hanging: 0, leftHanging: 0, signatures: 0, followed: 0 };
  let now = began;
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

  const server = await listen({ ...simulator, fetch: (url, init) => answer(new URL(`${url}`), init ?? {}) });

  async function answer({ pathname }: URL, init: RequestInit): Promise<Response> {
    const file = files.get(pathname);
    if (file !== undefined) {
      return new Response(file.text, { headers: { "Content-Type": file.type } });
    }
    const headers = new Headers(init.headers);
    const id = pathname.slice(pathname.lastIndexOf("/") + 1);
    seen.leftHanging = open;
    userAgent = headers.get("user-agent")?.replace(/ .*/, "") ?? "";
    if (id === "moved") {
      return new Response(null, { status: 302, headers: { Location: `${server.url}/followed` } });
    }
    if (id === "followed") {
      seen.followed += 1;
    }
    if (id.startsWith("hanging")) {
      seen.hanging += 1;
      open += 1;
      init.signal?.addEventListener("abort", () => {
        open -= 1;
      });
    }
    if (await isSigned(accessKey, pathname, headers)) {
      seen.signatures += 1;
      headers.set("X-Auth-Token", token);
    }
    const look = looks.get(pathname) ?? 0;
    looks.set(pathname, look + 1);
    now = began + look * PACE;
    return simulator.fetch(server.url + pathname, { ...init, headers });
  }

  const { url, endpoints } = server;
  return {
    url,
    place: { endpoints, projectId: simulator.clientOptions.projectId, token, accessKey },
    seen,
    get userAgent() {
      return userAgent;
    },
    serve: (path, type, text) => files.set(path, { type, text }),
    close: () => server.close(),
  };
}
