import type { ContractOperation } from "./contract.ts";
import { fieldFindings } from "./facts.ts";
import { difference, type Finding, mark } from "./findings.ts";
import type { Field, Place } from "./model.ts";
import type { Page } from "./page.ts";

/** Header names are the same in any case. */
const keyOf = (place: Place): string => (/^(?:\w+ )?header /.test(place) ? place.toLowerCase() : place);
/** What contains a place: its response, or the field that it is nested in. */
const isBeneath = (place: Place, above: readonly string[]): boolean =>
  above.some((outer) => [" ", ".", "[]."].some((joint) => place.startsWith(outer + joint)));

const fieldsByKey = <F>(fields: ReadonlyMap<Place, F>): Map<Place, F> =>
  new Map([...fields].map(([place, field]) => [keyOf(place), field]));

/** Statuses, parameters, headers and fields: which of them both have, and which only one of the two. */
export function placeFindings(page: Page, contract: ContractOperation): Finding[] {
  const presence = { what: "presence" };
  const missing = page.statuses.filter((status) => !contract.responses.has(status));
  const only = [...contract.responses.keys()].filter((status) => !page.statuses.includes(status));
  return [
    ...missing.map((status): Finding => ({ kind: "missing", at: `status ${status}`, ...presence })),
    ...page.unlisted.flatMap((status) => difference(`status ${status}`, "listed", "No", "Yes")),
    ...ofThePage(page, contract, missing),
    ...ofTheContract(page, contract, only),
    ...only.map((status): Finding => {
      return { kind: "only", at: `status ${status}`, ...presence, ...mark(isObserved(contract, status)) };
    }),
  ];
}

const isObserved = ({ responses }: ContractOperation, status: string): boolean =>
  responses.get(status)?.observed ?? false;

function ofThePage({ fields }: Page, contract: ContractOperation, statuses: readonly string[]): Finding[] {
  const known = fieldsByKey(contract.fields);
  const missing = [...statuses];
  return [...fields].flatMap(([place, field]): Finding[] => {
    if (isBeneath(place, missing)) {
      return [];
    }
    const own = known.get(keyOf(place));
    if (own === undefined) {
      missing.push(place);
      return [{ kind: "missing", at: place, what: "presence", ...told(field) }];
    }
    return fieldFindings(place, field, own);
  });
}

function ofTheContract({ fields, statuses }: Page, contract: ContractOperation, only: readonly string[]): Finding[] {
  const shown = fieldsByKey(fields);
  const bodies = statuses
    .map((status) => `${status} body`)
    .filter((body) => ![...shown.keys()].some((place) => isBeneath(place, [body])));
  const opaque = [...fields].flatMap(([place, field]) => (field.opaque ? [place] : []));
  // Of what the page tells nothing within, one line is enough.
  const closed = [...bodies, ...opaque];
  const shownOnce = new Set<string>();
  const above = [...only];
  return [...contract.fields].flatMap(([place, field]): Finding[] => {
    if (shown.has(keyOf(place)) || isBeneath(place, above)) {
      return [];
    }
    const outer = closed.find((candidate) => isBeneath(place, [candidate]));
    if (outer !== undefined) {
      const isNew = !shownOnce.has(outer);
      shownOnce.add(outer);
      const [status = ""] = outer.split(" ");
      return isNew ? [{ kind: "only", at: outer, what: "fields", ...mark(isObserved(contract, status)) }] : [];
    }
    above.push(place);
    return [{ kind: "only", at: place, what: "presence", ...mark(field.observed) }];
  });
}

/** What else the page says of a field that the contract lacks; an accepted one is looked at again when that changes. */
function told({ type, mandatory }: Field): { page?: string } {
  const parts = [type, mandatory ? "mandatory" : undefined].filter((part) => part !== undefined);
  return parts.length === 0 ? {} : { page: parts.join(", ") };
}
