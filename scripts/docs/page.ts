import { described } from "./contract.ts";
import { type Html, html } from "./html.ts";

export const project = "huaweicloud-jobs";

/** The pages of the site's menu: where they are, seen from the site's root, and what they are called. */
const menu = [
  ...described.map(({ name, row }) => ({ path: `${name}.html`, title: row.title })),
  { path: "sdk/index.html", title: "SDK" },
  { path: "guides/index.html", title: "Guides" },
] as const;

/** The head of every page of the site. `base` leads from the page to the site's root, `content` past the head. */
export function header(base: string, current: string, content = "#content"): Html {
  const links = menu.map(({ path, title }) => {
    const isCurrent = path === current;
    return html`<a href="${base}${path}"${isCurrent ? html` aria-current="true"` : undefined}>${title}</a>`;
  });
  return html`<header class="site-header">
<a class="site-skip" href="${content}">Skip to the content</a>
<a class="site-name" href="${base}index.html">${project}</a>
<nav aria-label="Site">${links}</nav>
</header>`;
}

interface Page {
  readonly title: string;
  readonly description: string;
  readonly base: string;
  /** The page of the menu that this one belongs to. */
  readonly current: string;
  readonly content: Html;
}

export function page({ title, description, base, current, content }: Page): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${description}">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}assets/site.css">
</head>
<body>
${header(base, current)}
<main id="content">
${content}
</main>
</body>
</html>
`.text;
}
