import type { RequestInfo } from "../errors/request-errors.ts";
import { parseJson } from "../util/json.ts";

/** An HTTP response with its body read. */
export interface HttpResponse {
  readonly request: RequestInfo;
  /** Status, headers and URL; its body is used up. */
  readonly response: Response;
  /** The body, as far as it could be read. */
  readonly text: string;
  /** Why `text` is not the whole body. */
  readonly incomplete?: string | undefined;
  readonly requestId: string | undefined;
  /** Removes credentials from a text that came with the response. */
  redact(text: string): string;
}

export interface ParsedResponse {
  readonly data?: unknown;
  readonly problem?: string | undefined;
}

/** Says why the parsed body of a 2xx response is not what the caller needs, or `undefined` if it is. */
export type ValidateBody = (body: unknown) => string | undefined;

/** Statuses whose responses cannot have a body. */
export const bodilessStatuses: ReadonlySet<number> = new Set([204, 205, 304]);

/** Parses the body of a 2xx response; other responses have nothing to parse. */
export function parseResponse(
  { request, response, text, incomplete }: HttpResponse,
  validateBody: ValidateBody | undefined,
): ParsedResponse {
  const isEmptyByDesign = bodilessStatuses.has(response.status) || request.method === "HEAD";
  if (!response.ok || (isEmptyByDesign && validateBody === undefined)) {
    return {};
  }
  if (incomplete !== undefined) {
    return { problem: incomplete };
  }
  let data: unknown;
  try {
    data = parseJson(text);
  } catch (error) {
    const what = error instanceof RangeError ? "is nested too deeply" : "is not JSON, or was cut short";
    return { problem: text === "" ? "the body is empty" : `the body ${what}` };
  }
  return { data, problem: validateBody?.(data) };
}

const utf8 = /* @__PURE__ */ new TextDecoder();

/**
 * Reads a body without holding much more than `bound` bytes of it, counted after decompression. It is decoded in one
 * piece: streaming decode is slower.
 */
export async function readBody({ body }: Response, bound: number): Promise<Pick<HttpResponse, "text" | "incomplete">> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let incomplete: string | undefined;
  try {
    const reader = body?.getReader();
    while (incomplete === undefined) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) {
        break;
      }
      if (ArrayBuffer.isView(value)) {
        chunks.push(value);
        size += value.byteLength;
        incomplete = size > bound ? `the body is larger than ${bound} bytes` : undefined;
      } else {
        incomplete = "the body does not come in bytes";
      }
    }
    if (size > bound) {
      // Not awaited: a stream that was teed cancels only when both branches do.
      reader?.cancel().catch(() => {});
    }
  } catch {
    incomplete = "the body was cut short";
  }
  return { text: utf8.decode(concatenate(chunks, size)), incomplete };
}

/** Fast path: most bodies come in one chunk. */
function concatenate(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) {
    return first;
  }
  const bytes = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.byteLength;
  }
  return bytes;
}
