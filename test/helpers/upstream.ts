import { readFileSync } from "node:fs";
import { type Accepted, acceptedFrom } from "../../scripts/upstream/accepted.ts";
import { check, type Report } from "../../scripts/upstream/check.ts";
import { operationsOf } from "../../scripts/upstream/contract.ts";
import { contracts } from "../contract/contract.ts";
import { sfsTurboPage } from "./sfs-turbo-page.ts";
import type { Part, Row, TableSketch } from "./vendor-page.ts";

const operations = Object.values(contracts).flatMap(operationsOf);

const accepted: Accepted[] = acceptedFrom(
  readFileSync(new URL("../../scripts/upstream/accepted.yaml", import.meta.url), "utf8"),
);

/** Checks pages given as text, without network or files, by default against the repository's accepted differences. */
export function checkTexts(pages: Record<string, string>, list: readonly Accepted[] = accepted): Promise<Report> {
  return check(Object.keys(pages), { operations, accepted: list, read: async (source) => pages[source] ?? "" });
}

/** The differences that are neither accepted nor observed, one line each. */
export async function driftOf(page: string, source = "page.html"): Promise<string[]> {
  const { pages } = await checkTexts({ [source]: page });
  const [{ findings = [], error } = {}] = pages;
  if (error !== undefined) {
    return [error];
  }
  return findings
    .filter((finding) => finding.observed === undefined && finding.accepted === undefined)
    .map(({ kind, at, what, page: shown, contract }) =>
      [kind, at, what === "presence" ? "" : what, shown ?? "-", contract ?? "-"]
        .filter((part) => part !== "")
        .join(" | "),
    );
}

/** The page of SFS Turbo's operation with changes to some of its tables, by their numbers from 1. */
export function sfsTurboPageWith(changes: Record<number, (table: TableSketch) => TableSketch>): Part[] {
  let number = 0;
  return sfsTurboPage.map((part) => {
    if (!("table" in part)) {
      return part;
    }
    number += 1;
    return { table: changes[number]?.(part.table) ?? part.table };
  });
}

/** Changes the row of that name, or removes it if there is no change. */
export const row =
  (name: string, change?: (row: Row) => Row) =>
  ({ caption, rows }: TableSketch): TableSketch => ({
    caption,
    rows: rows.flatMap((candidate) =>
      candidate.name !== name ? [candidate] : change === undefined ? [] : [change(candidate)],
    ),
  });
