import { STATUS_CODES } from "node:http";
import type { EventError } from "../events.ts";
import { keyOf, nameOf, type Ref } from "./outcome.ts";
import { formatTime } from "./row.ts";
import type { View, ViewOfJobs } from "./view.ts";

/** What an error without a status means. */
const meanings: Readonly<Record<string, string>> = {
  NetworkError: "no response",
  TimeoutError: "no response in time",
  InvalidResponseError: "a response that is not a job",
  JobsError: "no credentials",
};

/** What a poll event says of an error. */
type PollError = { readonly [K in keyof EventError]?: EventError[K] | undefined };

/** The error of a poll event, and its cause if no server told it by a status; `undefined` if the poll succeeded. */
export function pollErrorOf(event: PollError): string | undefined {
  const { error, status, message, from } = event;
  if (error === undefined) {
    return undefined;
  }
  const meaning = status ? [status, STATUS_CODES[status]].filter(Boolean).join(" ") : meanings[error];
  const isIam = from === "iam";
  const cause = status || message === undefined ? "" : `: ${essenceOf(message)}`;
  return `${isIam ? "IAM: " : ""}${meaning ?? (isIam ? "no token" : "error")} (${error})${cause}`;
}

/** A message without what the line of a job says anyway: which request it was, and that there was no response. */
function essenceOf(message: string): string {
  return message
    .replace(/ \([A-Z]+ https?:[^\s)]+(?:, \d+ attempts)?\)$/, "")
    .replace(/^No (?:complete )?response from /, "");
}

/**
 * Adds poll errors to a view, as lines for people: one when the polls of a job begin to fail, one when they succeed
 * again. An error that ends the wait is left to the outcome.
 */
export function reportPollErrors(view: ViewOfJobs, say: (line: string) => void, now: () => number): View {
  const failing = new Map<string, { isReported: boolean }>();
  const report = (ref: Ref, text: string) => say(`${formatTime(now())} ${nameOf(ref)} ${text}`);
  return {
    ...view,
    poll({ ref, pollError }) {
      const key = keyOf(ref);
      const before = failing.get(key);
      if (pollError === undefined) {
        failing.delete(key);
        if (before?.isReported) {
          report(ref, "can be polled again");
        }
      } else if (before === undefined) {
        const failure = { isReported: false };
        failing.set(key, failure);
        // By then the wait has ended if the error ends it.
        setImmediate(() => {
          if (failing.get(key) === failure) {
            failure.isReported = true;
            report(ref, `poll failed: ${pollError}; trying again`);
          }
        });
      }
    },
    outcome(row) {
      failing.delete(keyOf(row.ref));
      view.outcome(row);
    },
    close(how) {
      failing.clear();
      view.close(how);
    },
  };
}
