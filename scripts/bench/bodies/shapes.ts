/** A kind of body, and the milliseconds that each size took. */
export interface Body {
  readonly kind: string;
  readonly took: readonly number[];
}
