/** The reviewed list of contradictions between a page and the contract that are known and accepted. */
import { parse } from "yaml";
import { type Edition, isEditionName, isMeant } from "./edition.ts";
import type { Finding } from "./findings.ts";
import type { Operation } from "./model.ts";

/** One contradiction, at one place. */
export interface Accepted {
  /** "METHOD /path", as in the contract. */
  readonly operation: string;
  /** Which editions of the page it is about ("otc", "huaweicloud 2025-10-23"); absent: all of them. */
  readonly editions?: readonly string[];
  readonly kind: Finding["kind"];
  readonly at: string;
  readonly what: string;
  /** The values, exactly as the finding has them: an entry does not cover another value. */
  readonly page?: string;
  readonly contract?: string;
  readonly reason: string;
}

const required = ["operation", "kind", "at", "what", "reason"];
const optional = ["editions", "page", "contract"];

/** Reads the list, in which an entry may have several places; throws an Error that names the entry at fault. */
export function acceptedFrom(yaml: string): Accepted[] {
  const entries: unknown = parse(yaml) ?? [];
  if (!Array.isArray(entries)) {
    throw new Error("expected a list of accepted contradictions");
  }
  return entries.flatMap((entry: Record<string, unknown> | null, index) => {
    const fault = faultOf(entry ?? {});
    if (fault !== undefined) {
      throw new Error(`entry ${index + 1}: ${fault}`);
    }
    return [entry?.["at"]].flat().map((at) => ({ ...entry, at }) as unknown as Accepted);
  });
}

function faultOf(entry: Record<string, unknown>): string | undefined {
  const keys = Object.keys(entry);
  const absent = required.find((key) => !keys.includes(key));
  const unknown = keys.find((key) => ![...required, ...optional].includes(key));
  const { editions = ["otc"], ...texts } = entry;
  const noText = Object.keys(texts).find(
    (key) => !(key === "at" ? [texts[key]].flat() : [texts[key]]).every((text) => typeof text === "string"),
  );
  if (absent !== undefined) {
    return `"${absent}" is missing`;
  }
  if (unknown !== undefined) {
    return `"${unknown}" is unknown`;
  }
  if (noText !== undefined) {
    return `"${noText}" is no text`;
  }
  return Array.isArray(editions) && editions.length > 0 && editions.every(isEditionName)
    ? undefined
    : '"editions" is no list such as [otc, huaweicloud 2025-10-23, huaweicloud undated]';
}

const isAbout = ({ operation }: Accepted, { method, path }: Operation): boolean => operation === `${method} ${path}`;

const covers = (entry: Accepted, finding: Finding): boolean =>
  (["kind", "at", "what", "page", "contract"] as const).every((key) => entry[key] === finding[key]);

export interface Reviewed {
  readonly findings: Finding[];
  /** The entries that accepted something, and those that should have. */
  readonly used: ReadonlySet<Accepted>;
  readonly due: ReadonlySet<Accepted>;
}

/**
 * Puts the reasons to the findings about a page. An entry is due on each page of its editions; on one of which it is not
 * known whose it is, it counts, and is due only if it is about all editions.
 */
export function review(
  findings: readonly Finding[],
  operation: Operation,
  edition: Edition | undefined,
  accepted: readonly Accepted[],
): Reviewed {
  const own = accepted.filter(
    (entry) =>
      isAbout(entry, operation) &&
      (edition === undefined || entry.editions === undefined || entry.editions.some((name) => isMeant(name, edition))),
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
  const due = own.filter((entry) => edition !== undefined || entry.editions === undefined);
  return { findings: reviewed, used, due: new Set(due) };
}
