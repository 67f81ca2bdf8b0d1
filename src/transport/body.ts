/** The text of a response body, cut after `bound` bytes (counted after decompression). */
export interface BoundedBody {
  readonly text: string;
  readonly complete: boolean;
}

/** Reads a body without ever holding much more than `bound` bytes of it. */
export async function readBody(response: Response, bound: number): Promise<BoundedBody> {
  if (response.body === null) {
    return { text: "", complete: true };
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return { text: text + decoder.decode(), complete: true };
    }
    size += value.byteLength;
    text += decoder.decode(value, { stream: true });
    if (size > bound) {
      await reader.cancel();
      return { text, complete: false };
    }
  }
}
