/** Whatever is given to `npm run check:upstream`, it answers with 0, 1 or 2, soon, and says why in one line. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sfsTurboPage } from "../helpers/sfs-turbo-page.ts";
import { checkTexts } from "../helpers/upstream.ts";
import { barredPage, ditaPage, plainPage, sphinxPage, viewerCopy, viewerPage } from "../helpers/vendor-page.ts";

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

describe("mutilated pages", () => {
  const forms = [
    ditaPage,
    sphinxPage,
    plainPage,
    barredPage,
    (parts: typeof sfsTurboPage) => viewerCopy(ditaPage(parts)),
    (parts: typeof sfsTurboPage) => viewerPage(ditaPage(parts)),
  ];
  const pages = forms.map((form) => form(sfsTurboPage));
  const debris = [
    "<",
    ">",
    "</",
    "<table>",
    "</table>",
    "<tr>",
    "</td>",
    "<td rowspan=99999999 colspan=-1>",
    "<pre>",
    "</pre>",
    "<!--",
    "<script>",
    '"',
    "&",
    "|",
    "\n",
    "{",
    "}",
    "[]",
    "Status code: 200",
    "Table 5 x",
    "Parameter",
    "\u0000",
    "\ud800",
    "URI",
    "• ",
  ];

  /** Cuts a piece out, copies or moves it, swaps two tags, or throws something in. */
  const operation = fc.tuple(
    fc.constantFrom("cut", "copy", "move", "swap", "insert"),
    fc.nat(),
    fc.nat(),
    fc.nat(400),
    fc.constantFrom(...debris),
  );

  function mutilate(page: string, [kind, from, to, length, piece]: [string, number, number, number, string]): string {
    const [a, b] = [from % (page.length + 1), to % (page.length + 1)];
    const part = page.slice(a, a + length);
    const without = page.slice(0, a) + page.slice(a + length);
    switch (kind) {
      case "cut":
        return without;
      case "copy":
        return page.slice(0, b) + part + page.slice(b);
      case "move":
        return without.slice(0, b) + part + without.slice(b);
      case "swap": {
        const tags = [...page.matchAll(/<[^<>]*>/g)].map(([tag]) => tag);
        const [one, two] = [tags[from % Math.max(tags.length, 1)], tags[to % Math.max(tags.length, 1)]];
        return one === undefined || two === undefined
          ? page
          : page.replaceAll(one, "\u0001").replace(two, one).replaceAll("\u0001", two);
      }
      default:
        return page.slice(0, a) + piece + page.slice(a);
    }
  }

  test("neither crash nor hang: the exit code is 0, 1 or 2", async () => {
    const seed = Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
    const mutilated = fc
      .tuple(fc.constantFrom(...pages), fc.array(operation, { minLength: 1, maxLength: 12 }))
      .map(([page, operations]) => operations.reduce(mutilate, page));
    await fc.assert(
      fc.asyncProperty(mutilated, async (page) => {
        const start = performance.now();
        const { exitCode, pages: reports } = await checkTexts({ page });
        expect([0, 1, 2]).toContain(exitCode);
        // A crash is caught and told; here it is none the less one.
        expect(reports[0]?.error ?? "").not.toContain("cannot be compared");
        expect(performance.now() - start).toBeLessThan(5000);
      }),
      { seed, numRuns: Number(process.env["FUZZ_RUNS"] ?? 400) },
    );
  }, 120_000);
});
