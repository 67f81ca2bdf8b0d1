/**
 * The vendor's pages as Markdown: titles with "#", tables with bars, fenced code. The lines of a cell are separated by
 * `<br>`, with HTML in between, and a list in a cell has bullets of its own.
 */
import { Marked } from "marked";
import { type Block, BULLET } from "./blocks.ts";
import { htmlBlocks } from "./html.ts";

const title = /^#{1,6}[ \t]+\S/m;
const rule = /^[ \t]*(?:\|[ \t]*)?(?::?-{2,}:?[ \t]*\|[ \t]*)+(?::?-{2,}:?[ \t]*)?$/m;

/** Whether a text that has no HTML of a whole page is Markdown. */
export const isMarkdown = (text: string): boolean => title.test(text) && (rule.test(text) || /^```/m.test(text));

export function markdownBlocks(text: string): Block[] {
  const listed = text.replace(/(<br\s*\/?>|\|)[ \t]*[-*•·][ \t]+(?=\S)/gi, `$1${BULLET}`);
  return htmlBlocks(new Marked({ gfm: true, async: false }).parse(withoutFrontMatter(listed)) as string);
}

/** What some generators put before the text: names and values between two lines of dashes. */
const withoutFrontMatter = (text: string): string => text.replace(/^\s*---\n(?:[^\n]*\n){0,50}?---\n/, "");
