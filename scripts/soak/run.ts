/** Runs a plan against a process that listens, and measures what it does to this one. */
import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/util/clock.ts";
import { messageOf, request } from "../bench/processes.ts";
import type { Gauges } from "./client.ts";
import { type Followed, follow } from "./follow.ts";
import { grown, type Handles, handles, sockets } from "./handles.ts";
import { type Order, type Plan, planRun } from "./plan.ts";
import { aliveNow, record, type Sample } from "./record.ts";
import type { Begun, Report } from "./server.ts";

/** All that is known of a run. */
export interface Measured extends Followed {
  readonly plan: Plan;
  readonly seen: Report;
  readonly samples: readonly Sample[];
  readonly gauges: Readonly<Gauges>;
  /** What of the heap was alive before and after, in bytes. */
  readonly base: number;
  readonly end: number;
  /** Timers and the like that there were right after the last call, and not before the first. */
  readonly left: Handles;
  /** Connections that were open, on either side, once idle ones had had time to close. */
  readonly sockets: number;
}

/** Durations, in milliseconds, are longer than what a busy machine is late with. */
const manner = { clock: systemClock, requestTimeout: 2_000, concurrency: 100, patience: 600_000 };

/** In the length of a run. */
const SAMPLES = 300;

/** Node keeps an idle connection for five seconds, and its `fetch` for four. In milliseconds. */
const LONGEST_IDLE = 15_000;

export async function run(order: Order): Promise<Measured> {
  const server = fork(fileURLToPath(new URL("server.ts", import.meta.url)));
  try {
    await messageOf(server);
    const plan = planRun(order);
    const begun = await request<Begun>(server, order);
    const gauges: Gauges = { requests: 0, inFlight: 0, open: 0 };
    const before = handles();
    const base = aliveNow();
    const recording = record(gauges, begun.beginsAt, plan.length / SAMPLES);
    const followed = await follow(plan, { ...begun, ...manner }, gauges);
    const samples = recording.stop();
    const left = grown(before, handles());
    const seen = await idleReport(server);
    const open = sockets() + seen.sockets;
    return { ...followed, plan, seen, samples, gauges, base, end: aliveNow(), left, sockets: open };
  } finally {
    server.disconnect();
  }
}

/** What the server has seen, once it has no connection any more or has had time for that. */
async function idleReport(server: ChildProcess): Promise<Report> {
  const until = Date.now() + LONGEST_IDLE;
  for (;;) {
    const report = await request<Report>(server, {});
    if (report.sockets === 0 || Date.now() > until) {
      return report;
    }
    await sleep(500);
  }
}
