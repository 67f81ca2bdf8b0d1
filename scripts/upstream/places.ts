import type { ContractOperation } from "./contract.ts";
import { fieldFindings } from "./facts.ts";
import { type Finding, mark } from "./findings.ts";
import type { Field, Place } from "./model.ts";
import type { Page } from "./page.ts";

/** Header names are the same in any case. */
const keyOf = (place: Place): string => (/^(?:\w+ )?header /.test(place) ? place.toLowerCase() : place);
/** What contains a place: its response, or the field that it is nested in. */
const isBeneath = (place: Place, above: readonly string[]): boolean =>
  above.some((outer) => [" ", ".", "[]."].some((joint) => place.startsWith(outer + joint)));

/** Statuses, parameters, headers and fields: which of them both have, and which only one of the two. */
export class Places {
  readonly #page: Page;
  readonly #contract: ContractOperation;

  constructor(page: Page, contract: ContractOperation) {
    this.#page = page;
    this.#contract = contract;
  }

  findings(): Finding[] {
    const { statuses } = this.#page;
    const known = this.#contract.responses;
    const missing = statuses.filter((status) => !known.has(status));
    const only = [...known].filter(([status]) => !statuses.includes(status));
    return [
      ...missing.map((status): Finding => ({ kind: "missing", at: `status ${status}`, what: "presence" })),
      ...this.#page.unlisted.map((status): Finding => {
        return { kind: "differs", at: `status ${status}`, what: "listed", page: "No", contract: "Yes" };
      }),
      ...this.#missingAndDiffering(missing),
      ...this.#only(only.map(([status]) => status)),
      ...only.map(
        ([status, { observed }]): Finding => ({
          kind: "only",
          at: `status ${status}`,
          what: "presence",
          ...mark(observed),
        }),
      ),
    ];
  }

  #missingAndDiffering(missingStatuses: readonly string[]): Finding[] {
    const known = new Map([...this.#contract.fields].map(([place, field]) => [keyOf(place), field]));
    const missing = [...missingStatuses];
    return [...this.#page.fields].flatMap(([place, field]): Finding[] => {
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

  #only(onlyStatuses: readonly string[]): Finding[] {
    const shown = new Map([...this.#page.fields].map(([place, field]) => [keyOf(place), field]));
    const bodies = this.#page.statuses.filter(
      (status) => ![...shown.keys()].some((place) => place.startsWith(`${status} body `)),
    );
    const opaque = [...this.#page.fields].flatMap(([place, field]) => (field.opaque ? [place] : []));
    // Of what the page tells nothing within, one line is enough.
    const closed = [...bodies.map((status) => `${status} body`), ...opaque];
    const shownOnce = new Set<string>();
    const above = [...onlyStatuses];
    return [...this.#contract.fields].flatMap(([place, field]): Finding[] => {
      if (shown.has(keyOf(place)) || isBeneath(place, above)) {
        return [];
      }
      const outer = closed.find((candidate) => isBeneath(place, [candidate]));
      if (outer !== undefined) {
        const isNew = !shownOnce.has(outer);
        shownOnce.add(outer);
        const { observed = false } = this.#contract.responses.get(outer.split(" ")[0] ?? "") ?? {};
        return isNew ? [{ kind: "only", at: outer, what: "fields", ...mark(observed) }] : [];
      }
      above.push(place);
      return [{ kind: "only", at: place, what: "presence", ...mark(field.observed) }];
    });
  }
}

/** What else the page says of a field that the contract lacks; an accepted one is looked at again when that changes. */
function told({ type, mandatory }: Field): { page?: string } {
  const parts = [type, mandatory ? "mandatory" : undefined].filter((part) => part !== undefined);
  return parts.length === 0 ? {} : { page: parts.join(", ") };
}
