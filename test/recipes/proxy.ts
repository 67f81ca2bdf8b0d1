import type { Fetch } from "huaweicloud-jobs";
import { fetch, ProxyAgent, type RequestInit } from "undici";

/**
 * Makes a `fetch` that uses a proxy, such as `http://user:password@proxy.example:3128`. For certificates that Node does
 * not trust, of the proxy or of a network that intercepts TLS, `proxyTls` and `requestTls` take a `ca`.
 */
export function proxyFetch(proxy: string | ProxyAgent.Options): Fetch {
  // One agent for all requests, so that tunnels stay open.
  const dispatcher = new ProxyAgent(proxy);
  // undici's own `fetch`: Node's has another version of undici, which may not work with this agent.
  return async (url, init) => {
    const response = await fetch(url, { ...(init as RequestInit), dispatcher });
    return response as unknown as Response;
  };
}
