/** A report for people. */
import type { PageReport, Report, Stale } from "./check.ts";
import { type Finding, isDrift } from "./findings.ts";

export function print({ pages, stale }: Report): string {
  const readable = pages.filter(({ error }) => error === undefined);
  return [...readable.map(printPage), ...(stale.length === 0 ? [] : [printStale(stale)])]
    .map((part) => `${part}\n`)
    .join("\n");
}

const groups: [title: string, belongs: (finding: Finding) => boolean][] = [
  ["drift", isDrift],
  ["accepted", ({ accepted }) => accepted !== undefined],
  ["observed, on no page", ({ observed }) => observed === true],
];

function printPage({ source, edition, operation, facts, findings }: PageReport): string {
  const counts = groups.map(([title, belongs]) => `${findings.filter(belongs).length} ${title}`);
  const parts = groups.flatMap(([title, belongs]) => {
    const own = findings.filter(belongs);
    return own.length === 0 ? [] : [`\n${title}`, ...table(own)];
  });
  return [
    source,
    `${operation}${edition === undefined ? "" : ` (${edition})`}: ${facts} facts; ${counts.join("; ")}`,
    ...parts,
  ].join("\n");
}

/** Kind, place and values in columns; the reason of an accepted one beneath those that share it. */
function table(findings: readonly Finding[]): string[] {
  const rows = findings.map(({ kind, at, what, page, contract }) => [
    kind,
    what === "presence" ? at : `${at}, ${what}`,
    [page === undefined ? "" : `page: ${page}`, contract === undefined ? "" : `contract: ${contract}`]
      .filter((text) => text !== "")
      .join("; "),
  ]);
  const shorten = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [first, second] = [width(0), Math.min(width(1), 60)];
  return rows.flatMap(([kind = "", where = "", values = ""], index) => {
    const { accepted } = findings[index] ?? {};
    const line = `  ${kind.padEnd(first)}  ${where.padEnd(second)}  ${shorten(values)}`.trimEnd();
    const isLast = accepted !== findings[index + 1]?.accepted;
    return accepted === undefined || !isLast ? [line] : [line, `    ${accepted.replace(/\s+/g, " ")}`];
  });
}

const printStale = (stale: readonly Stale[]): string =>
  [
    "accepted, and found no more: remove the entry, or look again",
    ...stale.map(
      ({ operation, edition, kind, at, what }) =>
        `  ${operation}${edition ? ` (${edition})` : ""}  ${kind}  ${at}, ${what}`,
    ),
  ].join("\n");
