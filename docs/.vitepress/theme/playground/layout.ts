/** Where each thing of a timeline is drawn, in pixels, for a given width. */
import type { JobState } from "huaweicloud-jobs";
import { duration, ticks } from "./format.ts";
import { isFinal, type JobLine, type Poll, type Timeline } from "./timeline.ts";

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly flags: readonly { readonly x: number; readonly label: string }[];
  readonly rows: readonly Row[];
  /** How many jobs have no row. */
  readonly hidden: number;
}

export interface Row {
  readonly key: string;
  readonly title: string;
  readonly y: { readonly title: number; readonly polls: number; readonly band: number };
  readonly bands: readonly Band[];
  readonly arcs: readonly Arc[];
  readonly marks: readonly Mark[];
  /** From the job's end to the poll that saw it. */
  readonly lag?: { readonly x: number; readonly width: number; readonly label: string; readonly textX: number };
}

export interface Band {
  readonly x: number;
  readonly width: number;
  readonly state: JobState;
  readonly label?: string;
}

export interface Arc {
  readonly path: string;
  readonly isAsked: boolean;
  readonly label?: { readonly x: number; readonly y: number; readonly text: string };
}

export interface Mark {
  readonly x: number;
  /** More than 0 while no response came. */
  readonly width: number;
  readonly radius: number;
  readonly kind: JobState | "error";
  readonly label?: string;
}

const MARGIN = 14;
const AXIS = 30;
const FLAGS = 20;
const BAND = 16;
const LAG = 28;
const MIN_ARCH = 4;
/** Narrower arcs would be a comb: they become one outline. */
const MIN_ARC_WIDTH = 3;
const MAX_ROWS = 12;
const TICK_WIDTH = 76;
/** About the width of a character of a label. */
const CHARACTER = 6.4;

/** The room above the polls of a row, by the number of rows. */
const archRoom = (rows: number): number => (rows === 1 ? 92 : rows <= 3 ? 44 : rows <= 6 ? 26 : 18);

/** How high the arc before a poll is: by the pause, but not much higher than it is wide. */
function archHeight(jobs: readonly JobLine[], room: number, xOf: (at: number) => number): (poll: Poll) => number {
  const longest = jobs.flatMap(({ polls }) => polls).reduce((most, { pause = 0 }) => Math.max(most, pause), 1);
  return ({ at, pause = 0 }) => {
    const width = xOf(at) - xOf(at - pause);
    const height = room * Math.sqrt(pause / longest);
    return Math.max(MIN_ARCH, width < MIN_ARC_WIDTH ? height / 2 : Math.min(height, 2.5 * width));
  };
}

/** The position of a moment; the axis is a little longer than the run. */
export function scaleOf(length: number, width: number): (at: number) => number {
  const perMs = (width - 2 * MARGIN) / Math.max(1, length);
  return (at) => MARGIN + Math.min(Math.max(0, at), length) * perMs;
}

export function layOut(timeline: Timeline, width: number): Drawing {
  const { length, jobs, faults } = timeline;
  const xOf = scaleOf(length, width);
  const shown = jobs.slice(0, MAX_ROWS);
  const heightOf = archHeight(shown, archRoom(shown.length), xOf);
  const room = Math.max(MIN_ARCH, ...shown.flatMap(({ polls }) => polls.map(heightOf)));
  const rows: Row[] = [];
  let y = FLAGS;
  for (const job of shown) {
    const isLarge = shown.length <= 6;
    const polls = y + (isLarge ? 36 : 20) + room;
    const places = { title: y + 14, polls, band: polls + (isLarge ? 24 : 10) };
    rows.push(rowOf(job, places, { xOf, length, heightOf, width, isLarge }));
    y = places.band + BAND + (isLarge ? LAG : 10);
  }
  return {
    width,
    height: y + AXIS,
    ticks: ticks(length, Math.max(1, Math.floor((width - 2 * MARGIN) / TICK_WIDTH))).map((at) => ({
      x: xOf(at),
      label: at === 0 ? "0" : duration(at),
    })),
    flags: spaced(faults, ({ at, kind, times }) => ({ x: xOf(at), label: times === 1 ? kind : `${kind} × ${times}` })),
    rows,
    hidden: jobs.length - shown.length,
  };
}

interface Scale {
  readonly xOf: (at: number) => number;
  readonly length: number;
  readonly heightOf: (poll: Poll) => number;
  readonly width: number;
  readonly isLarge: boolean;
}

