import type { Fetch } from "huaweicloud-jobs";
import { fetch, ProxyAgent, type RequestInit } from "undici";

/**
 * Makes a `fetch` that goes through a proxy, such as `http://user:password@proxy.example:3128`. For certificates
 * that Node does not know, of the proxy or of a network that looks into TLS, `proxyTls` and `requestTls` take a `ca`.
 */
export function proxyFetch(proxy: string | ProxyAgent.Options): Fetch {
  // One agent for all requests keeps its tunnels open.
  const dispatcher = new ProxyAgent(proxy);
  // undici's own `fetch`: that of Node is of another version of undici, which may not get on with this agent.
  return async (url, init) => {
    const response = await fetch(url, { ...(init as RequestInit), dispatcher });
    return response as unknown as Response;
  };
}
