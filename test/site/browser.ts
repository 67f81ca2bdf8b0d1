import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { chromiumPath, launchChromium } from "../../scripts/lib/chromium.ts";

const isMissing = chromiumPath === undefined;
if (isMissing && process.env["CI"] === undefined) {
  process.stderr.write("No Chromium is installed (CHROMIUM may name one): the site is not looked at in a browser.\n");
}

/** Tests in a browser. Where none is installed they are skipped, in CI they fail. */
export const describeInBrowser = describe.skipIf(isMissing && process.env["CI"] === undefined);

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".yaml": "application/yaml",
};

/** After this many milliseconds something does not happen at all, however busy the machine is. */
const PATIENCE = 60_000;

/** Not at the root of its host, as on GitHub Pages. */
const BASE = "/some/path/";

export interface View {
  readonly width?: number;
  readonly dark?: boolean;
}

export interface Visit {
  readonly page: Page;
  /** What went wrong: errors on the console, exceptions, failed requests, requests to other hosts. */
  readonly complaints: readonly string[];
}

/** A browser and a server of the built site, for the tests of a file. */
export function useBrowser() {
  const site = inject("site");
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    const file = join(site, normalize(decodeURI(pathname).slice(BASE.length)));
    if (pathname.startsWith(BASE) && existsSync(file) && statSync(file).isFile()) {
      response.writeHead(200, { "Content-Type": `${types[extname(file)]}; charset=utf-8` }).end(readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  });
  let browser: Browser;
  let origin: string;
  beforeAll(async () => {
    expect(chromiumPath, "an installed Chromium").toBeDefined();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
    server.closeAllConnections();
  });

  return async (path: string): Promise<Visit> => {
    const context = await browser.newContext({
      viewport: { width: 1400, height: 900 },
      colorScheme: "light",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    page.on("response", (response) => response.status() >= 400 && complaints.push(`missing: ${response.url()}`));
    await page.route("**/*", (route) => {
      const { hostname, protocol } = new URL(route.request().url());
      if (hostname === "127.0.0.1" || protocol === "data:" || protocol === "blob:") {
        return route.continue();
      }
      complaints.push(`to another host: ${route.request().url()}`);
      return route.abort();
    });
    await page.goto(`${origin}${BASE}${path}`);
    await ready(page);
    return { page, complaints };
  };
}

/** Looks at the same page in another way. Redoc asks for the colours only once. */
export async function change(page: Page, { width = 1400, dark = false }: View): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  await page.evaluate(
    (mode) => {
      const classes = document.documentElement.classList;
      if (classes.replace(mode === "dark" ? "light" : "dark", mode)) {
        classes.add("notransition");
      }
    },
    dark ? "dark" : "light",
  );
}

/** Redoc and TypeDoc build parts of their pages in the browser. */
async function ready(page: Page): Promise<void> {
  if ((await page.locator("#redoc").count()) > 0) {
    await page.getByTestId("schema-expand-all-button").or(page.locator(".panel-request-samples")).first().waitFor();
    await page.getByText("Search Ctrl+K").waitFor({ state: "attached" });
  }
  if ((await page.locator("#tsd-nav-container").count()) > 0) {
    await page.locator("#tsd-nav-container a").first().waitFor({ state: "attached" });
  }
}
