import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { operationAnchor } from "./anchors.ts";
import { type Described, operationOf } from "./contract.ts";
import { downloadsOf } from "./downloads.ts";
import { html, raw } from "./html.ts";
import { header, project } from "./page.ts";
import { repository } from "./paths.ts";
import { styles } from "./styles.ts";

const redocly = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");

/** Handlebars' template of a page; the triple braces are Redocly's to fill in. */
function template(service: Described): string {
  const { row, name } = service;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${row.title} · ${project}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${service.contract.info.summary}">
<link rel="icon" href="data:,">
${raw("{{{redocHead}}}")}
<style>${raw(styles("header.css", "redoc.css"))}</style>
<script>${raw(openAtOperation(service))}</script>
</head>
<body>
${header("", `${name}.html`, operationAnchor(service))}
${raw("{{{redocHTML}}}")}
</body>
</html>
`.text;
}

/** What Redocly is told. It takes no options on its command line beside those of a file, so all of them are here. */
function config(service: Described): object {
  const samples = operationOf(service)["x-codeSamples"];
  return {
    telemetry: "off",
    apis: { [service.name]: { root: join(repository, "generated", `${service.name}.json`) } },
    openapi: {
      downloadUrls: downloadsOf(service).map(({ path, title }) => ({ url: path, title })),
      // Samples of other labels are not shown.
      codeSamples: { languages: samples.map(({ lang, label }) => ({ lang, label })) },
      // The head of the site stands above what a link leads to.
      scrollYOffset: 48,
    },
  };
}

/** Redoc folds the operation away unless the address names it, and it is the only one there. */
const openAtOperation = (service: Described): string =>
  `if (location.hash.length < 3) history.replaceState(null, "", ${JSON.stringify(operationAnchor(service))});`;

/** What is wrong in the page that Redoc makes. Where nothing is found, Redoc has changed and this has to be looked at. */
const repairs: readonly (readonly [reason: string, found: RegExp, replacement: string])[] = [
  // `data:,` rather than nothing, which would leave a broken image.
  ["a logo from another host", /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini[\w-]*\.svg/g, "data:,"],
  ["a link to the root of the host", /(<a [^>]*href=")\//g, "$1#/"],
  ["a name of a button that hides what is chosen", /"aria-label":`Example`,(?=options:)/g, ""],
];

function repair(page: string): string {
  return repairs.reduce((text, [reason, found, replacement]) => {
    if (text.search(found) === -1) {
      throw new Error(`Redoc's page has no more ${reason} (${found}): does the new version need this repair?`);
    }
    return text.replaceAll(found, replacement);
  }, page);
}

/** One page with everything in it: texts, styles and Redoc itself. */
export async function redocPage(service: Described): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "docs-"));
  try {
    const settings = join(directory, "redocly.yaml");
    const input = join(directory, "page.hbs");
    const output = join(directory, "page.html");
    writeFileSync(settings, JSON.stringify(config(service)));
    writeFileSync(input, template(service));
    const options = ["--inlineBundle", "--config", settings, "--lint-config=off", "-t", input, "-o", output];
    await promisify(execFile)(process.execPath, [redocly, "build-docs", service.name, ...options], { cwd: directory });
    return repair(readFileSync(output, "utf8"));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
