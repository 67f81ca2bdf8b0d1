/** What a check has to say, line by line, and what is wrong. */
export interface Verdict {
  readonly said: readonly string[];
  readonly faults: readonly string[];
}
