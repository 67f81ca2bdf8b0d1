import { ConfigurationError } from "../errors/base.ts";
import type { RequestInfo } from "../errors/request-errors.ts";
import { concatenate } from "../util/bytes.ts";
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

/** Why the body of a 2xx response cannot be used. */
export interface BodyProblem {
  readonly problem: string;
  /** Whether it may be the error body of the service. */
  readonly mayBeError?: boolean;
}

export interface ParsedResponse extends Partial<BodyProblem> {
  readonly data?: unknown;
}

/**
 * Says why the parsed body of a 2xx response is not what the caller needs, or `undefined` if it is.
 *
 * @param isClean - whether the body has no credentials
 */
export type ValidateBody = (body: unknown, isClean: boolean) => BodyProblem | undefined;

/** Statuses whose responses cannot have a body. */
export const bodilessStatuses: ReadonlySet<number> = new Set([204, 205, 304]);

/** Parses the body of a 2xx response; other responses have nothing to parse. */
export function parseResponse(
  { request, response, text, incomplete, redact }: HttpResponse,
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
  return { data, ...validateBody?.(data, redact(text) === text) };
}

const utf8 = /* @__PURE__ */ new TextDecoder();

/**
 * Reads a body without holding much more than `bound` bytes of it, counted after decompression. It is decoded in one
 * piece: streaming decode is slower. A `fetch` of another library may have a stream of Node, or none at all.
 *
 * @throws ConfigurationError if `fetch` has not given a response that can be read
 */
export async function readBody(response: Response, bound: number): Promise<Pick<HttpResponse, "text" | "incomplete">> {
  const isPlatform = response instanceof Response && !response.bodyUsed;
  const lack = isPlatform ? [] : lackOf(response);
  if (lack.length > 0) {
    throw new ConfigurationError(
      `"fetch" must resolve with a new Response each time; this one has no ${lack.join(", no ")}.`,
    );
  }
  const { body } = response;
  if (body === null) {
    return { text: "" };
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const text = (): string => utf8.decode(concatenate(chunks));
  const tooLarge = { incomplete: `the body is larger than ${bound} bytes` };
  const source = sourceOf(body);
  try {
    if (source === undefined) {
      const whole = response.text ? await response.text() : (JSON.stringify(await response.json()) ?? "");
      return whole.length > bound ? { text: whole.slice(0, bound), ...tooLarge } : { text: whole };
    }
    for (;;) {
      const { done, value } = await source.read();
      if (done) {
        return { text: text() };
      }
      // A stream of Node that has an encoding gives texts.
      const chunk = ArrayBuffer.isView(value) ? value : new TextEncoder().encode(value);
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > bound) {
        // Not awaited: a stream that was teed cancels only when both branches do.
        source.cancel().catch(() => {});
        return { text: text(), ...tooLarge };
      }
    }
  } catch {
    return { text: text(), incomplete: "the body was cut short" };
  }
}

type Source = Pick<ReadableStreamDefaultReader<Uint8Array>, "read"> & { cancel(): Promise<unknown> };

/** Reads a stream of the platform, or of Node. */
function sourceOf(
  body: Partial<ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>> | undefined,
): Source | undefined {
  if (body?.getReader) {
    return body.getReader() as Source;
  }
  const chunks = body?.[Symbol.asyncIterator]?.();
  return chunks && { read: () => chunks.next() as ReturnType<Source["read"]>, cancel: async () => chunks.return?.() };
}

/** What a response lacks, however little of it a mock has. */
function lackOf(response: Partial<Response> | undefined): string[] {
  const { status, ok, headers, body, text, json, bodyUsed } = response ?? {};
  const stream: Partial<typeof body & AsyncIterable<unknown>> | null | undefined = body;
  const reader = text ?? json ?? stream?.getReader ?? stream?.[Symbol.asyncIterator];
  const members = {
    status,
    ok,
    headers: headers?.get,
    "body that can be read": body === null || (bodyUsed ? undefined : reader),
  };
  return Object.entries(members).flatMap(([name, value]) => (value === undefined ? [name] : []));
}
