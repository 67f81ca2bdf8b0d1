import type { AnyJob } from "../job.ts";
import { keyOf, type Outcome, type Ref } from "./outcome.ts";
import type { Row } from "./row.ts";

/** The rows of a wait, in the order of its references. Each method that changes a row returns the new one. */
export class Rows {
  readonly #rows: Map<string, Row>;
  readonly #now: () => number;

  constructor(refs: readonly Ref[], now: () => number) {
    const began = now();
    this.#rows = new Map(refs.map((ref) => [keyOf(ref), { ref, began }]));
    this.#now = now;
  }

  get all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  /** The jobs whose waits have ended, unless the signal ended them. */
  get ended(): readonly Row[] {
    return this.all.filter(({ ended }) => ended !== undefined);
  }

  update(ref: Ref, job: AnyJob): Row {
    return this.#set(ref, { job });
  }

  /** Returns `undefined` if nothing changed. */
  poll(ref: Ref, pollError: string | undefined): Row | undefined {
    return this.#rows.get(keyOf(ref))?.pollError === pollError ? undefined : this.#set(ref, { pollError });
  }

  end({ ref, job, error }: Outcome): Row {
    return this.#set(ref, { ...(job && { job }), error, ended: this.#now() });
  }

  #set(ref: Ref, news: Partial<Row>): Row {
    const row = { ref, ...this.#rows.get(keyOf(ref)), ...news };
    this.#rows.set(keyOf(ref), row);
    return row;
  }
}
