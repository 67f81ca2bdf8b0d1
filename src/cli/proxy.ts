import { BlockList, isIP } from "node:net";
import type { Environment } from "../credentials/env.ts";
import { ConfigurationError } from "../errors/base.ts";
import type { Fetch } from "../http/send-once.ts";
import type { Redactor } from "../util/redact.ts";
import type { ProxyRoute } from "./proxy-agent.ts";
import { readVariable, type Setting } from "./settings.ts";

/** As Node itself and curl read them. */
const httpVariables = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] as const;
const httpsVariables = ["https_proxy", "HTTPS_PROXY", ...httpVariables] as const;

/** Hosts that another machine cannot reach, or that are another machine there: loopback and link-local addresses. */
const LOCAL = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|169\.254(\.\d{1,3}){2}|\[::1\])$/;

/**
 * Makes a `fetch` that goes through the proxies of the environment; `undefined` if there are none.
 *
 * @throws ConfigurationError if a proxy cannot be used; the message does not show it
 */
export function proxyFetch(env: Environment, secrets: Pick<Redactor, "add">): Fetch | undefined {
  const noProxy = readVariable(env, "no_proxy", "NO_PROXY")?.value ?? "";
  const http = routeOf(readVariable(env, ...httpVariables), noProxy, secrets);
  const https = routeOf(readVariable(env, ...httpsVariables), noProxy, secrets);
  if (http === undefined && https === undefined) {
    return undefined;
  }
  const directly = addressesIn(noProxy);
  const fetches = new Map<ProxyRoute, Promise<Fetch>>();
  return async (url, init) => {
    const { protocol, hostname } = new URL(url);
    const route = protocol === "https:" ? https : http;
    if (
      route === undefined ||
      directly(hostname) ||
      (LOCAL.test(hostname) && !LOCAL.test(new URL(route.uri).hostname))
    ) {
      return globalThis.fetch(url, init);
    }
    // Most people have no proxy; they do not load its library.
    const fetch = fetches.get(route) ?? import("./proxy-agent.ts").then(({ fetchBy }) => fetchBy(route));
    fetches.set(route, fetch);
    return (await fetch)(url, init);
  };
}

/** The addresses and networks of `NO_PROXY`, such as `::1` and `10.0.0.0/8`; its names are left to undici. */
function addressesIn(noProxy: string): (hostname: string) => boolean {
  const direct = new BlockList();
  for (const entry of noProxy.split(/[,\s]+/)) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    const longest = family === "ipv6" ? 128 : 32;
    const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    if (isIP(address) !== 0 && prefix <= longest) {
      direct.addSubnet(address, prefix, family);
    }
  }
  return (hostname) => {
    const address = hostname.replace(/^\[(.*)\]$/, "$1");
    return isIP(address) !== 0 && direct.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  };
}

function routeOf(given: Setting | undefined, noProxy: string, secrets: Pick<Redactor, "add">): ProxyRoute | undefined {
  if (given === undefined) {
    return undefined;
  }
  const { value, source } = given;
  const text = value.includes("://") ? value : `http://${value}`;
  if (!URL.canParse(text) || new URL(text).hostname === "") {
    throw new ConfigurationError(`"${source}" must be the URL of a proxy, such as http://proxy.example:3128.`);
  }
  const { protocol, host, username, password } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:") {
    throw new ConfigurationError(
      `"${source}" is a proxy of the kind ${protocol.slice(0, -1)}, which the command cannot use; set HTTPS_PROXY to an http: or https: proxy.`,
    );
  }
  const login = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64");
  secrets.add([decoded(password), password, login]);
  return { uri: `${protocol}//${host}`, noProxy, ...(username && { token: `Basic ${login}` }) };
}

/** A percent sign that encodes nothing stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
