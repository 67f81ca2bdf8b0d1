/** What the requests of a run say about each job, and about each call that waits for it. */
import { AuthenticationError } from "../../src/index.ts";
import { type Call, errorsIn, type Outcome, SLOW, type Update } from "./calls.ts";
import type { JobPlan } from "./plan.ts";
import type { Observed } from "./run.ts";
import { type Exchange, expectedAppearance, expectedState } from "./server.ts";
import { services } from "./services.ts";

/** One job's requests in order, and the calls that were about it. */
export interface JobHistory {
  readonly job: JobPlan;
  readonly exchanges: readonly Exchange[];
  readonly calls: readonly Call[];
  readonly waits: readonly Wait[];
  readonly pairs: readonly Pair[];
}

/** A call that waits for a job, or one of those in `waitAll`. */
export interface Wait {
  readonly call: Call;
  /** Absent if all of `waitAll` was rejected. */
  readonly outcome: Outcome | undefined;
  readonly updates: readonly Update[];
  readonly expected: Expectation;
  /**
   * Whether it follows from the responses what it reports and how it ends: not if a slow listener is frozen as well, or if
   * one of many waits ends by its listener.
   */
  readonly isPredictable: boolean;
  /**
   * From when on it may no longer wait: `waitAll` goes on until the last of its waits has ended, and a slow loop over
   * `watch` hears later of the end.
   */
  readonly leftAt: number;
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

/** How a wait has to end, by the responses that it saw. */
interface Expectation {
  /** What it reports, in order: the job of a request, or that the job is gone. */
  readonly changes: readonly string[];
  readonly end?: {
    /** A state or the class of an error. */
    readonly what: string;
    /** When the wait has to be settled, unless its deadline is earlier. */
    readonly at: number;
    /** Whether the wait may go on, too. */
    readonly isUncertain?: boolean;
  };
  /** The last response that brought the job, and the last one, if it did not. */
  readonly lastJob: Exchange | undefined;
  readonly lastFailure: Exchange | undefined;
}

export function historiesOf(observed: Observed): JobHistory[] {
  return observed.plan.jobs.map((job, index) => {
    const isOwn = ({ service, id }: { service: string; id: string }) => service === job.service && id === job.id;
    const exchanges = observed.exchanges.filter(isOwn);
    const calls = observed.calls.filter(({ plan }) => plan.jobs.includes(index));
    const waits = calls.flatMap((call): Wait[] => {
      const { plan, began, settled, aborted, updates, outcomes } = call;
      if (plan.method === "get") {
        return [];
      }
      const isList = plan.method === "waitAll";
      const expected = expectationOf(call, exchanges, observed);
      const isPredictable = isPredictableIn(call, observed);
      const deadline = deadlineOf(call) - forwardJumps(observed, began.at, settled.at);
      const left = Math.min(settled.at, aborted.at, deadline, expected.end?.at ?? settled.at);
      const common = {
        call,
        expected,
        isPredictable,
        leftAt: isRefused(call) || (isList && !isPredictable) ? began.at : left,
      };
      const own = updates.filter((update) => isOwn(update.job));
      // A list may have the job several times: its waits report in turn.
      const places = [...plan.jobs.keys()].filter((place) => plan.jobs[place] === index);
      return places.map((place, nth) => ({
        ...common,
        outcome: isList && call.error !== undefined ? undefined : outcomes[place],
        updates: own.filter((_, at) => at % places.length === nth),
      }));
    });
    return { job, exchanges, calls, waits, pairs: pairsOf(exchanges, waits, observed) };
  });
}

/** Polls that follow each other. A poll is anew once nobody has waited for a moment, and a refused one may be repeated at once. */
function pairsOf(exchanges: readonly Exchange[], waits: readonly Wait[], observed: Observed): Pair[] {
  return exchanges.slice(1).flatMap((next, index) => {
    const before = exchanges[index] as Exchange;
    const [from, to] = [before.ended.at, begunAt(next, observed)];
    const isAlone = (at: number): boolean => waits.every((wait) => wait.leftAt <= at || wait.call.began.at >= at);
    const ends = waits.map(({ leftAt }) => leftAt).filter((at) => at > from && at <= to);
    const isAnswered = before.endedBy === "server" || before.endedBy === "deadline";
    if (!isAnswered || mayBeRenewed(before, observed) || [from, ...ends].some(isAlone)) {
      return [];
    }
    const callers = waits.map(({ call }) => call).filter(({ began, settled }) => began.at <= to && settled.at >= to);
    return [{ before, next, gap: to - from + forwardJumps(observed, from, to), callers }];
  });
}

/** Whether a call, or one of its waits, ended because a credential was refused, to whomever. */
export function isRefused(call: Call): boolean {
  return errorsIn(call).some((error) => error instanceof AuthenticationError);
}

export function deadlineOf({ began, plan }: Call): number {
  return began.at + (plan.options.timeout ?? 3_600_000);
}

/** When a request was begun: it may have waited for a credential. */
function begunAt({ sent, url }: Exchange, { events }: Observed): number {
  const isBeginning = ({ event, tick }: Observed["events"][number]) =>
    event.type === "request" && event.url === url && tick < sent.tick;
  return events.findLast(isBeginning)?.at ?? sent.at;
}

/** Whether the next request may be the same poll with another credential. */
export function mayBeRenewed({ meaning }: Exchange, { plan }: Observed): boolean {
  return plan.client.credentials.isFunction && meaning.refuses === true;
}

/** By how much the clock was set forward in a span of time. */
export function forwardJumps({ disturbances }: Observed, from: number, to: number): number {
  return disturbances
    .filter(({ kind, at, by }) => kind === "jump" && by > 0 && at >= from && at <= to)
    .reduce((sum, { by }) => sum + by, 0);
}

function isPredictableIn({ plan }: Call, { disturbances }: Observed): boolean {
  const { method, listener } = plan;
  if (listener === "slow") {
    return method !== "watch" && disturbances.length === 0;
  }
  return method !== "waitAll" || listener === "quick" || listener === "hanging";
}

function expectationOf(call: Call, exchanges: readonly Exchange[], observed: Observed): Expectation {
  const { began, settled } = call;
  const { options, method } = call.plan;
  const { notFoundGrace = 0, onUnknownStatus } = options;
  const listener = method === "watch" ? "quick" : call.plan.listener;
  const changes: string[] = [];
  let lastJob: Exchange | undefined;
  let lastFailure: Exchange | undefined;
  let shown: string | undefined;
  let busyUntil = Number.NEGATIVE_INFINITY;

  const seen = exchanges.filter(
    ({ ended, endedBy }) => endedBy !== "caller" && ended.tick > began.tick && ended.tick < settled.tick,
  );
  for (const exchange of seen) {
    const { ended, meaning } = exchange;
    if (ended.at < busyUntil) {
      continue;
    }
    const { error, passes, notFound } = meaning;
    const gone = notFound === "service" && lastJob !== undefined ? services[exchange.service].gone : undefined;
    if (error !== undefined && gone === undefined) {
      lastFailure = exchange;
      const isEarly = notFound !== undefined && notFound !== "gateway" && lastJob === undefined;
      const isInGrace = isEarly && ended.at - began.at < notFoundGrace;
      const isUncertain = mayBeRenewed(exchange, observed);
      const wasRenewed = isUncertain && exchange !== seen.at(-1);
      if (!passes && !isInGrace && !wasRenewed) {
        return { changes, lastJob, lastFailure, end: { what: error, at: ended.at, isUncertain } };
      }
      continue;
    }
    const state = gone ?? expectedState(exchange);
    const appearance = gone === undefined ? expectedAppearance(exchange) : "gone";
    let { at } = ended;
    if (appearance !== shown) {
      changes.push(gone === undefined ? exchange.requestId : "gone");
      at = listener === "hanging" ? Number.POSITIVE_INFINITY : at + (listener === "slow" ? SLOW : 0);
      busyUntil = at;
    }
    shown = appearance;
    lastFailure = undefined;
    lastJob = gone === undefined ? exchange : lastJob;
    const isUnknown = state === "unknown" && onUnknownStatus === "fail";
    if (state === "succeeded" || state === "failed" || isUnknown) {
      return { changes, lastJob, lastFailure, end: { what: isUnknown ? "InvalidResponseError" : state, at } };
    }
  }
  return { changes, lastJob, lastFailure };
}
