/** A version that is about to be published. */
export interface Candidate {
  readonly version: string;
  /** The tags of the commit. */
  readonly tags: readonly string[];
  readonly changelog: string;
  /** The names of the changesets that are not part of a version yet. */
  readonly changesets: readonly string[];
  /** That of package.json. */
  readonly repository: unknown;
}

/** Why it must not be published, one sentence each. */
export function releaseProblems({ version, tags, changelog, changesets, repository }: Candidate): string[] {
  const problems = {
    [`The commit has no tag v${version}, the version of package.json (its tags: ${tags.join(", ") || "none"}).`]:
      !tags.includes(`v${version}`),
    [`CHANGELOG.md has no section "## ${version}".`]: !changelog.split("\n").includes(`## ${version}`),
    [`No version has taken up ${changesets.join(", ")}: npm run version.`]: changesets.length > 0,
    "package.json has no repository, which npm compares with the one that publishes.": repository === undefined,
  };
  return Object.keys(problems).filter((problem) => problems[problem]);
}
