import { Marked } from "marked";
import { highlight } from "./highlight.ts";
import { type Html, html, raw } from "./html.ts";

const marked = new Marked({
  renderer: {
    code: ({ text, lang }) => highlight(text, lang).text,
    // Headings have an ID to link to, made of their words.
    heading({ tokens, depth, text }) {
      const id = slug(text);
      const link = html`<a class="anchor" href="#${id}" aria-label="Link to: ${plain(text)}">#</a>`;
      return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}${depth === 1 ? "" : link.text}</h${depth}>\n`;
    },
    link({ href, tokens }) {
      const target = href.replace(/^(?!\w+:)(.*)\.md(?=#|$)/, "$1.html");
      return html`<a href="${target}">${raw(this.parser.parseInline(tokens))}</a>`.text;
    },
    table(token) {
      const row = (cells: typeof token.header, tag: string) =>
        `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>`;
      const isHeadless = token.header.every(({ text }) => text === "");
      const head = isHeadless ? "" : `<thead>${row(token.header, "th")}</thead>`;
      const body = token.rows.map((cells) => row(cells, "td")).join("");
      return `<div class="scroll" tabindex="0"><table>${head}<tbody>${body}</tbody></table></div>\n`;
    },
  },
});

export const markdown = (text: string): Html => raw(marked.parse(text, { async: false }));

/** Without a paragraph around it. */
export const inlineMarkdown = (text: string): Html => raw(marked.parseInline(text, { async: false }));

/** The ID of a heading, as GitHub makes it too. */
export function slug(text: string): string {
  return plain(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

const plain = (text: string): string => text.replaceAll(/[`*]/g, "");
