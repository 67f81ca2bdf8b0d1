import { expect, test } from "vitest";
import { described } from "../../scripts/docs/contract.ts";
import { statusWords } from "../../scripts/docs/words.ts";
import { describeInBrowser, useBrowser } from "./browser.ts";

describeInBrowser("the start page", () => {
  const visit = useBrowser();

  test("compares the services as the contract and the table of services have them", async () => {
    const { page } = await visit("index.html");
    const table = page.locator(".comparison");
    const rowOf = (title: string) =>
      table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: title }) });
    for (const service of described) {
      const column = described.indexOf(service);
      const cell = (title: string) => rowOf(title).getByRole("cell").nth(column).innerText();
      expect(await cell("Path")).toBe(`GET ${service.row.path}`);
      for (const { word, state, when = "" } of statusWords(service)) {
        expect(await cell(`${state.slice(0, 1).toUpperCase()}${state.slice(1)}`)).toContain(`${word} ${when}`.trim());
      }
      expect(await cell("Hosts")).toContain(service.row.hosts.prefix);
    }
  });

  test("leads with the keyboard alone to a reference and into it", async () => {
    const { page, complaints } = await visit("index.html");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
    for (const name of ["huaweicloud-jobs", ...described.map(({ row }) => row.title)]) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Show a DCS job" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("prints without the menu", async () => {
    const { page } = await visit("index.html");
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("navigation").isVisible()).toBe(false);
    expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
  });
});
