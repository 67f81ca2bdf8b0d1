import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { anchorsOf, fieldAnchor, operationAnchor } from "../../scripts/docs/anchors.ts";
import { described, operationOf } from "../../scripts/docs/contract.ts";
import { statusWords } from "../../scripts/docs/words.ts";
import { describeInBrowser, useBrowser, type Visit } from "./browser.ts";

/** Follows a deep link within the page, and tells whether what it names can be seen. */
async function leadsThere(page: Page, anchor: string): Promise<boolean> {
  await page.evaluate((hash) => location.assign(hash), anchor);
  return await isSeen(page, anchor.slice(anchor.lastIndexOf("#") + 1));
}

function isSeen(page: Page, id: string): Promise<boolean> {
  const check = (name: string): boolean => {
    const box = document.getElementById(name)?.getBoundingClientRect();
    return box !== undefined && box.height > 0 && box.top >= 0 && box.top < innerHeight;
  };
  return page.waitForFunction(check, id.replace(/^\//, "")).then(
    () => true,
    () => false,
  );
}

describeInBrowser("the reference", () => {
  const visit = useBrowser();

  describe.each(described)("of $name", (service) => {
    const path = `${service.name}.html`;
    /** Redoc takes seconds to build a page, so what one page can show is looked at on this one. */
    let opened: Visit;
    beforeAll(async () => {
      opened = await visit(path);
    });
    const anchors = anchorsOf(service).filter((anchor) => anchor.startsWith(operationAnchor(service)));

    test("opens at the operation, and shows path, words and samples", async () => {
      const { page } = opened;
      const { summary } = operationOf(service);
      expect(await isSeen(page, operationAnchor(service).slice(2))).toBe(true);
      const text = await page.locator("#api-content").innerText();
      expect(text).toContain(summary);
      expect(text).toContain(service.row.path);
      for (const { word, description } of statusWords(service)) {
        expect(text).toContain(word);
        expect(text).toContain(description.replaceAll("`", ""));
      }
      const panel = page.locator(".panel-request-samples");
      for (const { label, source } of operationOf(service)["x-codeSamples"]) {
        await panel.getByTestId("dropdown").last().click();
        await page.getByRole("menuitem", { name: label, exact: true }).click();
        expect(await panel.innerText()).toContain(source.split("\n")[0]);
      }
    });

    test("has a deep link to each response and each field", async () => {
      const { page, complaints } = opened;
      const dead: string[] = [];
      for (const anchor of anchors) {
        if (!(await leadsThere(page, anchor))) {
          dead.push(anchor);
        }
      }
      expect(dead).toEqual([]);
      expect(complaints).toEqual([]);
    });

    test("opens at a field, also of an error", async () => {
      for (const anchor of [fieldAnchor(service, "200", "status"), anchors.at(-1) ?? ""]) {
        const { page } = await visit(`${path}${anchor}`);
        expect(await isSeen(page, anchor.slice(anchor.lastIndexOf("#") + 1))).toBe(true);
        await page.context().close();
      }
    });

    test("finds fail_reason, and has no link that begins with a slash", async () => {
      const { page } = opened;
      await page.keyboard.press("Control+k");
      await page.keyboard.type("fail_reason");
      await page.getByRole("link").filter({ hasText: "fail_reason" }).first().waitFor();
      const links = await page.evaluate(() =>
        [...document.querySelectorAll("[href]")].map((a) => a.getAttribute("href")),
      );
      expect(links.filter((link) => link?.startsWith("/"))).toEqual([]);
    });
  });
});
