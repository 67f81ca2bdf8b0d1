/** The reviewed list of contradictions between a page and the contract that are known and accepted. */
import { parse } from "yaml";
import type { Finding } from "./findings.ts";
import type { Operation } from "./model.ts";
import type { Vendor } from "./vendor.ts";

export interface Accepted {
  /** "METHOD /path", as in the contract. */
  readonly operation: string;
  /** Whose page it is about; absent: any page of the operation. */
  readonly vendor?: Vendor;
  readonly kind: Finding["kind"];
  /** "*" stands for any text. */
  readonly at: string;
  readonly what: string;
  /** The values, exactly as the finding has them: an entry does not cover another value. */
  readonly page?: string;
  readonly contract?: string;
  readonly reason: string;
}

const required = ["operation", "kind", "at", "what", "reason"];
const optional = ["vendor", "page", "contract"];

/** Reads the list; throws an Error that names the entry at fault. */
export function acceptedFrom(yaml: string): Accepted[] {
  const entries: unknown = parse(yaml) ?? [];
  if (!Array.isArray(entries)) {
    throw new Error("expected a list of accepted contradictions");
  }
  return entries.map((entry: Record<string, unknown> | null, index) => {
    const keys = Object.keys(entry ?? {});
    const absent = required.find((key) => !keys.includes(key));
    const unknown = keys.find((key) => ![...required, ...optional].includes(key));
    const fault =
      absent === undefined
        ? unknown === undefined
          ? keys
              .map((key) => (typeof entry?.[key] === "string" ? "" : `"${key}" is no text`))
              .find((text) => text !== "")
          : `"${unknown}" is unknown`
        : `"${absent}" is missing`;
    if (fault !== undefined) {
      throw new Error(`entry ${index + 1}: ${fault}`);
    }
    return entry as unknown as Accepted;
  });
}

const isAbout = ({ operation }: Accepted, { method, path }: Operation): boolean => operation === `${method} ${path}`;

function covers(entry: Accepted, finding: Finding): boolean {
  const parts = entry.at.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const isAt = new RegExp(`^${parts.join(".*")}$`).test(finding.at);
  return isAt && (["kind", "what", "page", "contract"] as const).every((key) => entry[key] === finding[key]);
}

export interface Reviewed {
  readonly findings: Finding[];
  /** The entries that accepted something, and those that should have and did not. */
  readonly used: ReadonlySet<Accepted>;
  readonly due: ReadonlySet<Accepted>;
}

/**
 * Puts the reasons to the findings about a page. An entry for one vendor is not due on a page of the other, nor on one
 * of which it is not known whose it is.
 */
export function review(
  findings: readonly Finding[],
  operation: Operation,
  vendor: Vendor | undefined,
  accepted: readonly Accepted[],
): Reviewed {
  const own = accepted.filter(
    (entry) => isAbout(entry, operation) && (entry.vendor ?? vendor) === (vendor ?? entry.vendor),
  );
  const used = new Set<Accepted>();
  const reviewed = findings.map((finding) => {
    const entry = finding.observed ? undefined : own.find((candidate) => covers(candidate, finding));
    if (entry === undefined) {
      return finding;
    }
    used.add(entry);
    return { ...finding, accepted: entry.reason.trim() };
  });
  const due = own.filter((entry) => entry.vendor === undefined || entry.vendor === vendor);
  return { findings: reviewed, used, due: new Set(due) };
}
