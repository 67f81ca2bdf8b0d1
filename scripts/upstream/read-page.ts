import { UnreadablePage } from "./blocks.ts";
import { htmlBlocks, shownSource } from "./html.ts";
import { isMarkdown, markdownBlocks } from "./markdown.ts";
import { type Page, pageOf } from "./page.ts";
import { plainTextBlocks } from "./plain-text.ts";
import { withoutGutter } from "./viewer.ts";

const isHtml = (text: string): boolean =>
  /<(?:!doctype html|html|body|div|section|p|span|ul|pre|table|t[dr]|h[1-6])[\s>]/i.test(text);

/** Directives (".. table::"), labels (".. _name:"), field lists of Sphinx, or tables drawn with "+" and "-". */
const isReStructuredText = (text: string): boolean =>
  /^\.\. (?:[\w-]+::|_[^:\n]{1,200}:\s*$)|^:original_name: |^[ \t]*\+[-=]{3,}(?:\+[-=]{3,})*\+[ \t]*$/m.test(text);

/** A page in any of the forms in which it may have been saved. */
export function readPage(text: string): Page {
  const plain = withoutGutter(text);
  if (isMarkdown(plain)) {
    return pageOf(markdownBlocks(plain));
  }
  if (!isHtml(plain)) {
    if (isReStructuredText(plain)) {
      throw new UnreadablePage(
        "reStructuredText is not read: give the page that is built from it (HTML), or Markdown or plain text",
      );
    }
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
