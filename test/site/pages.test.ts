import type { RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInBrowser, paths, useBrowser, violations } from "./browser.ts";

/** What depends on the colours alone. */
const colours: RunOptions = { runOnly: ["color-contrast", "link-in-text-block"] };

/** Shows the same page in the other colours, as the browser's setting does. */
const paint = (page: Page, colorScheme: "light" | "dark") => page.emulateMedia({ colorScheme });

describeInBrowser("the page", () => {
  const visit = useBrowser();

  test.concurrent.each(paths)(
    "%s is accessible, wide or narrow, in light and in dark, and loads nothing from elsewhere",
    async (path) => {
      const { page, complaints } = await visit(path);
      expect(await page.title()).toMatch(/huaweicloud-jobs/);
      expect(await violations(page)).toEqual([]);
      await paint(page, "dark");
      expect(await violations(page, colours)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 900 });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      await paint(page, "light");
      expect(await violations(page, colours)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});
