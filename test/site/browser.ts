import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { chromiumPath, launchChromium } from "../../scripts/lib/chromium.ts";
import { BASE } from "./build.ts";

const isMissing = chromiumPath === undefined;
if (isMissing && process.env["CI"] === undefined) {
  process.stderr.write("No Chromium is installed (CHROMIUM may name one): the site is not tested in a browser.\n");
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the script adds to the page. */
interface WithAxe {
  axe: { run(document: Document, options: RunOptions): Promise<AxeResults> };
}

/** What axe finds wrong with a page. */
export async function violations(page: Page, options: RunOptions = {}): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(
    (given) => (globalThis as unknown as WithAxe).axe.run(document, { ...given, resultTypes: ["violations"] }),
    { ...options, iframes: false },
  );
  // Redoc's headings and landmarks are its own.
  const isRedoc = page.url().includes("/redoc/");
  return results.violations
    .filter(({ impact }) => !isRedoc || impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}

/** Tests in a browser. If none is installed they are skipped, in CI they fail. */
export const describeInBrowser = describe.skipIf(isMissing && process.env["CI"] === undefined);

/** The pages of the site, by their paths. */
export const paths: readonly string[] = readdirSync(inject("site"), { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".html"))
  .sort();

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".yaml": "application/yaml",
};

/** After this many milliseconds something does not happen at all, however busy the machine is. */
const PATIENCE = 60_000;

/** A server of the built site, below a path of its host. */
export function useServer(): () => string {
  const site = inject("site");
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    const path = pathname.startsWith(BASE) ? normalize(decodeURI(pathname).slice(BASE.length)) : "..";
    const file = join(site, path === "." || path.endsWith("/") ? join(path, "index.html") : path);
    if (!path.startsWith("..") && existsSync(file) && statSync(file).isFile()) {
      const type = `${types[extname(file)]}; charset=utf-8`;
      // Compressed, as hosts of sites do.
      const headers = { "Content-Type": type, "Content-Encoding": "gzip", "Cache-Control": "max-age=600" };
      response.writeHead(200, headers).end(gzipSync(readFileSync(file)));
    } else {
      response.writeHead(404).end();
    }
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return () => `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`;
}

export interface View {
  readonly width?: number;
  readonly dark?: boolean;
}

export interface Visit {
  readonly page: Page;
  /** What went wrong: errors on the console, exceptions, failed requests, requests to other hosts. */
  readonly complaints: readonly string[];
}

/** A browser and a server of the built site, for the tests of a file. Its pages share cache and settings. */
export function useBrowser(): (path: string, view?: View) => Promise<Visit> {
  const origin = useServer();
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    expect(chromiumPath, "an installed Chromium").toBeDefined();
    browser = await launchChromium();
    context = await browser.newContext({ reducedMotion: "reduce" });
    context.setDefaultTimeout(PATIENCE);
  });
  afterAll(() => browser?.close());

  return async (path, { width = 1400, dark = false } = {}) => {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    page.on("response", (response) => response.status() >= 400 && complaints.push(`missing: ${response.url()}`));
    page.on("request", (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (hostname !== "127.0.0.1" && protocol !== "data:" && protocol !== "blob:") {
        complaints.push(`to another host: ${request.url()}`);
      }
    });
    await page.goto(origin() + path);
    await ready(page);
    return { page, complaints };
  };
}

/** VitePress makes its page interactive, and Redoc builds its own, in the browser. */
async function ready(page: Page): Promise<void> {
  if ((await page.locator("#redoc").count()) > 0) {
    await page.getByTestId("schema-expand-all-button").or(page.locator(".panel-request-samples")).first().waitFor();
  } else {
    await page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));
  }
}
