/** What a page says against what the contract says. */
import type { ContractOperation } from "./contract.ts";
import { exampleFindings } from "./examples.ts";
import type { Finding } from "./findings.ts";
import type { Operation } from "./model.ts";
import type { Page } from "./page.ts";
import { Places } from "./places.ts";

/** "GET /v1/{}/jobs/{}": parameters of a path may have other names. */
const shapeOf = ({ method, path }: Operation): string =>
  `${method} ${path.replace(/\{[^{}]*\}/g, "{}").replace(/\/+$/, "")}`;

/** The operation of the contract that a page is about, by one of its addresses. */
export const operationFor = (page: Page, operations: readonly ContractOperation[]): ContractOperation | undefined =>
  operations.find((own) => page.operations.some((shown) => shapeOf(shown) === shapeOf(own)));

export function compare(page: Page, contract: ContractOperation): Finding[] {
  const places = new Places(page, contract);
  return [
    ...addressFindings(page, contract),
    ...places.findings(),
    ...requestFindings(page, contract),
    ...page.examples.flatMap((example) => exampleFindings(example, contract)),
    ...page.unread.map(
      (caption): Finding => ({ kind: "unread", at: "table", what: "presence", page: caption.slice(0, 100) }),
    ),
  ];
}

function addressFindings(page: Page, contract: ContractOperation): Finding[] {
  const [first] = page.operations;
  return page.operations.some((shown) => shapeOf(shown) === shapeOf(contract))
    ? []
    : [
        {
          kind: "differs",
          at: "uri",
          what: "value",
          page: `${first.method} ${first.path}`,
          contract: `${contract.method} ${contract.path}`,
        },
      ];
}

/** A request shown as an example has the operation's address, with IDs in place of the parameters. */
function requestFindings({ requests }: Page, contract: ContractOperation): Finding[] {
  const parts = contract.path.split("/");
  const fits = ({ method, path }: Operation): boolean => {
    const shown = path.split("/");
    const isEqual = (part: string, index: number): boolean =>
      part === shown[index] || (part.startsWith("{") && shown[index] !== "");
    return method === contract.method && shown.length === parts.length && parts.every(isEqual);
  };
  return requests
    .filter((request) => !fits(request))
    .map(({ method, path }) => ({
      kind: "differs",
      at: "request example",
      what: "value",
      page: `${method} ${path}`,
      contract: `${contract.method} ${contract.path}`,
    }));
}
