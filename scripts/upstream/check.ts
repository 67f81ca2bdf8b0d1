/** Pages against the contract: from sources to a report. */
import { type Accepted, type Reviewed, review } from "./accepted.ts";
import { UnreadablePage } from "./blocks.ts";
import { compare, operationFor } from "./compare.ts";
import type { ContractOperation } from "./contract.ts";
import { editionName, editionOf } from "./edition.ts";
import { type Finding, isDrift } from "./findings.ts";
import type { Operation } from "./model.ts";
import { readPage } from "./read-page.ts";
import { addressOf } from "./vendor.ts";

/** 0: no drift; 1: drift; 2: not a page of an operation of the contract. */
export type ExitCode = 0 | 1 | 2;

/** What `--json` prints. */
export interface Report {
  /** The worst of the pages'; 1 at least when an entry is stale. */
  readonly exitCode: ExitCode;
  readonly pages: readonly PageReport[];
  /** Accepted contradictions that no page of an edition that they are about shows any more. */
  readonly stale: readonly Stale[];
}

export interface Stale extends Accepted {
  /** The edition whose pages do not show it; absent if it is not known whose they are. */
  readonly edition?: string;
}

export interface PageReport {
  /** File or URL, as given. */
  readonly source: string;
  readonly exitCode: ExitCode;
  /** With exit code 2: what is wrong, in one line. */
  readonly error?: string;
  /** "huaweicloud 2025-10-23", "otc undated": where address or file name tell whose page it is. */
  readonly edition?: string;
  /** "GET /v1/…", as in the contract. */
  readonly operation?: string;
  /** How many parameters, headers, fields, statuses and examples the page has. */
  readonly facts?: number;
  readonly findings: readonly Finding[];
}

export interface Checked {
  readonly operations: readonly ContractOperation[];
  readonly accepted: readonly Accepted[];
  readonly read: (source: string) => Promise<string>;
}

export async function check(sources: readonly string[], checked: Checked): Promise<Report> {
  const reviews: Review[] = [];
  const pages: PageReport[] = [];
  for (const source of sources) {
    try {
      const { report, reviewed } = checkPage(source, await checked.read(source), checked);
      pages.push(report);
      reviews.push({ edition: report.edition, ...reviewed });
    } catch (error) {
      const text = error instanceof UnreadablePage ? error.message : `cannot be compared (${error})`;
      pages.push({ source, exitCode: 2, error: text.replace(/\s+/g, " ").slice(0, 400), findings: [] });
    }
  }
  const stale = [...new Set(reviews.map(({ edition }) => edition))].flatMap((edition) => {
    const own = reviews.filter((review) => review.edition === edition);
    const due = new Set(own.flatMap((review) => [...review.due]));
    const unused = [...due].filter((entry) => !own.some(({ used }) => used.has(entry)));
    return unused.map((entry): Stale => ({ ...entry, ...(edition && { edition }) }));
  });
  const worst = Math.max(stale.length > 0 ? 1 : 0, ...pages.map(({ exitCode }) => exitCode)) as ExitCode;
  return { exitCode: worst, pages, stale };
}

/** What a page of an edition was accepted for, and what it had to show. */
interface Review extends Reviewed {
  readonly edition: string | undefined;
}

function checkPage(source: string, text: string, { operations, accepted }: Checked) {
  const page = readPage(text);
  const addresses = [source, addressOf(text)].flatMap((address) => address?.replace(/[?#].*$/, "") ?? []);
  // A page that the contract names as its source is compared even when its operation has another address now.
  const operation =
    operationFor(page, operations) ??
    operations.find(({ sources }) => sources.some((known) => addresses.includes(known)));
  if (operation === undefined) {
    const say = ({ method, path }: Operation): string => `${method} ${path}`;
    throw new UnreadablePage(
      `${say(page.operations[0])} is no operation of the contract, which has ${operations.map(say).join(", ")}`,
    );
  }
  const edition = editionOf(addresses, text);
  const reviewed = review(compare(page, operation), operation, edition, accepted);
  const report: PageReport = {
    source,
    exitCode: reviewed.findings.some(isDrift) ? 1 : 0,
    ...(edition && { edition: editionName(edition) }),
    operation: `${operation.method} ${operation.path}`,
    facts: page.fields.size + page.statuses.length + page.examples.length + page.requests.length,
    findings: reviewed.findings,
  };
  return { report, reviewed };
}
