import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { change, describeInBrowser, useBrowser } from "./browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the script adds to the page. */
interface WithAxe {
  axe: { run(document: Document, options: object): Promise<AxeResults> };
}

/** Of the SDK reference the first page and one of each kind; of the others all. */
const paths = readdirSync(inject("site"), { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".html") && !path.startsWith("sdk/"))
  .sort()
  .concat(
    "sdk/index.html",
    "sdk/classes/huaweicloud-jobs.ApiError.html",
    "sdk/functions/huaweicloud-jobs.credentialsFromEnv.html",
    "sdk/interfaces/huaweicloud-jobs.JobsClient.html",
    "sdk/modules/huaweicloud-jobs.html",
    "sdk/types/huaweicloud-jobs.Job.html",
    "sdk/variables/huaweicloud-jobs_simulator.scenarios.html",
  );

async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as WithAxe).axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}

describeInBrowser("the page", () => {
  const visit = useBrowser();

  test.each(paths)(
    "%s is accessible, wide and bright or narrow and dark, and loads nothing from elsewhere",
    async (path) => {
      const { page, complaints } = await visit(path);
      expect(await page.title()).toMatch(/huaweicloud-jobs/);
      expect(await seriousViolations(page)).toEqual([]);
      await change(page, { width: 390, dark: true });
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});
