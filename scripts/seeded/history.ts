/** What the requests of a run say about one job and one wait. */
import { AuthenticationError } from "../../src/index.ts";
import { type AnyJob, type Call, SLOW } from "./calls.ts";
import { gone } from "./model.ts";
import type { JobPlan } from "./plan.ts";
import type { Observed } from "./run.ts";
import { type Exchange, expectedAppearance, expectedState, meaningOfExchange } from "./server.ts";

/** One job's requests in order, and the calls that were about it. */
export interface JobHistory {
  readonly job: JobPlan;
  readonly exchanges: readonly Exchange[];
  readonly calls: readonly Call[];
}

export function historiesOf({ plan, exchanges, calls }: Observed): JobHistory[] {
  return plan.jobs.map((job, index) => ({
    job,
    exchanges: exchanges.filter(({ service, id }) => service === job.service && id === job.id),
    calls: calls.filter((call) => call.plan.jobs.includes(index)),
  }));
}

/** Two requests of a job of which one is the poll after the other, by the same poller. */
export interface Pair {
  readonly before: Exchange;
  readonly next: Exchange;
  /** Between the end of the first and the start of the second, by the clock of the client; in milliseconds. */
  readonly gap: number;
  /** The calls that wait for the job when the second is sent. */
  readonly callers: readonly Call[];
}

/** Polls that follow each other. A poll is anew once nobody has waited for a moment, and a refused one may be repeated at once. */
export function pairsOf(history: JobHistory, observed: Observed): Pair[] {
  const { exchanges, calls } = history;
  const waits = calls.filter(({ plan }) => plan.method !== "get");
  const ends = waits.map((call) => leftAt(call, history, observed));
  return exchanges.slice(1).flatMap((next, index) => {
    const before = exchanges[index] as Exchange;
    const { ended } = before;
    if (waits.length === 0 || ended === undefined || ended.by === "caller" || isRenewal(before, observed)) {
      return [];
    }
    const [from, to] = [ended.at, begunAt(next, observed)];
    const isAlone = (at: number): boolean => waits.every((each, nth) => (ends[nth] ?? 0) <= at || each.began.at >= at);
    if ([from, ...ends.filter((at) => at > from && at <= to)].some(isAlone)) {
      return [];
    }
    const callers = waits.filter(({ began, settled }) => began.at <= to && (settled?.at ?? to) >= to);
    return [{ before, next, gap: to - from + forwardJumps(observed, from, to), callers }];
  });
}

/**
 * From when on a call may no longer wait for a job: `waitAll` goes on until the last of its waits has ended, and a slow
 * loop over `watch` hears later of the end.
 */
function leftAt(call: Call, history: JobHistory, observed: Observed): number {
  const { plan, settled, aborted } = call;
  if (isRefused(call) || (plan.method === "waitAll" && !isPredictable(call, observed))) {
    return call.began.at;
  }
  const { end } = expectationOf(call, history, observed);
  const deadline = deadlineOf(call) - forwardJumps(observed, call.began.at, settled?.at ?? call.began.at);
  return Math.min(...[settled?.at, end?.at, aborted?.at, deadline].filter((at) => at !== undefined));
}

/** Whether a call, or one of its waits, ended because a credential was refused, to whomever. */
export function isRefused({ outcomes = [], error }: Call): boolean {
  return [{ error }, ...outcomes].some((each) => each.error instanceof AuthenticationError);
}

export function deadlineOf({ began, plan }: Call): number {
  return began.at + (plan.options.timeout ?? 3_600_000);
}

/** When a request was begun: it may have waited for a credential. */
function begunAt({ sent, service, id }: Exchange, { events }: Observed): number {
  const last = (id.split("/").at(-1) ?? "").toString();
  const begun = events.findLast(
    ({ event, tick }) =>
      event.type === "request" && tick < sent.tick && event.service === service && event.url.endsWith(last),
  );
  return begun?.at ?? sent.at;
}

/** Whether the next request may be the same poll with another credential. */
function isRenewal(before: Exchange, { plan }: Observed): boolean {
  return plan.client.credentials.isFunction && meaningOfExchange(before).refuses === true;
}

export function floorOf({ plan }: Call): number {
  return plan.options.interval?.min ?? 5_000;
}

/** By how much the clock was set forward in a span of time. */
export function forwardJumps({ disturbances }: Observed, from: number, to: number): number {
  return disturbances
    .filter(({ kind, at, by }) => kind === "jump" && by > 0 && at >= from && at <= to)
    .reduce((sum, { by }) => sum + by, 0);
}

/** By how much the clock may be off at a time. */
function jumpsUntil({ disturbances }: Observed, until: number): number {
  return disturbances
    .filter(({ kind, at }) => kind === "jump" && at <= until)
    .reduce((sum, { by }) => sum + Math.abs(by), 0);
}

