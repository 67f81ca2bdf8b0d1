/** The events of a run, put together: which job was polled when, after which pause, with which result, and why then. */
import type { JobState } from "huaweicloud-jobs";
import type { JobName, LifeSpan, Outcome, RunEvent } from "./events.ts";
import { hintOf } from "./hint.ts";

export interface Poll {
  readonly number: number;
  readonly at: number;
  /** When its result was known; later than `at` if there was no response. */
  readonly until: number;
  /** Since the result of the poll before. */
  readonly pause?: number;
  readonly state?: JobState | undefined;
  /** Of the response; absent if there was none. */
  readonly status?: number | undefined;
  readonly error?: string | undefined;
  readonly message?: string | undefined;
  /** What the server asks for, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** Why it was sent at this moment. */
  readonly hint?: string | undefined;
}

export interface JobLine extends JobName {
  readonly life: readonly LifeSpan[];
  readonly polls: readonly Poll[];
  /** When the job really ended. */
  readonly endedAt?: number | undefined;
  /** When the first poll saw that. */
  readonly noticedAt?: number | undefined;
}

export interface Timeline {
  /** Until the last event, in milliseconds. */
  readonly length: number;
  readonly jobs: readonly JobLine[];
  readonly faults: readonly Extract<RunEvent, { type: "fault" }>[];
  readonly prints: readonly Extract<RunEvent, { type: "print" }>[];
  readonly end?: {
    readonly outcome: Outcome;
    readonly message?: string | undefined;
    readonly line?: number | undefined;
  };
}

type Draft = { -readonly [K in keyof Poll]: Poll[K] };
type Line = JobName & { life: readonly LifeSpan[]; readonly polls: Draft[] };

export function timelineOf(events: readonly RunEvent[]): Timeline {
  const lines = new Map<string, Line>();
  const lineOf = ({ service, id }: JobName): Line => {
    const key = `${service}/${id}`;
    const line = lines.get(key) ?? { service, id, life: [], polls: [] };
    lines.set(key, line);
    return line;
  };
  let retried: Draft | undefined;
  for (const event of events) {
    if (event.type === "job") {
      lineOf(event);
    }
    if (event.type === "life") {
      lineOf(event).life = event.life;
    }
    if (event.type === "request" && event.service !== undefined && event.id !== undefined) {
      const { polls } = lineOf({ service: event.service, id: event.id });
      retried = draftOf(event, polls.length + 1);
      polls.push(retried);
    }
    if (event.type === "poll") {
      const poll = lineOf(event).polls.at(-1);
      if (poll !== undefined) {
        const { at: until, state, error, message } = event;
        Object.assign(poll, { until, state, error, message });
      }
    }
    if (event.type === "retry" && retried !== undefined) {
      retried.until = event.at;
      retried.error ??= "repeated";
    }
  }
  const jobs = [...lines.values()].map(complete);
  const end = events.find((event) => event.type === "end");
  return {
    length: Math.max(events.at(-1)?.at ?? 0, ...jobs.map(({ endedAt = 0, noticedAt }) => noticedAt ?? endedAt)),
    jobs,
    faults: events.filter((event) => event.type === "fault"),
    prints: events.filter((event) => event.type === "print"),
    ...(end && { end }),
  };
}

function draftOf({ at, status, fault, retryAfter }: Extract<RunEvent, { type: "request" }>, number: number): Draft {
  const isError = status === undefined || status >= 400;
  return { number, at, until: at, status, retryAfter, error: isError ? (fault ?? "error") : undefined };
}

function complete({ service, id, life, polls }: Line): JobLine {
  const endedAt = life.find(({ state }) => isFinal(state))?.from;
  const known = polls.map((poll) => ({ ...poll, state: poll.state ?? stateFrom(life, poll) }));
  const noticedAt = known.find(({ state }) => isFinal(state))?.until;
  return {
    service,
    id,
    life,
    polls: withPauses(known, life),
    endedAt,
    noticedAt,
  };
}

/** `get` emits no state; a response without an error has the one that the job is in. */
function stateFrom(life: readonly LifeSpan[], { at, error }: Draft): JobState | undefined {
  return error === undefined ? spanAt(life, at)?.state : undefined;
}

function withPauses(polls: readonly Draft[], life: readonly LifeSpan[]): Poll[] {
  let failures = 0;
  return polls.map((poll, index) => {
    const last = polls[index - 1];
    if (last === undefined) {
      return { ...poll, hint: "at once" };
    }
    failures = last.error === undefined ? 0 : failures + 1;
    const pause = poll.at - last.until;
    const age = last.until - (polls[0]?.at ?? 0);
    const progress = spanAt(life, last.at)?.progress;
    return { ...poll, pause, hint: hintOf({ pause, age, progress, failures, retryAfter: last.retryAfter }) };
  });
}

/** What the job does at a moment. */
export function spanAt(life: readonly LifeSpan[], at: number): LifeSpan | undefined {
  return life.findLast(({ from }) => from <= at);
}

export const isFinal = (state: JobState | undefined): boolean => state === "succeeded" || state === "failed";
