import { ApiError } from "../errors/api-error.ts";
import { InvalidResponseError } from "../errors/invalid-response-error.ts";
import { RequestError } from "../errors/request-errors.ts";
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

/** The members of an error that a script can use. */
function errorJson(error: Error): object {
  const { name, message } = error;
  if (error instanceof ApiError) {
    const { status, code, requestId, retryAfter, service, method, url, attempts } = error;
    return { name, message, status, code, requestId, retryAfter, service, method, url, attempts };
  }
  if (error instanceof RequestError || error instanceof InvalidResponseError) {
    const { service, method, url, attempts } = error;
    return { name, message, service, method, url, attempts };
  }
  return { name, message };
}
