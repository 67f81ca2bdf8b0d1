/** What is about to be published. */
export interface Candidate {
  readonly version: string;
  /** The tags of the commit. */
  readonly tags: readonly string[];
  readonly changelog: string;
  /** The names of the changesets that no version has taken up. */
  readonly changesets: readonly string[];
  /** Of package.json. */
  readonly repository: unknown;
}

/** What keeps it from being published, one sentence each. */
export function faultsOf({ version, tags, changelog, changesets, repository }: Candidate): string[] {
  const faults = {
    [`The commit has no tag v${version}, the version of package.json (its tags: ${tags.join(", ") || "none"}).`]:
      !tags.includes(`v${version}`),
    [`CHANGELOG.md has no section "## ${version}".`]: !changelog.split("\n").includes(`## ${version}`),
    [`No version has taken up ${changesets.join(", ")}: npm run version.`]: changesets.length > 0,
    "package.json has no repository, which npm compares with the one that publishes.": repository === undefined,
  };
  return Object.keys(faults).filter((fault) => faults[fault]);
}
