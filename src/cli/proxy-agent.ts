import { EnvHttpProxyAgent, fetch, Pool, type RequestInit } from "undici";
import { networkCause } from "../errors/network-cause.ts";
import type { Fetch } from "../http/send-once.ts";

/** A proxy, and for whom it is. */
export interface ProxyRoute {
  /** Without user and password. */
  readonly uri: string;
  /** The value of `Proxy-Authorization`. */
  readonly token?: string;
  /** The hosts that are reached without it. */
  readonly noProxy: string;
}

/** How long the proxy may take to open a tunnel, in milliseconds; meanwhile its connection serves no other request. */
const TUNNEL_TIMEOUT = 20_000;

/** Makes a `fetch` that goes through a proxy: by a tunnel for https, by forwarding for plain http. */
export function fetchBy({ uri, ...route }: ProxyRoute): Fetch {
  const dispatcher = new EnvHttpProxyAgent({
    ...route,
    httpProxy: uri,
    httpsProxy: uri,
    proxyTunnel: false,
    clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: TUNNEL_TIMEOUT }),
  });
  const { host } = new URL(uri);
  /** The proxy's login is not tried again: it may be that of a directory, which locks users. */
  let refusal: Error | undefined;
  return async (url, init) => {
    if (refusal !== undefined) {
      throw refusal;
    }
    try {
      // undici's own `fetch`: Node's has another version of undici, which may not work with this agent.
      return (await fetch(url, { ...(init as RequestInit), dispatcher })) as unknown as Response;
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined) {
        throw error;
      }
      const failure = new Error(
        `Proxy response (${status}) from ${host}: ${meanings[status] ?? "it does not open a tunnel"}`,
      );
      refusal = status === "407" ? failure : undefined;
      throw failure;
    }
  };
}

const meanings: Readonly<Record<string, string>> = {
  407: "it asks for a user and a password, or does not accept those in its URL",
};

/** The status of a proxy, which undici has only in a message. */
function statusOf(error: unknown): string | undefined {
  return /^Proxy .*\((\d{3})\)/.exec(networkCause(error, String).message)?.[1];
}
