import type { Answer } from "./response.ts";
import { bodiless } from "./response.ts";
import { invalidResponse } from "./response-error.ts";

/**
 * A response like the one whose body has been read. A browser's opaque redirect cannot be copied, and has no body.
 *
 * @throws InvalidResponseError for a status that no response can have
 */
export function copyOf(answer: Answer, clean: (text: string) => string): Response {
  const { response, body } = answer;
  const { status, url } = response;
  if (response.type === "opaqueredirect") {
    return response;
  }
  if (status < 200 || status > 599) {
    throw invalidResponse("that is no status of HTTP", answer, clean);
  }
  // A reason phrase may come with characters that a new response refuses.
  const statusText = response.statusText.replaceAll(/[^\t\x20-\x7e]/g, "");
  const copy = new Response(bodiless.has(status) ? null : body.text, {
    status,
    statusText,
    headers: copyOfHeaders(response.headers),
  });
  return Object.defineProperty(copy, "url", { value: url });
}

/** Without those that a new response refuses, such as one without a name. */
function copyOfHeaders(headers: Headers): Headers {
  const copy = new Headers();
  for (const [name, value] of headers) {
    try {
      copy.append(name, value);
    } catch {
      // It says nothing that could be read.
    }
  }
  return copy;
}
