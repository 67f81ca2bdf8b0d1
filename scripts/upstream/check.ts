/** Pages against the contract: from sources to a report. */
import { type Accepted, review } from "./accepted.ts";
import { UnreadablePage } from "./blocks.ts";
import { compare, operationFor } from "./compare.ts";
import type { ContractOperation } from "./contract.ts";
import { type Finding, isDrift } from "./findings.ts";
import type { Operation } from "./model.ts";
import { readPage } from "./read-page.ts";
import { addressOf, type Vendor, vendorOf } from "./vendor.ts";

/** 0: no drift; 1: drift; 2: not a page of an operation of the contract. */
export type ExitCode = 0 | 1 | 2;

/** What `--json` prints. */
export interface Report {
  /** The worst of the pages'; 1 at least when an entry is stale. */
  readonly exitCode: ExitCode;
  readonly pages: readonly PageReport[];
  /** Accepted contradictions that none of the pages they are about shows any more. */
  readonly stale: readonly Accepted[];
}

export interface PageReport {
  /** File or URL, as given. */
  readonly source: string;
  readonly exitCode: ExitCode;
  /** With exit code 2: what is wrong, in one line. */
  readonly error?: string;
  /** Whose page it is, where its address or file name tells. */
  readonly vendor?: Vendor;
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
  const used = new Set<Accepted>();
  const due = new Set<Accepted>();
  const pages: PageReport[] = [];
  for (const source of sources) {
    try {
      const { report, reviewed } = checkPage(source, await checked.read(source), checked);
      pages.push(report);
      for (const entry of reviewed.used) {
        used.add(entry);
      }
      for (const entry of reviewed.due) {
        due.add(entry);
      }
    } catch (error) {
      const text = error instanceof UnreadablePage ? error.message : `cannot be compared (${error})`;
      pages.push({ source, exitCode: 2, error: text.replace(/\s+/g, " ").slice(0, 400), findings: [] });
    }
  }
  const stale = [...due].filter((entry) => !used.has(entry));
  const worst = Math.max(stale.length > 0 ? 1 : 0, ...pages.map(({ exitCode }) => exitCode)) as ExitCode;
  return { exitCode: worst, pages, stale };
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
  const vendor = addresses.map(vendorOf).find((known) => known !== undefined);
  const reviewed = review(compare(page, operation), operation, vendor, accepted);
  const report: PageReport = {
    source,
    exitCode: reviewed.findings.some(isDrift) ? 1 : 0,
    ...(vendor === undefined ? {} : { vendor }),
    operation: `${operation.method} ${operation.path}`,
    facts: page.fields.size + page.statuses.length + page.examples.length + page.requests.length,
    findings: reviewed.findings,
  };
  return { report, reviewed };
}
