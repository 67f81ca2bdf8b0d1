/** What a page says against what the contract says. */
import type { ContractOperation } from "./contract.ts";
import { exampleFindings, vanishedExamples } from "./examples.ts";
import { difference, type Finding } from "./findings.ts";
import type { Operation } from "./model.ts";
import type { Page } from "./page.ts";
import { placeFindings } from "./places.ts";

/** "GET /v1/{}/jobs/{}": parameters of a path may have other names. */
const shapeOf = ({ method, path }: Operation): string =>
  `${method} ${path.replace(/\{[^{}]*\}/g, "{}").replace(/\/+$/, "")}`;

/** The operation of the contract that a page is about, by one of its addresses. */
export const operationFor = (page: Page, operations: readonly ContractOperation[]): ContractOperation | undefined =>
  operations.find((own) => page.operations.some((shown) => shapeOf(shown) === shapeOf(own)));

export function compare(page: Page, contract: ContractOperation): Finding[] {
  return [
    ...addressFindings(page, contract),
    ...placeFindings(page, contract),
    ...presenceFindings("request example", page.requests.map(say), contract.requests),
    ...presenceFindings("IAM action", page.actions, contract.action === undefined ? [] : [contract.action]),
    ...page.examples.flatMap((example) => exampleFindings(example, contract)),
    ...vanishedExamples(page.examples, contract),
    ...page.unread.map(
      (caption): Finding => ({ kind: "unread", at: "table", what: "presence", page: caption.slice(0, 100) }),
    ),
  ];
}

const say = ({ method, path }: Operation): string => `${method} ${path.replace(/\/+$/, "")}`;

/** Each address that the page shows is that of the contract, the names of its parameters included. */
function addressFindings(page: Page, contract: ContractOperation): Finding[] {
  const shown = new Set(page.operations.map(say));
  return [...shown].flatMap((address) => difference("uri", "value", address, say(contract)));
}

/** What only one of the two shows. */
function presenceFindings(at: string, shown: readonly string[], own: readonly string[]): Finding[] {
  const missing = [...new Set(shown)].filter((text) => !own.includes(text));
  const only = own.filter((text) => !shown.includes(text));
  return [
    ...missing.flatMap((text) => difference(at, "presence", text, undefined)),
    ...only.flatMap((text) => difference(at, "presence", undefined, text)),
  ];
}
