import { readFileSync } from "node:fs";
import { html } from "./html.ts";
import { inlineMarkdown, markdown } from "./markdown.ts";
import { page, project } from "./page.ts";
import { withRecipes } from "./recipes.ts";

/** The guides in reading order, by the names of their files. */
const names = [
  "waiting",
  "other-services",
  "durable-waits",
  "durable-waits-operations",
  "errors",
  "credentials",
  "testing",
  "recipes",
  "command-line",
  "versioning",
];

export interface Guide {
  /** Seen from the site's root. */
  readonly path: string;
  readonly title: string;
  /** The guide's first sentence. */
  readonly summary: string;
  readonly text: string;
}

export const guides: readonly Guide[] = names.map((name) => {
  const text = readFileSync(new URL(`../../docs/guides/${name}.md`, import.meta.url), "utf8");
  const [, title, summary] = /^# (.+)\n\n([\s\S]+?[.:])(?=\s)/.exec(text) ?? [];
  if (title === undefined || summary === undefined) {
    throw new Error(`docs/guides/${name}.md must begin with a title and a sentence.`);
  }
  return { path: `guides/${name}.html`, title, summary: summary.replaceAll("\n", " "), text };
});

const fileOf = ({ path }: Guide): string => path.replace("guides/", "");

/** Path and content of each page. */
export function guidePages(): [path: string, content: string][] {
  return [
    ["guides/index.html", overview()],
    ...guides.map((guide): [string, string] => [guide.path, guidePage(guide)]),
  ];
}

function overview(): string {
  const items = guides.map(
    (guide) => html`<li><a href="${fileOf(guide)}">${guide.title}</a><br>${inlineMarkdown(guide.summary)}</li>`,
  );
  const content = html`<h1>Guides</h1><ul class="guides">${items}</ul>`;
  const description = `How to use ${project}: waiting, errors, credentials, tests, recipes, the command line, versions.`;
  return page({ title: `Guides · ${project}`, description, base: "../", current: "guides/index.html", content });
}

function guidePage(guide: Guide): string {
  const links = guides.map((other) =>
    other === guide
      ? html`<a href="${fileOf(other)}" aria-current="page">${other.title}</a>`
      : html`<a href="${fileOf(other)}">${other.title}</a>`,
  );
  const content = html`<nav class="guides" aria-label="Guides">${links}</nav>
${markdown(withRecipes(guide.text))}`;
  const title = `${guide.title} · ${project}`;
  return page({ title, description: guide.summary, base: "../", current: "guides/index.html", content });
}
