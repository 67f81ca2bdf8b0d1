import { race } from "../abort.ts";
import type { Reply } from "./answer.ts";
import type { Inquiry } from "./gateway.ts";

/** As the platform's `fetch`. */
export type SimulatedFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Makes a `fetch` of a function that answers. */
export function createFetch(reply: (inquiry: Inquiry) => Reply): SimulatedFetch {
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
      return race(new Promise<never>(() => {}), signal);
    }
    if (given === "reset") {
      const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
      throw new TypeError("fetch failed", { cause });
    }
    return new Response(given.body, given);
  };
}
