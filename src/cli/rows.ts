import { keyOf, type Ref } from "./outcome.ts";
import type { Row } from "./row.ts";

/** The rows of a wait, in the order of its references. */
export class Rows {
  readonly #rows: Map<string, Row>;

  constructor(refs: readonly Ref[], began: number) {
    this.#rows = new Map(refs.map((ref) => [keyOf(ref), { ref, began }]));
  }

  get all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  /** The jobs whose waits have ended, unless the signal ended them. */
  get ended(): readonly Row[] {
    return this.all.filter(({ ended }) => ended !== undefined);
  }

  get(ref: Ref): Row {
    return this.#rows.get(keyOf(ref)) ?? { ref };
  }

  /** Replaces the row of a job by one with news, and returns it. */
  update(ref: Ref, news: Partial<Row>): Row {
    const row = { ...this.get(ref), ...news };
    this.#rows.set(keyOf(ref), row);
    return row;
  }
}
