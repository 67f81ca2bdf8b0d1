/** What a timeline says in figures, and as rows of a table. */
import { duration, stopwatch } from "./format.ts";
import type { Mark } from "./layout.ts";
import type { Poll, Timeline } from "./timeline.ts";

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** The figures of what has happened until a moment. */
export function headlineOf({ jobs }: Timeline, moment: number): Figure[] {
  const polls = jobs.flatMap((job) => job.polls).filter(({ at }) => at <= moment);
  const errors = polls.filter(({ error }) => error !== undefined).length;
  const lags = jobs.flatMap(({ endedAt, noticedAt }) =>
    endedAt === undefined || noticedAt === undefined || noticedAt > moment ? [] : [noticedAt - endedAt],
  );
  const meanLag = lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
  const longest = Math.max(0, ...polls.map(({ pause = 0 }) => pause));
  return [
    { name: "Virtual time", value: stopwatch(moment), note: "" },
    { name: "Polls", value: String(polls.length), note: errors === 0 ? "" : `${errors} failed` },
    { name: "Longest pause", value: longest === 0 ? "–" : duration(longest), note: "" },
    {
      name: "End seen",
      value: lags.length === 0 ? "–" : `${duration(meanLag)} late`,
      note: lags.length > 1 ? "on average" : "",
    },
  ];
}

/** The last poll until a moment, as a sentence. */
export function sentenceAt(rows: readonly TableRow[], moment: number): string {
  const row = rows.findLast(({ at }) => at <= moment);
  if (row === undefined) {
    return "No poll yet.";
  }
  const { number, time, job, response, state, pause, hint } = row;
  const why = [pause && `after ${pause}`, hint].filter(Boolean).join(": ");
  const result = [response, state].filter(Boolean).join(", ");
  return `Poll ${number}${job && ` of ${job}`} at ${time}, ${why}. Response: ${result}.`;
}

/** One poll in words. */
export interface TableRow {
  readonly key: string;
  readonly number: number;
  readonly at: number;
  readonly time: string;
  /** Empty if there is only one. */
  readonly job: string;
  readonly pause: string;
  readonly hint: string;
  readonly response: string;
  readonly state: string;
  readonly kind: Mark["kind"];
}

export function rowsOf({ jobs }: Timeline): TableRow[] {
  const isOneService = jobs.every(({ service }) => service === jobs[0]?.service);
  const rows = jobs.flatMap(({ service, id, polls }) =>
    polls.map((poll) => ({
      key: `${service}/${id}/${poll.number}`,
      job: jobs.length === 1 ? "" : `${isOneService ? "" : `${service} `}…${id.slice(-4)}`,
      ...inWords(poll),
    })),
  );
  return rows.sort((a, b) => a.at - b.at);
}

function inWords({ number, at, pause, hint = "", status, state, error }: Poll): Omit<TableRow, "key" | "job"> {
  return {
    number,
    at,
    time: stopwatch(at),
    pause: pause === undefined ? "" : duration(pause),
    hint,
    response: status === undefined ? "none" : String(status),
    state: error ?? state ?? "",
    kind: error === undefined ? (state ?? "unknown") : "error",
  };
}
