import { errorJson } from "../errors/to-json.ts";
import type { Output } from "./io.ts";
import type { Outcome } from "./outcome.ts";
import { toJsonLine } from "./text.ts";
import type { JobView } from "./view.ts";

/** One JSON object per line: `{"event":"update","job"}` for each change, `{"event":"outcome","ref","job"|"error"}`. */
export function jsonView(stdout: Output, secrets: Iterable<string>): JobView {
  const write = (event: object) => stdout.write(toJsonLine(event, secrets));
  return {
    update: (_ref, job) => write({ event: "update", job }),
    outcome: (outcome) => write({ event: "outcome", ...outcomeJson(outcome) }),
    close: () => {},
  };
}

export function outcomeJson({ ref, job, error }: Outcome): object {
  return error === undefined ? { ref, job } : { ref, error: errorJson(error) };
}
