/** One field of the page against the same field of the contract: type, mandatory or not, words, limits. */
import type { ContractField } from "./contract.ts";
import type { Finding } from "./findings.ts";
import { limitNames } from "./limits.ts";
import type { Field, Place } from "./model.ts";

/** "array" says less than "array of string", and does not contradict it. */
const agree = (page: string, contract: string): boolean =>
  page === contract ||
  (page === "array" && contract.startsWith("array")) ||
  (contract === "array" && page.startsWith("array"));

export function fieldFindings(at: Place, page: Field, contract: ContractField): Finding[] {
  const findings: Finding[] = [];
  if (page.type !== undefined && contract.type !== undefined && !agree(page.type, contract.type)) {
    findings.push({ kind: "differs", at, what: "type", page: page.type, contract: contract.type });
  }
  if (page.type === undefined && contract.type !== undefined) {
    findings.push({ kind: "only", at, what: "type", contract: contract.type });
  }
  const say = (mandatory: boolean | undefined): string => (mandatory ? "Yes" : "No");
  if (page.mandatory === undefined && contract.mandatory !== undefined) {
    findings.push({ kind: "only", at, what: "mandatory", contract: say(contract.mandatory) });
  }
  if (page.mandatory !== undefined && page.mandatory !== (contract.mandatory ?? false)) {
    findings.push({
      kind: "differs",
      at,
      what: "mandatory",
      page: say(page.mandatory),
      contract: say(contract.mandatory),
    });
  }
  return [...findings, ...wordFindings(at, page, contract), ...limitFindings(at, page, contract)];
}

function wordFindings(at: Place, page: Field, contract: ContractField): Finding[] {
  const missing = page.words.filter((word) => !contract.words.includes(word));
  const only = contract.words.filter((word) => !page.words.includes(word));
  const observed = only.filter((word) => contract.observedWords.includes(word));
  const rest = only.filter((word) => !observed.includes(word));
  const finding = (kind: Finding["kind"], words: string[], more: Partial<Finding>): Finding[] =>
    words.length === 0 ? [] : [{ kind, at, what: "words", ...more }];
  return [
    ...finding("differs", [...(page.disputed ?? [])], {
      page: `in one of its lists only: ${page.disputed?.join(", ")}`,
    }),
    ...finding("missing", missing, { page: missing.join(", ") }),
    ...finding("only", rest, { contract: rest.join(", ") }),
    ...finding("only", observed, { contract: observed.join(", "), observed: true }),
  ];
}

function limitFindings(at: Place, page: Field, contract: ContractField): Finding[] {
  return limitNames.flatMap((what): Finding[] => {
    const [shown, own] = [page.limits[what], contract.limits[what]];
    if (shown === own) {
      return [];
    }
    if (shown === undefined) {
      return [{ kind: "only", at, what, contract: String(own) }];
    }
    return own === undefined
      ? [{ kind: "missing", at, what, page: String(shown) }]
      : [{ kind: "differs", at, what, page: String(shown), contract: String(own) }];
  });
}
