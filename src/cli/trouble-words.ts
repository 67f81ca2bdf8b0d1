import { STATUS_CODES } from "node:http";
import type { JobsEvent } from "../events.ts";

/** What is meant by an error that comes without a status. */
const meanings: Readonly<Record<string, string>> = {
  NetworkError: "no answer",
  TimeoutError: "no answer in time",
  InvalidResponseError: "an answer that is no job",
  JobsError: "no credentials",
};

/**
 * Makes a function that is given the events of a client, and says of each poll that failed what happened: a poll knows
 * the error, and the answer before it the status.
 */
export function troubleReader(): (event: JobsEvent) => string | undefined {
  const refused = new Map<string, number>();
  return (event) => {
    if (event.type === "response" && event.status >= 400) {
      refused.set(event.url, event.status);
    } else if (event.type === "response" || event.type === "failure") {
      refused.delete(event.url);
    } else if (event.type === "poll" && event.error !== undefined) {
      const { id, projectId, error } = event;
      const isOf = (url: string) => [id, projectId].every((part) => new URL(url).pathname.split("/").includes(part));
      const url = [...refused.keys()].find(isOf) ?? "";
      const status = refused.get(url);
      // What is left are the answers whose polls are not over, and those are few.
      refused.delete(url);
      return `${statusWords(status) ?? meanings[error] ?? "no job"} (${error})`;
    }
    return undefined;
  };
}

function statusWords(status: number | undefined): string | undefined {
  return status === undefined ? undefined : [status, STATUS_CODES[status]].filter(Boolean).join(" ");
}