/** How a wait has to end, by the responses that it saw. */
export interface Expectation {
  /** What it reports, in order: a job of an exchange, or that the job is gone. */
  readonly changes: readonly Exchange[];
  readonly end?: {
    readonly exchange: Exchange;
    readonly state?: string;
    readonly error?: string;
    /** When the wait has to be settled, unless its deadline is earlier. */
    readonly at: number;
    /** Whether the wait may go on, too. */
    readonly isUncertain: boolean;
  };
  /** The last responses that brought the job, and the last one, if it did not. */
  readonly lastJob: Exchange | undefined;
  readonly lastFailure: Exchange | undefined;
}

/**
 * Whether it follows from the responses what a wait reports and how it ends: not if a slow listener is frozen as well, or
 * if one of many waits ends by its listener.
 */
export function isPredictable({ plan }: Call, { disturbances }: Observed): boolean {
  const { method, listener } = plan;
  const isTimed = listener !== "slow" || disturbances.length === 0;
  return method === "watch"
    ? listener !== "slow"
    : isTimed && (method === "wait" || ["quick", "slow", "hanging"].includes(listener));
}

export function expectationOf(call: Call, history: JobHistory, observed: Observed): Expectation {
  const { options, method } = call.plan;
  const listener = method === "watch" ? "quick" : call.plan.listener;
  const changes: Exchange[] = [];
  let lastJob: Exchange | undefined;
  let lastFailure: Exchange | undefined;
  let shown: string | undefined;
  let busyUntil = Number.NEGATIVE_INFINITY;
  const ended = (exchange: Exchange, end: { state?: string; error?: string; isUncertain?: boolean }, at?: number) => ({
    ...{ changes, lastJob, lastFailure },
    end: { exchange, isUncertain: false, at: at ?? endOf(exchange), ...end },
  });

  for (const exchange of seenBy(call, history)) {
    if (endOf(exchange) < busyUntil) {
      continue;
    }
    const { error, passes, notFound, refuses } = meaningOfExchange(exchange);
    const isGone = notFound === "service" && lastJob !== undefined && gone[exchange.service] !== undefined;
    if (error !== undefined && !isGone) {
      lastFailure = exchange;
      const isEarly = notFound !== undefined && notFound !== "gateway" && lastJob === undefined;
      const beyondGrace = endOf(exchange) - call.began.at - (options.notFoundGrace ?? 0);
      const inGrace = isEarly && beyondGrace < 0;
      const isUncertain =
        (refuses === true && observed.plan.client.credentials.isFunction) ||
        (isEarly &&
          options.notFoundGrace !== undefined &&
          Math.abs(beyondGrace) < jumpsUntil(observed, endOf(exchange)));
      const isEnd = isUncertain ? !hasNext(exchange, call, history) : !inGrace;
      if (!passes && isEnd) {
        return ended(exchange, { error, isUncertain });
      }
      continue;
    }
    const state = isGone ? (gone[exchange.service] as string) : expectedState(exchange);
    const appearance = isGone ? "gone" : expectedAppearance(exchange);
    const isChange = appearance !== shown;
    lastFailure = undefined;
    lastJob = isGone ? lastJob : exchange;
    shown = appearance;
    let at = endOf(exchange);
    if (isChange) {
      changes.push(exchange);
      at = listener === "hanging" ? Number.POSITIVE_INFINITY : at + (listener === "slow" ? SLOW : 0);
      busyUntil = at;
    }
    if (state === "succeeded" || state === "failed") {
      return ended(exchange, { state }, at);
    }
    if (state === "unknown" && options.onUnknownStatus === "fail") {
      return ended(exchange, { error: "InvalidResponseError" }, at);
    }
  }
  return { changes, lastJob, lastFailure };
}

/** The responses that came while a call was open, in order. */
function seenBy({ began, settled }: Call, { exchanges }: JobHistory): Exchange[] {
  return exchanges
    .filter(({ ended }) => ended !== undefined && ended.by !== "caller")
    .filter(({ ended }) => (ended?.tick ?? 0) > began.tick && (ended?.tick ?? 0) < (settled?.tick ?? 0));
}

function hasNext(exchange: Exchange, call: Call, history: JobHistory): boolean {
  return seenBy(call, history).at(-1) !== exchange;
}

export function endOf({ ended }: Exchange): number {
  return ended?.at ?? Number.POSITIVE_INFINITY;
}

/** All jobs that came out of a call. */
export function jobsIn({ updates, value, outcomes = [], error }: Call): AnyJob[] {
  const jobs = [...updates.map(({ job }) => job), value, ...outcomes.map(({ job }) => job)];
  const errors = [error, ...outcomes.map((outcome) => outcome.error)] as readonly { job?: AnyJob; lastJob?: AnyJob }[];
  const carried = errors.flatMap((each) => [each?.job, each?.lastJob]);
  return [...new Set([...jobs, ...carried])].filter((job) => job !== undefined);
}
