import { STATUS_CODES } from "node:http";
import type { EventError } from "../events.ts";
import type { Io } from "./io.ts";
import { keyOf, nameOf, type Ref } from "./outcome.ts";
import { formatTime } from "./row.ts";
import type { Rows } from "./rows.ts";
import type { View } from "./view.ts";

/** What an error without a status means. */
const meanings: Readonly<Record<string, string>> = {
  NetworkError: "no response",
  TimeoutError: "no response in time",
  InvalidResponseError: "a response that is not a job",
  JobsError: "no credentials",
};

/** The error of a poll event, and its cause if no server told it by a status; `undefined` if the poll succeeded. */
export function pollErrorOf(event: Partial<EventError>): string | undefined {
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
export function reportPollErrors(view: View, say: (line: string) => void, rows: Rows, { clock, signal }: Io): View {
  const reported = new Set<string>();
  const report = (ref: Ref, text: string) => say(`${formatTime(clock.now())} ${nameOf(ref)} ${text}`);
  return {
    ...view,
    poll({ ref, pollError }) {
      const key = keyOf(ref);
      if (pollError === undefined) {
        reported.delete(key) && report(ref, "can be polled again");
        return;
      }
      // By then the wait has ended if the error ends it.
      setImmediate(() => {
        const { ended, pollError: current } = rows.get(ref);
        if (current !== undefined && ended === undefined && !signal.aborted && !reported.has(key)) {
          reported.add(key);
          report(ref, `poll failed: ${pollError}; trying again`);
        }
      });
    },
  };
}