function rowOf(job: JobLine, y: Row["y"], scale: Scale): Row {
  const { service, id, endedAt, noticedAt } = job;
  const lag = endedAt !== undefined && noticedAt !== undefined ? lagOf(endedAt, noticedAt, scale) : undefined;
  return {
    key: `${service}/${id}`,
    title: `${service} / ${shortId(id)}`,
    y,
    bands: bandsOf(job, scale),
    arcs: arcsOf(job.polls, y.polls, scale),
    marks: marksOf(job.polls, scale),
    ...(lag && scale.isLarge && { lag }),
  };
}

const shortId = (id: string): string => (id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id);

function bandsOf({ life }: JobLine, { xOf, length }: Scale): Band[] {
  const states = life.filter(({ state }, index) => state !== life[index - 1]?.state);
  return states.map(({ from, state }, index) => {
    const x = xOf(from);
    const width = Math.max(0, xOf(states[index + 1]?.from ?? length) - x);
    return { x, width, state, ...(width > (state.length + 2) * CHARACTER && { label: state }) };
  });
}

function arcsOf(polls: readonly Poll[], y: number, { xOf, heightOf, isLarge }: Scale): Arc[] {
  let free = 0;
  const arcs: Arc[] = [];
  let outline: Point[] = [];
  for (const [index, poll] of polls.slice(1).entries()) {
    const before = polls[index] as Poll;
    const [from, to] = [xOf(before.until), xOf(poll.at)];
    const height = heightOf(poll);
    const isAsked = (before.retryAfter ?? 0) > 0;
    if (to - from < MIN_ARC_WIDTH && !isAsked) {
      outline.push([(from + to) / 2, y - height]);
      continue;
    }
    arcs.push(...outlined(outline, y));
    outline = [];
    const middle = (from + to) / 2;
    const text = duration(poll.pause ?? 0);
    const half = (text.length * CHARACTER) / 2;
    const fits = (to - from > 2 * half || isAsked) && middle - half > free && isLarge;
    free = fits ? middle + half + 4 : free;
    const top = y - (4 / 3) * height;
    arcs.push({
      path: `M${round(from)} ${y}C${round(from)} ${round(top)} ${round(to)} ${round(top)} ${round(to)} ${y}`,
      isAsked,
      ...(fits && { label: { x: round(middle), y: round(y - height - 5), text } }),
    });
  }
  return [...arcs, ...outlined(outline, y)];
}

type Point = readonly [x: number, y: number];

/** One outline over many pauses; none over none. */
function outlined(points: readonly Point[], y: number): Arc[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) {
    return [];
  }
  const line = points.map(([x, top]) => `L${round(x)} ${round(top)}`).join("");
  return [{ path: `M${round(first[0])} ${y}${line}L${round(last[0])} ${y}`, isAsked: false }];
}

function marksOf(polls: readonly Poll[], { xOf, isLarge }: Scale): Mark[] {
  let free = 0;
  return polls.map((poll, index) => {
    const x = xOf(poll.at);
    const next = index + 1 < polls.length ? xOf(polls[index + 1]?.at ?? 0) : Infinity;
    const label = poll.error === undefined ? "" : poll.status === undefined ? "no response" : String(poll.status);
    const half = (label.length * CHARACTER) / 2;
    const fits = label !== "" && isLarge && x - half > free;
    free = fits ? x + half + 4 : free;
    return {
      x: round(x),
      width: round(xOf(poll.until) - x),
      radius: isFinal(poll.state) ? 6 : Math.min(5, Math.max(2, (next - x) / 2.6)),
      kind: poll.error === undefined ? (poll.state ?? "unknown") : "error",
      ...(fits && { label }),
    };
  });
}

function lagOf(endedAt: number, noticedAt: number, { xOf, width }: Scale): NonNullable<Row["lag"]> {
  const label = noticedAt === endedAt ? "seen at once" : `seen ${duration(noticedAt - endedAt)} after the end`;
  const [x, to] = [xOf(endedAt), xOf(noticedAt)];
  const textX = Math.min(to, width - MARGIN);
  return { x: round(x), width: round(to - x), label, textX: round(Math.max(textX, MARGIN + label.length * CHARACTER)) };
}

/** Labels that would touch the one before are left out. */
function spaced<T>(items: readonly T[], place: (item: T) => { x: number; label: string }) {
  let free = 0;
  return items.map(place).map(({ x, label }) => {
    const fits = x >= free;
    free = fits ? x + (label.length + 2) * CHARACTER : free;
    return { x: round(x), label: fits ? label : "" };
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
