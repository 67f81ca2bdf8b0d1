import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInBrowser, useBrowser } from "./browser.ts";

const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim() ?? "",
  );

/** Presses Tab until the element of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if ((await focused(page)) === name) {
      return;
    }
  }
  throw new Error(`${name} cannot be reached with Tab.`);
}

/** The titles that the search shows first. */
async function search(page: Page, text: string): Promise<string[]> {
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox").fill(text);
  const results = page.locator(".VPLocalSearchBox .result");
  await results.first().waitFor();
  const titles = await results.locator(".titles").allInnerTexts();
  return titles.map((title) => title.replaceAll(/[#\s]+/g, " ").trim());
}

describeInBrowser("with the keyboard alone", () => {
  const visit = useBrowser();

  test("a reader skips to the content, and walks through the menu", async () => {
    const { page, complaints } = await visit("getting-started.html");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to content");
    for (const name of ["Get started", "Guides", "API", "SDK"]) {
      await tabTo(page, name);
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "SDK reference", level: 1 }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("a reader searches, chooses a result, and arrives at it", async () => {
    const { page, complaints } = await visit("index.html");
    const [first] = await search(page, "When it polls");
    expect(first).toMatch(/^Waiting/);
    await page.keyboard.press("Enter");
    await page.locator(".VPLocalSearchBox").waitFor({ state: "detached" });
    await page.getByRole("heading", { name: "When it polls" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("Escape closes the search, and the theme can be switched", async () => {
    const { page } = await visit("guides/waiting.html");
    await page.keyboard.press("Control+k");
    await page.getByRole("searchbox").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".VPLocalSearchBox").waitFor({ state: "detached" });
    await tabTo(page, "");
    const isDark = () => page.evaluate(() => document.documentElement.classList.contains("dark"));
    await page.locator(".VPNavBarAppearance button").focus();
    await page.keyboard.press("Enter");
    await expect.poll(isDark).toBe(true);
    await page.keyboard.press("Enter");
    await expect.poll(isDark).toBe(false);
  });

  test("a reader on a phone opens the menu and leaves by it", async () => {
    const { page } = await visit("guides/errors.html", { width: 390 });
    await tabTo(page, "mobile navigation");
    await page.keyboard.press("Enter");
    await page.locator(".VPNavScreen").getByRole("link", { name: "API" }).press("Enter");
    await page.getByRole("heading", { name: "API reference", level: 1 }).waitFor();
  });
});

describeInBrowser("the search", () => {
  const visit = useBrowser();

  test.each([
    ["createJobsClient", /createJobsClient/],
    ["defineService", /defineService|Other services/],
    ["WaitTimeoutError", /WaitTimeoutError|Errors/],
    ["fail_reason", /DCS jobs|SFS Turbo jobs/],
    ["rateLimit", /RateLimit|Many jobs/],
    ["jest", /jest/],
  ])("finds %s", async (text, first) => {
    const { page } = await visit("guides/index.html");
    const titles = await search(page, text);
    expect(titles[0]).toMatch(first);
    expect(titles.filter((title) => /(SfsTurbo|Workspace|Dcs)(Components|Paths)/.test(title))).toEqual([]);
    await page.close();
  });
});

describeInBrowser("on paper", () => {
  const visit = useBrowser();

  test.each(["index.html", "guides/migration.html", "reference/dcs.html"])(
    "%s has its text, every sample and no menu",
    async (path) => {
      const { page } = await visit(path);
      await page.emulateMedia({ media: "print" });
      expect(await page.locator(".VPNav").isVisible()).toBe(false);
      for (const block of await page.locator(".vp-doc div[class*='language-']").all()) {
        expect(await block.isVisible()).toBe(true);
      }
      expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
    },
  );
});
