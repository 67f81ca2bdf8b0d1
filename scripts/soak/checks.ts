/** What has to be true of a run. */
import { count } from "../bench/statistics.ts";
import type { Measured } from "./run.ts";
import { FAULTS, faultKinds } from "./simulation.ts";

export interface Check {
  readonly what: string;
  readonly goal: string;
  readonly result: string;
  readonly passed: boolean;
}

/** Unhandled rejections and warnings of Node. */
export type Incidents = readonly string[];

/** How much more of the heap may be alive after a run, in MiB: some 200 bytes per job. */
const MOST_LEFT = 2;

/** By how much the share of requests that meet a fault may differ. */
const TOLERANCE = 0.02;

export const MIB = 2 ** 20;

export function checksOf({ mismatches, server, gauges, ...run }: Measured, incidents: Incidents): Check[] {
  const share = sum(Object.values(server.faults)) / sum(server.requests);
  const unmet = faultKinds.filter((kind) => !(kind in server.faults));
  const handles = Object.entries(run.left).map(([kind, number]) => `${number} ${kind}`);
  const growth = (run.end - run.base) / MIB;
  return [
    none("calls that ended in another way than planned", mismatches.length),
    {
      what: "requests that met a fault by chance",
      goal: `${FAULTS * 100} % ± ${TOLERANCE * 100}, of every kind`,
      result: `${(share * 100).toFixed(1)} %${unmet.length > 0 ? `, none of ${unmet.join(", ")}` : ""}`,
      passed: Math.abs(share - FAULTS) <= TOLERANCE && unmet.length === 0,
    },
    none("unhandled rejections, warnings of Node", incidents.length),
    none("requests in flight at the end", gauges.inFlight),
    none("open connections at the end, on either side", run.sockets),
    {
      what: "timers and other handles at the end",
      goal: "none new",
      result: handles.join(", ") || "none",
      passed: handles.length === 0,
    },
    none("listeners left on signals", run.listeners),
    {
      what: "heap alive at the end, above the base",
      goal: `≤ ${MOST_LEFT} MiB`,
      result: `${growth.toFixed(2)} MiB`,
      passed: growth <= MOST_LEFT,
    },
  ];
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function none(what: string, number: number): Check {
  return { what, goal: "0", result: count(number), passed: number === 0 };
}
