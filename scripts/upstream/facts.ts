/** One field of the page against the same field of the contract: type, mandatory or not, words, limits. */
import type { ContractField } from "./contract.ts";
import { difference, type Finding } from "./findings.ts";
import { limitNames } from "./limits.ts";
import type { Field, Place } from "./model.ts";

/** "array" says less than "array of string", and does not contradict it. */
const agree = (page: string, contract: string): boolean =>
  page === contract ||
  (page === "array" && contract.startsWith("array")) ||
  (contract === "array" && page.startsWith("array"));

const yesOrNo = (mandatory: boolean | undefined): string | undefined =>
  mandatory === undefined ? undefined : mandatory ? "Yes" : "No";

export function fieldFindings(at: Place, page: Field, contract: ContractField): Finding[] {
  const differsInType = contract.type !== undefined && !(page.type !== undefined && agree(page.type, contract.type));
  const mandatory = page.mandatory === undefined ? contract.mandatory : (contract.mandatory ?? false);
  return [
    ...(differsInType ? difference(at, "type", page.type, contract.type) : []),
    ...difference(at, "mandatory", yesOrNo(page.mandatory), yesOrNo(mandatory)),
    ...wordFindings(at, page, contract),
    ...limitNames.flatMap((what) =>
      difference(at, what, page.limits[what]?.toString(), contract.limits[what]?.toString()),
    ),
  ];
}

function wordFindings(at: Place, page: Field, contract: ContractField): Finding[] {
  const missing = page.words.filter((word) => !contract.words.includes(word));
  const only = contract.words.filter((word) => !page.words.includes(word));
  const observed = only.filter((word) => contract.observedWords.includes(word));
  const rest = only.filter((word) => !observed.includes(word));
  const list = (words: readonly string[]): string | undefined => (words.length === 0 ? undefined : words.join(", "));
  const disputed: Finding[] = page.disputed
    ? [{ kind: "differs", at, what: "words", page: `in one of its lists only: ${list(page.disputed)}` }]
    : [];
  return [
    ...disputed,
    ...difference(at, "words", list(missing), undefined),
    ...difference(at, "words", undefined, list(rest)),
    ...difference(at, "words", undefined, list(observed)).map((finding): Finding => ({ ...finding, observed: true })),
  ];
}
