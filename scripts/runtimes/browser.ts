/**
 * Chromium: the program in a page and in a Web Worker. Both have the simulator's origin, as a page has that reaches the
 * services through its own server.
 */
import type { Page } from "playwright-core";
import { chromiumPath, launchChromium } from "../lib/chromium.ts";
import { bundle } from "./project.ts";
import { DEADLINE, isLastLine, load, type Runtime, start, stuck } from "./runtime.ts";
import type { Stage } from "./stage.ts";

const script = '<script type="module" src="/program.js"></script>';
const workerScript = '<script>new Worker("/program.js", { type: "module" })</script>';

async function inPage(html: string, project: string, stage: Stage): Promise<string> {
  stage.serve("/", "text/html", `<!doctype html><link rel="icon" href="data:,">${html}`);
  stage.serve("/program.js", "text/javascript", await bundle(project, `${load}${start(stage)};\n`));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const [printed] = await Promise.all([everythingFrom(page), page.goto(stage.url)]);
    return printed;
  } finally {
    await browser.close();
  }
}

/** What a page and its workers print. */
function everythingFrom(page: Page): Promise<string> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    page.on("console", (message) => {
      lines.push(message.text());
      if (isLastLine(message.text())) {
        resolve(lines.join("\n"));
      }
    });
    page.on("pageerror", reject);
    setTimeout(() => reject(stuck(lines)), DEADLINE).unref();
  });
}

async function version(): Promise<string> {
  if (chromiumPath === undefined) {
    throw new Error("no Chromium is installed (CHROMIUM may name one)");
  }
  const browser = await launchChromium();
  const version = browser.version();
  await browser.close();
  return version;
}

export const browsers: readonly Runtime[] = [
  {
    name: "chromium",
    note: "bundle in a page of the simulator's origin",
    version,
    run: (project, stage) => inPage(script, project, stage),
  },
  {
    name: "web-worker",
    note: "bundle in a Web Worker of Chromium",
    version,
    run: (project, stage) => inPage(workerScript, project, stage),
  },
];
