/** What Spectral reports whatever the ruleset says, and Redocly reports too (`no-unresolved-refs`): once is enough. */
export const saidByRedocly: ReadonlySet<string> = new Set(["invalid-ref"]);
