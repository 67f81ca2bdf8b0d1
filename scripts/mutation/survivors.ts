import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** A change of the code that no test noticed. */
export interface Survivor {
  readonly path: string;
  readonly line: number;
  /** The line that was changed, without the space around it. */
  readonly code: string;
  /** What took the place of a part of it, on one line. */
  readonly mutant: string;
}

/** Why some changes of one line make no difference that a caller could see. */
interface Reason {
  readonly code: string;
  readonly mutants: readonly string[];
  readonly why: string;
}

const reasons: Readonly<Record<string, readonly Reason[]>> = parse(
  readFileSync(new URL("survivors.yaml", import.meta.url), "utf8"),
);

/** Whether `survivors.yaml` says why nobody sees the change. */
export function isExplained({ path, code, mutant }: Survivor): boolean {
  return reasons[path]?.some((reason) => reason.code === code && reason.mutants.includes(mutant)) ?? false;
}
