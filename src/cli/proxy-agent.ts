import { EnvHttpProxyAgent, fetch, Pool, type RequestInit } from "undici";
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
  // undici's own `fetch`: Node's has another version of undici, which may not work with this agent.
  return async (url, init) => (await fetch(url, { ...(init as RequestInit), dispatcher })) as unknown as Response;
}
