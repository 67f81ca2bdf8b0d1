/**
 * Drafts a row for `defineService` from a reference page of the vendor: `npm run draft:service -- PAGE.html`.
 * The page may be a file or a URL, in any of the forms that `check:upstream` reads.
 *
 * Prints the row as JSON. What the page does not tell is marked "FILL IN: …", listed on stderr too.
 * Exit code 0: nothing is marked; 1: something is; 2: wrong usage, a source that cannot be read, or a page that does not
 * describe a GET of one job, each told in one line on stderr.
 */
import { parseArgs } from "node:util";
import type { Main } from "../lib/io.ts";
import { readSource } from "../upstream/read.ts";
import { marksIn, type Note } from "./mark.ts";
import { draftOf, type Row } from "./row.ts";

const usage = `Usage: npm run draft:service -- FILE_OR_URL

Prints the row for defineService that a reference page of the vendor describes.
`;

export const main: Main = async (argv, { stdout, stderr, cwd }) => {
  let where = "draft:service";
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { help: { type: "boolean", short: "h" } },
    });
    if (values.help) {
      stdout.write(usage);
      return 0;
    }
    const [source, ...more] = positionals;
    if (source === undefined || more.length > 0) {
      throw new Error("expected one file or URL; --help says more");
    }
    where = source;
    const { row, taken } = draftOf(await readSource(source, { cwd }));
    const marks = marksIn(row);
    stdout.write(`${json(row)}\n`);
    stderr.write(`${list("to fill in", marks)}${list("taken from a sentence of the page, to be checked", taken)}`);
    return marks.length > 0 ? 1 : 0;
  } catch (error) {
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    stderr.write(`${withoutControls(`${where}: ${line}`)}\n`);
    return 2;
  }
};

/** `JSON.stringify` leaves these control characters as they are, and some terminals obey them. */
const json = (row: Row): string => JSON.stringify(row, null, 2).replace(/[\u007f-\u009f]/g, escaped);
const escaped = (character: string): string => `\\u00${character.charCodeAt(0).toString(16)}`;

/** Without control characters, which a terminal would obey. */
const withoutControls = (text: string): string => text.replace(/\p{Cc}/gu, "");

function list(title: string, notes: readonly Note[]): string {
  const width = Math.max(0, ...notes.map(({ place }) => place.length));
  const lines = notes.map(({ place, text }) => `  ${withoutControls(place).padEnd(width)}  ${withoutControls(text)}\n`);
  return lines.length === 0 ? "" : `${title}\n${lines.join("")}`;
}
