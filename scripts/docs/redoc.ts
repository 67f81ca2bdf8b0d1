import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outputOf } from "../lib/commands.ts";
import { redocly } from "../lib/tool.ts";
import { type Described, operationOf } from "./contract.ts";

const read = (file: string): string =>
  readFileSync(new URL(`../../docs/.vitepress/redoc/${file}`, import.meta.url), "utf8");

/** The page around Redoc. It opens at the operation, which is the only one and folded away unless the address names it. */
function template({ name, contract: { info } }: Described, anchor: string): string {
  const { title, summary } = info;
  const parts = { name, title, summary, anchor, theme: read("theme.js"), style: read("style.css") };
  return Object.entries(parts).reduce(
    (page, [part, text]) => page.replaceAll(`@@${part}`, () => text),
    read("page.hbs"),
  );
}

/** What is wrong in the page that Redoc makes. If one is not found, Redoc has changed, and the repair has to be checked. */
const repairs: readonly (readonly [reason: string, found: RegExp, replacement: string])[] = [
  // `data:,` rather than nothing, which would leave a broken image.
  ["logo from another host", /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini[\w-]*\.svg/g, "data:,"],
  ["link to the root of the host", /(<a [^>]*href=")\//g, "$1#/"],
  ["name of a button that hides what is chosen", /"aria-label":`Example`,(?=options:)/g, ""],
];

function repair(page: string): string {
  return repairs.reduce((text, [reason, found, replacement]) => {
    if (text.search(found) === -1) {
      throw new Error(`Redoc's page has no ${reason} (${found}) any more: does the new version need this repair?`);
    }
    return text.replaceAll(found, replacement);
  }, page);
}

/** One page with everything in it: texts, styles and Redoc itself. */
export async function redocPage(service: Described): Promise<string> {
  const { name, row, contract } = service;
  const { tags, operationId, description, "x-codeSamples": samples } = operationOf(service);
  // The page of the service has the rest of the description, collapsed.
  const get = { ...contract.paths[row.path]?.get, description: description.split("\n\n", 1).join() };
  const directory = mkdtempSync(join(tmpdir(), "docs-"));
  const file = (name: string) => join(directory, name);
  try {
    const openapi = {
      downloadUrls: ["YAML", "JSON"].map((title) => ({ title, url: `../contracts/${name}.${title.toLowerCase()}` })),
      // Samples of other labels are not shown.
      codeSamples: { languages: samples.map(({ lang, label }) => ({ lang, label })) },
      // The site around it has them.
      hideSearch: true,
      colorMode: { hide: true },
    };
    writeFileSync(file("contract.json"), JSON.stringify({ ...contract, paths: { [row.path]: { get } } }));
    const config = { telemetry: "off", apis: { [name]: { root: "contract.json" } }, openapi };
    writeFileSync(file("redocly.yaml"), JSON.stringify(config));
    writeFileSync(file("page.hbs"), template(service, `#/${tags[0]}/${operationId}`.toLowerCase()));
    const args = ["build-docs", name, "--inlineBundle", "--lint-config=off", "-t", "page.hbs", "-o", "page.html"];
    await outputOf([process.execPath, redocly, ...args], { cwd: directory });
    return repair(readFileSync(file("page.html"), "utf8"));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
