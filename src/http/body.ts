/** The text of a response body, as far as it could be read. */
export interface BoundedBody {
  readonly text: string;
  /** Why it is not all of the body. */
  readonly cut?: string;
}

/**
 * Reads a body without ever holding much more than `bound` bytes of it (counted after decompression). A connection that
 * breaks cuts it short; it never rejects.
 */
export async function readBody(response: Response, bound: number): Promise<BoundedBody> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    const reader = response.body?.getReader();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done || value === undefined) {
        return { text: text + decoder.decode() };
      }
      size += value.byteLength;
      text += decoder.decode(value, { stream: true });
      if (size > bound) {
        // Not waited for: a stream that has been split cancels only when both parts do.
        reader?.cancel().catch(() => {});
        return { text, cut: `the body is larger than ${bound} bytes` };
      }
    }
  } catch {
    return { text, cut: "the body was cut short" };
  }
}
