import { STATUS_CODES } from "node:http";
import { keyOf, nameOf, type Ref } from "./outcome.ts";
import { timeOf } from "./row.ts";
import type { JobView, View } from "./view.ts";

/** What a poll event says about an error: the name of its class, and the status of the response. */
interface PollError {
  readonly error?: string | undefined;
  readonly status?: number | undefined;
}

/** What an error without a status means. */
const meanings: Readonly<Record<string, string>> = {
  NetworkError: "no answer",
  TimeoutError: "no answer in time",
  InvalidResponseError: "an answer that is no job",
  JobsError: "no credentials",
};

/** The error of a poll event in a few words; `undefined` if the poll succeeded. */
export function pollErrorOf({ error, status }: PollError): string | undefined {
  if (error === undefined) {
    return undefined;
  }
  const statusText = status && [status, STATUS_CODES[status]].filter(Boolean).join(" ");
  return `${statusText ?? meanings[error] ?? "no job"} (${error})`;
}

/**
 * A view that also tells, in lines for people, when a job gets into trouble and when that is over; not at each poll,
 * and not when it ends the wait, which the outcome tells.
 */
export function tellingTrouble(view: JobView, say: (line: string) => void, now: () => number): View {
  const troubled = new Map<string, { told: boolean }>();
  const tell = (ref: Ref, words: string) => say(`${timeOf(now())} ${nameOf(ref)} ${words}`);
  return {
    ...view,
    poll(ref, trouble) {
      const key = keyOf(ref);
      const before = troubled.get(key);
      if (trouble === undefined) {
        troubled.delete(key);
        if (before?.told) {
          tell(ref, "answers again");
        }
      } else if (before === undefined) {
        const since = { told: false };
        troubled.set(key, since);
        setImmediate(() => {
          if (troubled.get(key) === since) {
            since.told = true;
            tell(ref, `trouble: ${trouble}; trying again`);
          }
        });
      }
    },
    outcome(outcome) {
      troubled.delete(keyOf(outcome.ref));
      view.outcome(outcome);
    },
    close(how) {
      troubled.clear();
      view.close(how);
    },
  };
}
