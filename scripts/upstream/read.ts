/** Reading a page from a file or over https, within a size and a time. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { UnreadablePage } from "./blocks.ts";
import { collect, readUrl } from "./read-url.ts";

export interface ReadOptions {
  /** What the path of a file is relative to; default: the working directory. */
  readonly cwd: string;
  /** In bytes. The vendor's pages have less than a tenth of it. */
  readonly size: number;
  /** In milliseconds, for a whole page read over the network. */
  readonly deadline: number;
}

const defaults: ReadOptions = { cwd: ".", size: 2 * 1024 ** 2, deadline: 20_000 };

const isUrl = (source: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(source);

/** The text of a page. Rejects with UnreadablePage, whose message says what is wrong with the source. */
export async function readSource(source: string, options: Partial<ReadOptions> = {}): Promise<string> {
  const { cwd, size, deadline } = { ...defaults, ...options };
  const bytes = isUrl(source) ? await readUrl(source, size, deadline) : await readFile(resolve(cwd, source), size);
  return decode(bytes);
}

async function readFile(path: string, size: number): Promise<Uint8Array> {
  try {
    if (!(await stat(path)).isFile()) {
      throw new UnreadablePage("not a regular file");
    }
    return await collect(createReadStream(path), size);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw error instanceof UnreadablePage
      ? error
      : new UnreadablePage(code === "ENOENT" ? "no such file" : `cannot be read (${code ?? error})`);
  }
}

/** UTF-8 unless a byte order mark says UTF-16, as some editors save it. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const text = new TextDecoder(utf16 ? (first === 0xff ? "utf-16le" : "utf-16be") : "utf-8").decode(bytes);
  if (text.trim() === "") {
    throw new UnreadablePage("empty");
  }
  if (text.includes("\0") || /\ufffd{8}/.test(text)) {
    throw new UnreadablePage("not text");
  }
  return text.replace(/\r\n?/g, "\n");
}
