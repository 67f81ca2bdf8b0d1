import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { described, operationOf } from "../../scripts/docs/contract.ts";
import { statusWords } from "../../scripts/docs/words.ts";
import { describeInBrowser, useBrowser } from "./browser.ts";

describeInBrowser("the reference", () => {
  const visit = useBrowser();

  test("compares the services as the contract and the table of services have them", async () => {
    const { page } = await visit("reference/index.html");
    const table = page.getByRole("table");
    for (const [index, service] of described.entries()) {
      const cell = (title: string) =>
        table
          .getByRole("row")
          .filter({ has: page.getByRole("cell", { name: title, exact: true }) })
          .getByRole("cell")
          .nth(index + 1);
      expect(await cell("path").innerText()).toBe(`GET ${service.row.path}`);
      for (const { word, state, when = "" } of statusWords(service)) {
        expect(await cell(state).innerText()).toContain(`${word} ${when}`.trim());
      }
    }
  });

  describe.each(described)("of $name", (service) => {
    test("has parameters and responses first, samples in tabs, and sources collapsed", async () => {
      const { page, complaints } = await visit(`reference/${service.name}.html`);
      const headings = await page.locator(".vp-doc h2").allInnerTexts();
      expect(headings.map((text) => text.replace(/\W+$/, "").trim())).toEqual([
        "Request",
        "Response",
        "Status words",
        "Errors",
        "All fields and examples",
        "Sources and history",
      ]);
      for (const label of ["curl", "SDK", "Command"]) {
        await page.locator(".vp-code-group").first().locator(".tabs label").getByText(label, { exact: true }).click();
        const sample = operationOf(service)["x-codeSamples"].find((sample) =>
          sample.label.startsWith(label.slice(0, 1)),
        );
        await page
          .getByText(sample?.source.split("\n")[0] ?? "", { exact: false })
          .first()
          .waitFor();
      }
      expect(await page.locator("details.details").evaluate((element) => (element as HTMLDetailsElement).open)).toBe(
        false,
      );
      expect(complaints).toEqual([]);
    });

    test("shows Redoc's page in the colours of the site once a reader scrolls to it", async () => {
      const { page, complaints } = await visit(`reference/${service.name}.html`);
      const frame = page.frameLocator(".redoc-frame");
      await page.locator(".redoc-frame").scrollIntoViewIfNeeded();
      await frame
        .getByRole("heading", { name: operationOf(service).summary })
        .first()
        .waitFor();
      const theme = () => frame.locator("html").evaluate((html) => html.classList.contains("dark"));
      expect(await theme()).toBe(false);
      await page.locator(".VPNavBarAppearance button").click();
      await expect.poll(theme).toBe(true);
      await page.locator(".VPNavBarAppearance button").click();
      await expect.poll(theme).toBe(false);
      expect(complaints).toEqual([]);
    });

    test("has a page of Redoc with path, words and samples", async () => {
      const { page, complaints } = await visit(`redoc/${service.name}.html`);
      const text = await page.locator("#api-content").innerText();
      expect(text).toContain(operationOf(service).summary);
      expect(text).toContain(service.row.path);
      for (const { word } of statusWords(service)) {
        expect(text).toContain(word);
      }
      const panel = page.locator(".panel-request-samples");
      for (const { label, source } of operationOf(service)["x-codeSamples"]) {
        await panel.getByTestId("dropdown").last().click();
        await page.getByRole("menuitem", { name: label, exact: true }).click();
        expect(await panel.innerText()).toContain(source.split("\n")[0]);
      }
      expect(complaints).toEqual([]);
    });
  });
});

test("the SDK's reference begins with the client, then services of one's own, then the errors", () => {
  const page = readFileSync(join(inject("site"), "sdk/huaweicloud-jobs/index.html"), "utf8");
  const places = ["createJobsClient", "defineService", "JobsError", "credentialsFromEnv"].map((name) =>
    page.indexOf(`/${name}.html`, page.indexOf("<main")),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});
