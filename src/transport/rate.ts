import type { Refusal } from "../http/answer-error.ts";
import type { Limit } from "../http/retry-after.ts";

/** How many requests a service may get. */
export interface RateLimit {
  /** Evenly spaced; late ones catch up, with at most a fiftieth of a second's worth at once. Retries count. */
  readonly requestsPerSecond: number;
  /** How many may be under way at once. Default: any number. */
  readonly concurrency?: number | undefined;
}

/** Between which rates a limiter may choose; one that is configured has no choice. In requests per second. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** How fast requests may go to one endpoint, and what that is based on. */
export interface Rate {
  readonly bounds: Bounds;
  /** The limit that the server named last, in requests per second, and until when it is believed. */
  readonly named?: { readonly perSecond: number; readonly until: number } | undefined;
  /** In requests per second. */
  readonly perSecond: number;
  /** The rate that the server refused last; absent while it has refused none. */
  readonly peak?: number;
  /** For how long the rate has been made full use of since it was cut, in milliseconds. */
  readonly used: number;
  /** Refusals in a row, without a good answer to what was sent after the first. */
  readonly refusals: number;
  /** Nothing goes out before. */
  readonly pausedUntil: number;
  /** When the last answer came, if the rate was made full use of then. */
  readonly usedAt: number | undefined;
  /** When the rate was cut last: what was sent by then says nothing about the rate of now. */
  readonly cutAt: number;
}

/** An answer to a request. Times are milliseconds of a clock that never goes back. */
export interface Heard {
  readonly at: number;
  /** When the request went out. */
  readonly sentAt: number;
  /** Absent when the server did not refuse it. */
  readonly refusal?: Refusal | undefined;
  /** Whether requests had to wait for their turn: only then the rate is put to the test. */
  readonly isFullyUsed: boolean;
}

/** What remains of a rate that was refused. */
const CUT = 0.8;

/** While the rate doubles each second, the last second had on average this share of the rate that it ended with. */
const SHARE_AT_DOUBLING = 0.7;

/** How long it takes, in full use, to come back to the rate that was refused, in milliseconds. */
const TIME_TO_PEAK = 15_000;

/** What goes beyond this between two answers does not count as use, unless the rate is slower; in milliseconds. */
const LONGEST_GAP = 1_000;

/** How long to pause after a refusal that gives no hint; a pause that was too short is doubled. In milliseconds. */
export const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
const MOST_DOUBLINGS = 10;

/** For so many of its windows a limit that the server named is believed, and no longer than an hour. */
const BELIEF = 10;
const LONGEST_BELIEF = 3_600_000;

/** No rate that this package chooses is slower, in requests per second. */
export const SLOWEST = 1 / 60;

/** The rate to begin with. */
export function startRate(bounds: Bounds, perSecond: number): Rate {
  const never = -Infinity;
  return { bounds, perSecond, used: 0, usedAt: undefined, refusals: 0, pausedUntil: never, cutAt: never };
}

/**
 * How fast to go on after an answer or a refusal.
 *
 * Until the first refusal the rate doubles with each second in which it is made full use of. A refusal pauses everything
 * for as long as the server asks, longer where that did not help before, and cuts the rate; from there it comes back as
 * TCP CUBIC (RFC 9438) does, but at every rate in the same time: fast at first, slowly about the rate that was refused,
 * then faster again.
 */
export function rate(state: Rate, heard: Heard): Rate {
  return heard.refusal === undefined ? grown(state, heard) : cut(state, heard, heard.refusal);
}

function grown(state: Rate, { at, sentAt, isFullyUsed }: Heard): Rate {
  if (sentAt <= state.cutAt) {
    return state;
  }
  const { bounds, peak, named } = state;
  const limit = limitAt(at, named);
  const gap = isFullyUsed ? gapUntil(at, state) : 0;
  // Once the limit is believed no longer, the rate goes on from there.
  const used = Math.min(state.used + gap, limit < Infinity ? TIME_TO_PEAK : Infinity);
  const wanted = peak === undefined ? state.perSecond * 2 ** (gap / 1_000) : cubic(peak, used);
  const perSecond = Math.min(clamp(bounds, wanted), limit);
  return { ...state, perSecond, used, usedAt: isFullyUsed ? at : undefined, refusals: 0 };
}

/** How much of the time since the last answer the rate was in use; in a pause it is not. */
function gapUntil(at: number, { perSecond, usedAt = at, pausedUntil }: Rate): number {
  const longest = Math.max(LONGEST_GAP, 1_000 / perSecond);
  return Math.min(Math.max(0, at - Math.max(usedAt, pausedUntil)), longest);
}

/** The rate after so many milliseconds of full use since it was cut. */
function cubic(peak: number, used: number): number {
  return peak * (1 + (1 - CUT) * (used / TIME_TO_PEAK - 1) ** 3);
}

function cut(state: Rate, { at, sentAt, isFullyUsed }: Heard, { hint = FIRST_PAUSE, limit }: Refusal): Rate {
  const isLate = sentAt <= state.cutAt;
  // Refusals that come late are one with the refusal before them.
  const inARow = isLate ? Math.max(0, state.refusals - 1) : state.refusals;
  const pause = Math.min(hint * 2 ** inARow, LONGEST_PAUSE);
  const pausedUntil = Math.max(state.pausedUntil, at + pause);
  if (isLate) {
    return { ...state, pausedUntil };
  }
  const { bounds } = state;
  const named = limit === undefined ? state.named : believed(limit, at);
  const most = limitAt(at, named);
  const reached = state.perSecond * (state.peak === undefined ? SHARE_AT_DOUBLING : 1);
  const peak = clamp(bounds, Math.min(reached, most));
  const perSecond = Math.min(clamp(bounds, peak * CUT), most);
  const usedAt = isFullyUsed ? at : undefined;
  const refusals = Math.min(state.refusals + 1, MOST_DOUBLINGS);
  return { bounds, named, peak, perSecond, used: 0, usedAt, refusals, pausedUntil, cutAt: at };
}

function believed({ requests, window }: Limit, at: number): Rate["named"] {
  return {
    perSecond: Math.max((requests * 1_000) / window, SLOWEST),
    until: at + Math.min(BELIEF * window, LONGEST_BELIEF),
  };
}

function limitAt(at: number, named: Rate["named"]): number {
  return named !== undefined && at < named.until ? named.perSecond : Infinity;
}

function clamp({ min, max }: Bounds, value: number): number {
  return Math.min(Math.max(value, min), max);
}
