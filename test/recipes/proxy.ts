import type { Fetch } from "huaweicloud-jobs";
import { fetch, ProxyAgent, type RequestInit } from "undici";

/**
 * Makes a `fetch` that goes through a proxy, for example `proxyFetch("http://user:password@proxy.example:3128")`. Where the
 * proxy, or a network that looks into TLS, has a certificate of its own, `proxyTls` and `requestTls` take a `ca`.
 *
 * It is undici's own `fetch`: that of Node comes with another version of undici, which may not know this agent.
 */
export function proxyFetch(proxy: string | ProxyAgent.Options): Fetch {
  // One agent for all requests keeps its tunnels open, one per service.
  const dispatcher = new ProxyAgent(proxy);
  return (url, init) => fetch(url, { ...(init as RequestInit), dispatcher }) as Promise<unknown> as Promise<Response>;
}
