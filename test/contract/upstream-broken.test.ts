/** Whatever is given to `npm run check:upstream`, it answers with 0, 1 or 2, soon, and says why in one line. */
import { describe, expect, test } from "vitest";
import { sfsTurboPage } from "../helpers/sfs-turbo-page.ts";
import { checkTexts } from "../helpers/upstream.ts";
import { ditaPage, sphinxPage } from "../helpers/vendor-page.ts";

const other = ditaPage(sfsTurboPage).replaceAll("/sfs-turbo/jobs/{job_id}", "/sfs-turbo/shares");

describe("a source that is no page of an operation of the contract", () => {
  test.each<[string, string, RegExp]>([
    [
      "another operation of the vendor",
      other,
      /^GET \/v1\/\{project_id\}\/sfs-turbo\/shares is no operation of the contract, which has GET /,
    ],
    [
      "another method",
      ditaPage(sfsTurboPage).replaceAll("GET /v1", "DELETE /v1"),
      /^DELETE .* is no operation of the contract/,
    ],
    [
      "a page that is no reference",
      "<html><body><h1>News</h1><p>Nothing new.</p></body></html>",
      /expected a request line such as "GET/,
    ],
    ["a text that is no reference", "# Changes\n\n- GET better\n", /expected a request line/],
    [
      "a page without tables",
      "<h4>URI</h4><p>GET /v1/{project_id}/sfs-turbo/jobs/{job_id}</p>",
      /expected tables of parameters/,
    ],
    [
      "a page in another language",
      ditaPage(sfsTurboPage).replaceAll(/Parameter|Status|Response|Request/gi, "参数"),
      /in English/,
    ],
    ["an answer in JSON", '{"error_code":"APIGW.0101"}', /expected a request line/],
    ["nothing but spaces", " \n \n", /expected a request line/],
    ["markup without end", "<table><tr><td>".repeat(20_000), /inside each other|no single page/],
    ["markup of many elements", "<p>x".repeat(200_000), /no single page/],
    [
      "formatting that multiplies",
      "<p><font a><font b><font c><font d>".repeat(20_000),
      /no single page|inside each other/,
    ],
  ])("%s", async (_what, page, error) => {
    const { exitCode, pages, stale } = await checkTexts({ page });
    expect(exitCode).toBe(2);
    expect(pages[0]).toEqual({ source: "page", exitCode: 2, error: expect.stringMatching(error), findings: [] });
    expect(pages[0]?.error).not.toContain("\n");
    expect(stale).toEqual([]);
  });

  test("does not keep the others from being compared, and wins", async () => {
    const { exitCode, pages } = await checkTexts({
      other,
      page: ditaPage(sfsTurboPage),
      drift: ditaPage(sfsTurboPage).replace("fail_reason", "x"),
    });
    expect(pages.map((page) => page.exitCode)).toEqual([2, 0, 1]);
    expect(exitCode).toBe(2);
  });
});

test("an object of thousands of fields is no page", async () => {
  const rows = Array.from({ length: 100 }, (_, index) => `<tr><td>f${index}</td><td>Array of a objects</td></tr>`).join(
    "",
  );
  const head = "<tr><th>Parameter</th><th>Type</th></tr>";
  const page = `<h4>URI</h4><p>GET /v1/{project_id}/sfs-turbo/jobs/{job_id}</p><h4>Response</h4>
    <table>${head}${rows}</table><table><caption>Table 2 a</caption>${head}${rows}</table>`;
  const { pages } = await checkTexts({ page });
  expect(pages[0]?.error).toMatch(/more than 5000 fields/);
});

test.each([0.2, 0.5, 0.8, 0.99])("a page cut off after %d of it is compared as far as it goes", async (part) => {
  const page = sphinxPage(sfsTurboPage);
  const { pages } = await checkTexts({ page: page.slice(0, page.length * part) });
  expect([0, 1, 2]).toContain(pages[0]?.exitCode);
  expect(part < 0.5 || pages[0]?.operation !== undefined).toBe(true);
});
