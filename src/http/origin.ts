import { ConfigurationError } from "../errors/base.ts";
import { invalidOption } from "../util/validate.ts";

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Checks a service's base URL: absolute, without credentials in it, and `https:` unless the host is loopback. */
export function checkBaseUrl(name: string, value: unknown, allowInsecureHttp: boolean): string {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    // Not a URL, but it may still hold a password.
    const shown = typeof value === "string" && value.includes("@") ? "a text with user name or password" : value;
    throw invalidOption(name, "an absolute https: URL", shown);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new ConfigurationError(`"${name}" must be a URL without user name, password, query and fragment.`);
  }
  if (url.protocol === "http:" && !allowInsecureHttp && !LOOPBACK.test(url.hostname)) {
    throw new ConfigurationError(
      `"${name}" is plain http: and would send the credential readable to all; use https:, or set "allowInsecureHttp".`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

/**
 * Makes the check that rejects a request to another origin than the base URL's, which would receive the credential, and
 * a request whose path still has its placeholders.
 */
export function createTargetCheck(service: string, baseUrl: string): (url: string) => void {
  const { origin: own } = new URL(baseUrl);
  return (url) => {
    // With the slash: `https://a.example` must not match `https://a.example.evil`.
    if (!url.startsWith(`${own}/`)) {
      const { origin } = new URL(url);
      throw new ConfigurationError(
        `A request of "${service}" to ${origin} was refused: its credential goes to ${own} alone.`,
      );
    }
    const placeholder = /^[^?]*?(?:%7B|\{)(\w+)(?:%7D|\})/i.exec(url)?.[1];
    if (placeholder !== undefined) {
      throw invalidOption(placeholder, "given in params.path", undefined);
    }
  };
}
