export interface Finding {
  /**
   * missing: on the page, not in the contract. differs: in both. only: in the contract, not on the page. unread: on the
   * page, and not understood.
   */
  readonly kind: "missing" | "differs" | "only" | "unread";
  /** A place (model.ts), "status 404", "200 example", "request example", "IAM action", "uri" or "table". */
  readonly at: string;
  /** What of it: "presence", "type", "mandatory", "words", "fields", "value", "listed", a limit such as "maxLength". */
  readonly what: string;
  /** As the page has it. */
  readonly page?: string;
  /** As the contract has it. */
  readonly contract?: string;
  /** Only in the contract, which says that practice shows it. */
  readonly observed?: true;
  /** Why this one is accepted. */
  readonly accepted?: string;
}

/** What a maintainer has to look at: neither accepted nor said by the contract itself to be on no page. */
export const isDrift = ({ observed, accepted }: Finding): boolean => observed === undefined && accepted === undefined;

export const mark = (observed: boolean): { observed?: true } => (observed ? { observed: true } : {});

/** What the two say of one thing, unless it is the same. */
export function difference(
  at: string,
  what: string,
  page: string | undefined,
  contract: string | undefined,
): Finding[] {
  if (page === contract) {
    return [];
  }
  const kind = page === undefined ? "only" : contract === undefined ? "missing" : "differs";
  return [{ kind, at, what, ...(page !== undefined && { page }), ...(contract !== undefined && { contract }) }];
}
