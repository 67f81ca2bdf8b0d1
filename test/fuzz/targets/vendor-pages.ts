import assert from "node:assert/strict";
import fc from "fast-check";
import { print } from "../../../scripts/upstream/print.ts";
import { sfsTurboPage } from "../../helpers/sfs-turbo-page.ts";
import { checkTexts } from "../../helpers/upstream.ts";
import {
  barredPage,
  ditaPage,
  markdownPage,
  plainPage,
  sphinxPage,
  viewerCopy,
  viewerPage,
} from "../../helpers/vendor-page.ts";
import { anyText, mutilated, repeated } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const dita = ditaPage(sfsTurboPage);
const pages = [
  dita,
  sphinxPage(sfsTurboPage),
  plainPage(sfsTurboPage),
  barredPage(sfsTurboPage),
  viewerCopy(dita),
  viewerPage(dita),
];
const debris = [
  ...["<", ">", "</", "<table>", "</table>", "<tr>", "</td>", "<td rowspan=99999999 colspan=-1>", "<td colspan=1e9>"],
  ...["<pre>", "</pre>", "<!--", "<script>", "<b><i><u>", "<template>", "<svg>", "<select>", "<plaintext>"],
  ...['"', "&", "|", "\n", "{", "}", "[]", "Status code: 200", "Table 5 x", "Parameter", "\ud800", "URI", "• "],
];
const units = [
  "<td>",
  "<table>",
  "<tr><td>",
  "<b>",
  "<p>x",
  "<a b='",
  "&#",
  "|",
  "{\n",
  '"\\"',
  "1\n",
  " ",
  "Type\n",
  "Table 1\n",
];
const markdownDebris = [
  "# ",
  "\n## ",
  "|",
  "| --- |",
  "```",
  "```json\n",
  "<br>",
  "<table><tr><td>",
  "\n> ",
  "\n- ",
  "* ",
  "&lt;",
  "---\n",
  "[x](y)",
  "![](",
  "\\|",
];
const long = repeated(
  2 ** 18,
  ...units,
  "\n",
  "GET /",
  "Status code: 200\n",
  "Parameter\n",
  "a objects\n",
  "-",
  "0",
  ".",
);

/** What the vendor's pages may look like some day: a report, or a reason in one line; 0, 1 or 2. */
export const vendorPages = defineTarget({
  name: "vendor-pages",
  share: 30,
  input: fc.oneof(
    { weight: 10, arbitrary: mutilated(pages, debris) },
    { weight: 5, arbitrary: mutilated([markdownPage(sfsTurboPage)], markdownDebris) },
    { weight: 1, arbitrary: repeated(2 ** 18, ...markdownDebris, "\n", "a") },
    { weight: 1, arbitrary: anyText },
    { weight: 3, arbitrary: long },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...pages), long).map((parts) => parts.join("\n")) },
  ),
  async run(page) {
    const report = await checkTexts({ page });
    const error = report.pages[0]?.error;
    assert([0, 1, 2].includes(report.exitCode), `exit ${report.exitCode}`);
    assert.equal(report.pages[0]?.exitCode === 2, error !== undefined);
    // What is caught there is a crash none the less.
    assert(error?.includes("cannot be compared") !== true && error?.includes("\n") !== true, error);
    assert(print(report).length < 2 ** 20);
    return `exit ${report.exitCode}`;
  },
});
