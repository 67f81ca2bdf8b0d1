import type { RequestInfo } from "../errors/request-errors.ts";
import { parseJson } from "../util/json.ts";

/** The text of a response body, as far as it could be read. */
export interface BoundedBody {
  readonly text: string;
  /** Why it is not all of the body. */
  readonly cut?: string;
}

const utf8 = /* @__PURE__ */ new TextDecoder();

/**
 * Reads a body without ever holding much more than `bound` bytes of it (counted after decompression). A connection that
 * breaks cuts it short. It is decoded in one piece: a decoder that keeps a state is dear.
 */
export async function readBody({ body }: Response, bound: number): Promise<BoundedBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const text = (): string => utf8.decode(joined(chunks, size));
  if (body === null) {
    return { text: "" };
  }
  try {
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return { text: text() };
      }
      if (!ArrayBuffer.isView(value)) {
        return { text: text(), cut: "the body does not come in bytes" };
      }
      chunks.push(value);
      size += value.byteLength;
      if (size > bound) {
        // Not waited for: a stream that has been split cancels only when both parts do.
        reader.cancel().catch(() => {});
        return { text: text(), cut: `the body is larger than ${bound} bytes` };
      }
    }
  } catch {
    return { text: text(), cut: "the body was cut short" };
  }
}

/** Most bodies come in one piece. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
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

/** Says why a 2xx answer's parsed body is not what the caller needs, or `undefined` when it is. */
export type Judge = (status: number, body: unknown) => string | undefined;

/** What a 2xx answer says, or why it cannot be used. */
export interface Judgement {
  readonly data?: unknown;
  readonly problem?: string | undefined;
}

/** Statuses whose responses cannot have a body. */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Judges a 2xx answer; there is nothing to say about others. */
export function judge({ request, response, body }: Answer, ofCaller: Judge | undefined): Judgement {
  const isEmptyByDesign = bodiless.has(response.status) || request.method === "HEAD";
  if (!response.ok || (isEmptyByDesign && ofCaller === undefined)) {
    return {};
  }
  if (body.cut !== undefined) {
    return { problem: body.cut };
  }
  let data: unknown;
  try {
    data = parseJson(body.text);
  } catch (error) {
    const what = error instanceof RangeError ? "is nested too deeply" : "is not JSON, or was cut short";
    return { problem: body.text === "" ? "the body is empty" : `the body ${what}` };
  }
  return { data, problem: ofCaller?.(response.status, data) };
}

/** An HTTP answer with its body read. */
export interface Answer {
  readonly request: RequestInfo;
  readonly response: Response;
  readonly body: BoundedBody;
  readonly requestId: string | undefined;
}
