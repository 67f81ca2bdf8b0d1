/** What has to hold of a run. */
import { faultKinds } from "../../src/simulator/index.ts";
import { count } from "../bench/statistics.ts";
import { FAULTS } from "./faults.ts";
import type { Sample } from "./record.ts";
import type { Measured } from "./run.ts";
import { slopeBeside } from "./trend.ts";

/** One criterion, as the table tells it. */
export interface Verdict {
  readonly what: string;
  readonly goal: string;
  readonly result: string;
  readonly isMet: boolean;
}

/** What went wrong beside the calls: rejections that nobody handled, warnings of Node. */
export type Incidents = readonly string[];

/** What may be alive above the base once all is over, in MiB. */
const MOST_LEFT = 2;

/** What may come to it in the course of a run beyond what open jobs hold, in MiB: some 100 bytes per job. */
const MOST_GROWTH = 1;

/** By how much the share of requests that met a fault by chance may be off. */
const TOLERANCE = 0.02;

export const MIB = 2 ** 20;

export function verdictsOn(run: Measured, incidents: Incidents): Verdict[] {
  const { surprises, gauges, left, sockets, listeners, base, end } = run;
  const share = total(run.seen.faults) / asked(run);
  const unmet = faultKinds.filter((kind) => !(kind in run.seen.faults));
  const growth = growthOf(run);
  const more = (end - base) / MIB;
  const kinds = Object.entries(left).map(([kind, number]) => `${number} ${kind}`);
  return [
    none("calls that ended in another way than planned", surprises.length),
    {
      what: "requests that met a fault by chance",
      goal: `${FAULTS * 100} % ± ${TOLERANCE * 100}, of every kind`,
      result: `${(share * 100).toFixed(1)} %${unmet.length > 0 ? `, none of ${unmet.join(", ")}` : ""}`,
      isMet: Math.abs(share - FAULTS) <= TOLERANCE && unmet.length === 0,
    },
    none("unhandled rejections, warnings of Node", incidents.length),
    none("requests under way at the end", gauges.inFlight),
    none("connections open at the end, on either side", sockets),
    { what: "timers and other handles at the end", goal: "none new", ...names(kinds) },
    none("listeners left on signals", listeners),
    {
      what: "heap alive at the end, above the base",
      goal: `≤ ${MOST_LEFT} MiB`,
      result: `${more.toFixed(2)} MiB`,
      isMet: more <= MOST_LEFT,
    },
    {
      what: "its growth beyond what open jobs hold",
      goal: `≤ ${MOST_GROWTH} MiB`,
      result: `${growth.toFixed(2)} MiB`,
      isMet: growth <= MOST_GROWTH,
    },
  ];
}

/** How many requests the server got. */
export function asked({ seen }: Pick<Measured, "seen">): number {
  return seen.requests.reduce((sum, number) => sum + number, 0);
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, number) => sum + number, 0);
}

/**
 * By how much the living heap grows in the course of a run beyond what goes with the number of open jobs, in MiB: what
 * every job, request or second left behind would show here.
 */
function growthOf({ samples, plan }: Pick<Measured, "samples" | "plan">): number {
  const collected = samples.filter((sample): sample is Sample & { alive: number } => sample.alive !== undefined);
  return slopeBeside(collected.map(({ at, alive, open }) => ({ x: at / plan.length, y: alive / MIB, beside: open })));
}

function none(what: string, number: number): Verdict {
  return { what, goal: "0", result: count(number), isMet: number === 0 };
}

function names(kinds: readonly string[]): Pick<Verdict, "result" | "isMet"> {
  return { result: kinds.join(", ") || "none", isMet: kinds.length === 0 };
}
