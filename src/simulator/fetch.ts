import { abortable } from "../util/abort.ts";
import type { SimulatedReply } from "./response.ts";
import type { IncomingRequest } from "./router.ts";

/** Has the signature of the platform's `fetch`. */
export type SimulatedFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Makes a `fetch` of a function that responds. */
export function createFetch(respond: (request: IncomingRequest) => SimulatedReply): SimulatedFetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const signal = init?.signal ?? request?.signal;
    signal?.throwIfAborted();
    const reply = respond({
      method: (init?.method ?? request?.method ?? "GET").toUpperCase(),
      url: new URL(request?.url ?? String(input)),
      token: new Headers(init?.headers ?? request?.headers).get("X-Auth-Token"),
    });
    if (reply === "hang") {
      return abortable(new Promise<never>(() => {}), signal);
    }
    if (reply === "reset") {
      const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
      throw new TypeError("fetch failed", { cause });
    }
    return new Response(reply.body, reply);
  };
}
