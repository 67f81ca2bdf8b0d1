import { UnreadablePage } from "./blocks.ts";
import { htmlBlocks, shownSource } from "./html.ts";
import { type Page, pageOf } from "./page.ts";
import { plainTextBlocks } from "./plain-text.ts";
import { withoutGutter } from "./viewer.ts";

const isHtml = (text: string): boolean =>
  /<(?:!doctype html|html|body|div|section|p|span|ul|pre|table|t[dr]|h[1-6])[\s>]/i.test(text);

/** A page in any of the forms in which it may have been saved. */
export function readPage(text: string): Page {
  const plain = withoutGutter(text);
  if (!isHtml(plain)) {
    return pageOf(plainTextBlocks(plain));
  }
  try {
    return pageOf(htmlBlocks(plain));
  } catch (error) {
    const source = error instanceof UnreadablePage ? shownSource(plain) : undefined;
    if (source === undefined) {
      throw error;
    }
    return pageOf(htmlBlocks(withoutGutter(source)));
  }
}
