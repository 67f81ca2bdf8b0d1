import type { AnyJob } from "../job.ts";
import { keyOf, type Outcome, type Ref } from "./outcome.ts";
import type { Row } from "./row.ts";

/** The rows of a wait, in the order of its references, kept up to date. */
export class Rows {
  readonly #rows: Map<string, Row>;

  constructor(refs: readonly Ref[], began: number) {
    this.#rows = new Map(refs.map((ref) => [keyOf(ref), { ref, began }]));
  }

  get all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  update(ref: Ref, job: AnyJob): Row {
    return this.#set(ref, { job });
  }

  /** Whether the row is another one now. */
  poll(ref: Ref, trouble: string | undefined): boolean {
    const before = this.#rows.get(keyOf(ref))?.trouble;
    this.#set(ref, { trouble });
    return before !== trouble;
  }

  settle({ ref, job, error }: Outcome, now: number): Row {
    return this.#set(ref, { ...(job && { job }), error, ended: now });
  }

  #set(ref: Ref, news: Partial<Row>): Row {
    const row = { ref, ...this.#rows.get(keyOf(ref)), ...news };
    this.#rows.set(keyOf(ref), row);
    return row;
  }
}
