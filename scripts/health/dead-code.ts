import { run } from "./run.ts";
import type { Verdict } from "./verdict.ts";

/** Files, exports and dependencies that nothing uses; knip.jsonc says where to begin. */
export function findDeadCode(): Verdict {
  const { status, output } = run("npx", ["knip"]);
  return status === 0 ? { said: ["none"], faults: [] } : { said: [], faults: output.split("\n") };
}
