import { UnreadablePage } from "./blocks.ts";

const MAX_REDIRECTS = 5;

const isLoopback = ({ hostname }: URL): boolean => ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
const isAllowed = (url: URL): boolean => url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));

/** A page over https; all of it, redirections too, within the deadline. */
export async function readUrl(source: string, size: number, deadline: number): Promise<Uint8Array> {
  if (!URL.canParse(source)) {
    throw new UnreadablePage("not a URL");
  }
  const signal = AbortSignal.timeout(deadline);
  try {
    const { body } = await answerTo(new URL(source), signal, 0);
    return await collect(body ?? [], size);
  } catch (error) {
    if (error instanceof UnreadablePage) {
      throw error;
    }
    const { cause, message } = error as Error;
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message;
    throw new UnreadablePage(signal.aborted ? `not read within ${deadline} ms` : `cannot be fetched (${reason})`);
  }
}

/** Follows redirections, each to where it may go only. */
async function answerTo(url: URL, signal: AbortSignal, redirects: number): Promise<Response> {
  if (!isAllowed(url)) {
    throw new UnreadablePage(`${url.protocol}//${url.host} is not read: expected https`);
  }
  const headers = { accept: "text/html, text/plain;q=0.5" };
  const response = await fetch(url, { signal, headers, redirect: "manual" });
  const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
  const type = response.headers.get("content-type") ?? "text/html";
  if (response.ok && /^text\/|html/i.test(type)) {
    return response;
  }
  await response.body?.cancel();
  if (location !== null && redirects < MAX_REDIRECTS && URL.canParse(location, url)) {
    return answerTo(new URL(location, url), signal, redirects + 1);
  }
  throw new UnreadablePage(
    response.ok ? `served as ${type.slice(0, 80)}, expected HTML` : `answered with status ${response.status}`,
  );
}

/** The bytes of a stream, up to a size. */
export async function collect(
  stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > size) {
      throw new UnreadablePage(`larger than ${size} bytes, no single page`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
