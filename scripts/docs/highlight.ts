import {
  bundledLanguages,
  bundledThemes,
  codeToTokensWithThemes,
  createOnigurumaEngine,
  createShikiInternal,
  loadBuiltinWasm,
} from "@gerrit0/mini-shiki";
import { type Html, html, raw } from "./html.ts";

type Grammar = ReturnType<typeof highlighter.getLanguage>;

/** TypeDoc highlights with the same library and the same themes. */
export const themes = { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } as const;

/** The languages of the site's code, by the names that Markdown and the contract give them. */
const languages = { ts: "typescript", sh: "shellscript", json: "json", yml: "yaml" } as const;

await loadBuiltinWasm();
const highlighter = await createShikiInternal({
  engine: await createOnigurumaEngine(),
  langs: Object.values(languages).map((name) => bundledLanguages[name]),
  themes: Object.values(themes).map((name) => bundledThemes[name]),
});

/** Without the limit of time for a line, which TypeDoc leaves as it is: where the machine is busy the colours would depend on it. */
const grammar: Grammar = Object.getPrototypeOf(highlighter.getLanguage("typescript"));
const { tokenizeLine2 } = grammar;
grammar.tokenizeLine2 = function (line, before) {
  return tokenizeLine2.call(this, line, before, 0);
};

/** A block of code in colours; one in another language stays plain. */
export function highlight(code: string, language = ""): Html {
  const lang = languages[language as keyof typeof languages];
  const text = code.trimEnd();
  return html`<pre tabindex="0"><code>${lang === undefined ? text : colour(text, lang)}</code></pre>`;
}

function colour(code: string, lang: string): Html[] {
  const lines = codeToTokensWithThemes(highlighter, code, { lang, themes });
  return lines.map((tokens, index) => {
    const spans = tokens.map(({ content, variants: { light, dark } }) => {
      const colours = `color:light-dark(${light?.color},${dark?.color})`;
      return content.trim() === "" ? html`${content}` : html`<span style="${colours}">${content}</span>`;
    });
    return html`${raw(index === 0 ? "" : "\n")}${spans}`;
  });
}
