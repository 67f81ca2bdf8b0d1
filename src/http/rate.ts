import type { Rejection } from "./response-error.ts";
import type { GatewayLimit } from "./retry.ts";

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
  readonly serverLimit?: { readonly perSecond: number; readonly until: number } | undefined;
  /** In requests per second. */
  readonly perSecond: number;
  /** The rate that the server refused last; absent while it has refused none. */
  readonly lastRejectedRate?: number;
  /** For how long the rate has been made full use of since it was cut, in milliseconds. */
  readonly usedFor: number;
  /** Refusals in a row, without a good answer to what was sent after the first. */
  readonly rejections: number;
  /** Nothing goes out before. */
  readonly pausedUntil: number;
  /** When the last answer came, if the rate was made full use of then. */
  readonly usedAt: number | undefined;
  /** When the rate was cut last: what was sent by then says nothing about the rate of now. */
  readonly decreasedAt: number;
}

/** An answer to a request. Times are milliseconds of a clock that never goes back. */
export interface RateSignal {
  readonly at: number;
  /** When the request went out. */
  readonly sentAt: number;
  /** Absent when the server did not refuse it. */
  readonly rejection?: Rejection | undefined;
  /** Whether requests had to wait for their turn: only then the rate is put to the test. */
  readonly isFullyUsed: boolean;
}

/** What remains of a rate that was refused. */
const DECREASE_FACTOR = 0.8;

/** While the rate doubles each second, the last second had on average this share of the rate that it ended with. */
const MEAN_SHARE_WHILE_DOUBLING = 0.7;

/** How long it takes, in full use, to come back to the rate that was refused, in milliseconds. */
const RECOVERY_TIME = 15_000;

/** What goes beyond this between two answers does not count as use, unless the rate is slower; in milliseconds. */
const MAX_GAP = 1_000;

/** How long to pause after a refusal that gives no hint; a pause that was too short is doubled. In milliseconds. */
export const DEFAULT_PAUSE = 1_000;
const MAX_PAUSE = 60_000;
const MAX_DOUBLINGS = 10;

/** For so many of its windows a limit that the server named is believed, and no longer than an hour. */
const TRUSTED_WINDOWS = 10;
const MAX_TRUST = 3_600_000;

/** No rate that this package chooses is slower, in requests per second. */
export const MIN_RATE = 1 / 60;

/** The rate to begin with. */
export function initialRate(bounds: Bounds, perSecond: number): Rate {
  const never = -Infinity;
  return { bounds, perSecond, usedFor: 0, usedAt: undefined, rejections: 0, pausedUntil: never, decreasedAt: never };
}

/**
 * How fast to go on after an answer or a refusal.
 *
 * Until the first refusal the rate doubles with each second in which it is made full use of. A refusal pauses everything
 * for as long as the server asks, longer where that did not help before, and cuts the rate; from there it comes back as
 * TCP CUBIC (RFC 9438) does, but at every rate in the same time: fast at first, slowly about the rate that was refused,
 * then faster again.
 */
export function nextRate(state: Rate, heard: RateSignal): Rate {
  return heard.rejection === undefined ? increase(state, heard) : decrease(state, heard, heard.rejection);
}

function increase(state: Rate, { at, sentAt, isFullyUsed }: RateSignal): Rate {
  if (sentAt <= state.decreasedAt) {
    return state;
  }
  const { bounds, lastRejectedRate, serverLimit } = state;
  const limit = limitAt(at, serverLimit);
  const gap = isFullyUsed ? gapUntil(at, state) : 0;
  // Once the limit is believed no longer, the rate goes on from there.
  const usedFor = Math.min(state.usedFor + gap, limit < Infinity ? RECOVERY_TIME : Infinity);
  const wanted =
    lastRejectedRate === undefined ? state.perSecond * 2 ** (gap / 1_000) : cubic(lastRejectedRate, usedFor);
  const perSecond = Math.min(clamp(bounds, wanted), limit);
  return { ...state, perSecond, usedFor, usedAt: isFullyUsed ? at : undefined, rejections: 0 };
}

/** How much of the time since the last answer the rate was in use; in a pause it is not. */
function gapUntil(at: number, { perSecond, usedAt = at, pausedUntil }: Rate): number {
  const longest = Math.max(MAX_GAP, 1_000 / perSecond);
  return Math.min(Math.max(0, at - Math.max(usedAt, pausedUntil)), longest);
}

/** The rate after so many milliseconds of full use since it was cut. */
function cubic(peak: number, used: number): number {
  return peak * (1 + (1 - DECREASE_FACTOR) * (used / RECOVERY_TIME - 1) ** 3);
}

function decrease(
  state: Rate,
  { at, sentAt, isFullyUsed }: RateSignal,
  { retryAfter = DEFAULT_PAUSE, limit }: Rejection,
): Rate {
  const isLate = sentAt <= state.decreasedAt;
  // Refusals that come late are one with the refusal before them.
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
  const perSecond = Math.min(clamp(bounds, lastRejectedRate * DECREASE_FACTOR), most);
  const usedAt = isFullyUsed ? at : undefined;
  const rejections = Math.min(state.rejections + 1, MAX_DOUBLINGS);
  return {
    bounds,
    serverLimit,
    lastRejectedRate,
    perSecond,
    usedFor: 0,
    usedAt,
    rejections,
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

function limitAt(at: number, named: Rate["serverLimit"]): number {
  return named !== undefined && at < named.until ? named.perSecond : Infinity;
}

function clamp({ min, max }: Bounds, value: number): number {
  return Math.min(Math.max(value, min), max);
}
