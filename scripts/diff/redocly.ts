import { fileURLToPath } from "node:url";
import { redocly, run } from "../lib/tool.ts";

export type Impact = "major" | "minor" | "patch";

/** From the heaviest to the lightest. */
export const impacts: readonly Impact[] = ["major", "minor", "patch"];

interface Spot {
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

/** One change as `redocly diff` reports it; files are relative to the working directory. */
export interface RedoclyChange {
  /** A pointer through the description with all its $refs followed. */
  readonly path: string;
  readonly typeName: string;
  readonly kind: "added" | "removed" | "modified";
  /** The key that changed, where one did. */
  readonly property?: string;
  readonly impact: Impact;
  readonly verdicts: readonly { readonly ruleId: string; readonly message: string; readonly location: Spot }[];
  readonly base?: Spot & { readonly value?: unknown };
  readonly revision?: Spot & { readonly value?: unknown };
}

export interface RedoclyReport {
  readonly infoVersions: { readonly base?: string; readonly revision?: string };
  readonly changes: readonly RedoclyChange[];
}

/** The rules of the comparison, and nothing that changes a description. */
const redoclyConfig = fileURLToPath(new URL("../../redocly.diff.yaml", import.meta.url));

/** Compares two descriptions of an API. */
export function redoclyDiff(base: string, revision: string, cwd: string): Promise<RedoclyReport> {
  const args = [redocly, "diff", base, revision, "--config", redoclyConfig, "--format", "json", "--fail-on", "none"];
  const read = (stdout: string): RedoclyReport => {
    const report = JSON.parse(stdout);
    if (report.reportVersion !== "1") {
      throw new Error("Redocly's report has a new form.");
    }
    return report;
  };
  return run(args, cwd, read, () => 0);
}
