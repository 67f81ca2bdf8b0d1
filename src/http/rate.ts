import type { GatewayLimit, Rejection } from "./retry.ts";

/** How many requests a service may get. */
export interface RateLimit {
  /** Evenly spaced; late ones catch up, with at most a fiftieth of a second's worth at once. Retries count. */
  readonly requestsPerSecond: number;
  /** How many may be in flight at once. Default: any number. */
  readonly concurrency?: number | undefined;
}

/** The range of a limiter's rate; for a configured rate both are the same. In requests per second. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** How fast requests may go to one endpoint, and what that is based on. Times are milliseconds. */
export interface Rate {
  readonly bounds: Bounds;
  /** The limit that the server named last, in requests per second, and until when it is trusted. */
  readonly serverLimit?: { readonly perSecond: number; readonly until: number } | undefined;
  readonly perSecond: number;
  /** CUBIC's W_max: the rate that the server rejected last; absent before the first rejection. */
  readonly lastRejectedRate?: number;
  /** For how long the rate has been fully used since it was decreased. */
  readonly usedFor: number;
  /** Rejections in a row, without a success of what was sent after the first. */
  readonly rejections: number;
  readonly pausedUntil: number;
  /** When the last response came, if the rate was fully used then. */
  readonly usedAt: number | undefined;
  /** When the rate was decreased last: requests sent until then say nothing about the present rate. */
  readonly decreasedAt: number;
}

/** What one response says about the rate. Times are milliseconds of a clock that never goes back. */
export interface RateSignal {
  readonly at: number;
  readonly sentAt: number;
  /** Absent if the server did not reject the request. */
  readonly rejection?: Rejection | undefined;
  /** Whether requests had to queue: only then does the response test the rate. */
  readonly isFullyUsed: boolean;
}

const DECREASE_FACTOR = 0.8;

/**
 * Mean of an exponential over its last second (1/ln 2 − …, about 0.72): the rate that was really rejected while it
 * doubled each second.
 */
const MEAN_SHARE_WHILE_DOUBLING = 0.7;

/** How long it takes, in full use, to come back to the rate that was rejected, in milliseconds. */
const RECOVERY_TIME = 15_000;

/** A longer time between two responses counts as this much use, unless the rate is slower; in milliseconds. */
const MAX_GAP = 1_000;

/** The pause after a rejection that names none; a pause that was too short is doubled. In milliseconds. */
export const DEFAULT_PAUSE = 1_000;
const MAX_PAUSE = 60_000;
const MAX_DOUBLINGS = 10;

/** For how many of its windows a limit that the server named is trusted, and for an hour at most. */
const TRUSTED_WINDOWS = 10;
const MAX_TRUST = 3_600_000;

/** The slowest rate that this package chooses by itself, in requests per second. */
export const MIN_RATE = 1 / 60;

export function initialRate(bounds: Bounds, perSecond: number): Rate {
  const never = -Infinity;
  return { bounds, perSecond, usedFor: 0, usedAt: undefined, rejections: 0, pausedUntil: never, decreasedAt: never };
}

/**
 * The rate after a response.
 *
 * Until the first rejection the rate doubles with each second in which it is fully used. A rejection pauses everything
 * for as long as the server asks, longer if that did not help before, and decreases the rate. From there it recovers as
 * TCP CUBIC (RFC 9438) does, but at every rate in the same time: fast at first, slowly around the rate that was rejected,
 * then faster again.
 */
export function nextRate(state: Rate, signal: RateSignal): Rate {
  return signal.rejection === undefined ? increase(state, signal) : decrease(state, signal, signal.rejection);
}

function increase(state: Rate, { at, sentAt, isFullyUsed }: RateSignal): Rate {
  if (sentAt <= state.decreasedAt) {
    return state;
  }
  const { bounds, lastRejectedRate, serverLimit } = state;
  if (!isFullyUsed && lastRejectedRate === undefined && state.usedAt === undefined) {
    return state;
  }
  const limit = limitAt(at, serverLimit);
  const gap = isFullyUsed ? gapUntil(at, state) : 0;
  // When the limit is no longer trusted, the rate grows from there.
  const usedFor = Math.min(state.usedFor + gap, limit < Infinity ? RECOVERY_TIME : Infinity);
  const wanted =
    lastRejectedRate === undefined ? state.perSecond * 2 ** (gap / 1_000) : cubic(lastRejectedRate, usedFor);
  const perSecond = Math.min(clamp(bounds, wanted), limit);
  return { ...state, perSecond, usedFor, usedAt: isFullyUsed ? at : undefined, rejections: 0 };
}

/** How much of the time since the last response the rate was in use; in a pause it is not. */
function gapUntil(at: number, { perSecond, usedAt = at, pausedUntil }: Rate): number {
  const longest = Math.max(MAX_GAP, 1_000 / perSecond);
  return Math.min(Math.max(0, at - Math.max(usedAt, pausedUntil)), longest);
}

/** The rate after so many milliseconds of full use since it was decreased. */
function cubic(lastRejectedRate: number, usedFor: number): number {
  return lastRejectedRate * (1 + (1 - DECREASE_FACTOR) * (usedFor / RECOVERY_TIME - 1) ** 3);
}

function decrease(
  state: Rate,
  { at, sentAt, isFullyUsed }: RateSignal,
  { retryAfter = DEFAULT_PAUSE, limit }: Rejection,
): Rate {
  const isLate = sentAt <= state.decreasedAt;
  // Late rejections belong to the rejection before them.
  const inARow = isLate ? Math.max(0, state.rejections - 1) : state.rejections;
  const pause = Math.min(retryAfter * 2 ** inARow, MAX_PAUSE);
  const pausedUntil = Math.max(state.pausedUntil, at + pause);
  if (isLate) {
    return { ...state, pausedUntil };
  }
  const { bounds } = state;
  const serverLimit = limit === undefined ? state.serverLimit : trustFor(limit, at);
  const most = limitAt(at, serverLimit);
  const reached = state.perSecond * (state.lastRejectedRate === undefined ? MEAN_SHARE_WHILE_DOUBLING : 1);
  const lastRejectedRate = clamp(bounds, Math.min(reached, most));
  return {
    bounds,
    serverLimit,
    lastRejectedRate,
    perSecond: Math.min(clamp(bounds, lastRejectedRate * DECREASE_FACTOR), most),
    usedFor: 0,
    usedAt: isFullyUsed ? at : undefined,
    rejections: Math.min(state.rejections + 1, MAX_DOUBLINGS),
    pausedUntil,
    decreasedAt: at,
  };
}

function trustFor({ requests, window }: GatewayLimit, at: number): Rate["serverLimit"] {
  return {
    perSecond: Math.max((requests * 1_000) / window, MIN_RATE),
    until: at + Math.min(TRUSTED_WINDOWS * window, MAX_TRUST),
  };
}

function limitAt(at: number, serverLimit: Rate["serverLimit"]): number {
  return serverLimit !== undefined && at < serverLimit.until ? serverLimit.perSecond : Infinity;
}

function clamp({ min, max }: Bounds, value: number): number {
  return Math.min(Math.max(value, min), max);
}
