import { abortable } from "../util/abort.ts";
import type { SimulatedReply } from "./response.ts";
import type { IncomingRequest } from "./router.ts";

/** As the platform's `fetch`. */
export type SimulatedFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Makes a `fetch` of a function that answers. */
export function createFetch(reply: (inquiry: IncomingRequest) => SimulatedReply): SimulatedFetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const signal = init?.signal ?? request?.signal;
    signal?.throwIfAborted();
    const given = reply({
      method: (init?.method ?? request?.method ?? "GET").toUpperCase(),
      path: new URL(request?.url ?? String(input)).pathname,
      token: new Headers(init?.headers ?? request?.headers).get("X-Auth-Token"),
    });
    if (given === "hang") {
      return abortable(new Promise<never>(() => {}), signal);
    }
    if (given === "reset") {
      const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
      throw new TypeError("fetch failed", { cause });
    }
    return new Response(given.body, given);
  };
}
