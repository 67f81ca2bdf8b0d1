/** Runs a plan against a server process, and measures what this process holds. */
import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/util/clock.ts";
import { messageOf, request } from "../bench/processes.ts";
import { type CallReport, createCountingClients, type Gauges, makeCalls } from "./calls.ts";
import { type Plan, planRun, type RunOptions } from "./plan.ts";
import { aliveHeap, type Handles, newHandles, openHandles, openSockets, type Peaks, trackPeaks } from "./resources.ts";
import type { ServerReport, Started } from "./server.ts";

export interface Measured extends CallReport {
  readonly plan: Plan;
  readonly server: ServerReport;
  readonly peaks: Peaks;
  readonly gauges: Readonly<Gauges>;
  /** The heap that was alive before and after, in bytes. */
  readonly base: number;
  readonly end: number;
  /** What the process held at the end, in bytes. */
  readonly resident: number;
  /** Timers and the like that were open right after the last call and not before the first. */
  readonly left: Handles;
  /** Open connections on both sides, once idle ones had time to close. */
  readonly sockets: number;
}

/** Longer than the delays of a busy machine, in milliseconds. */
const settings = { clock: systemClock, requestTimeout: 2_000, concurrency: 100, grace: 600_000 };

/** How many samples are taken in a run. */
const SAMPLES = 300;

/** Node closes an idle connection after five seconds, and its `fetch` after four. In milliseconds. */
const LONGEST_IDLE = 15_000;

export async function run(options: RunOptions): Promise<Measured> {
  const child = fork(fileURLToPath(new URL("server.ts", import.meta.url)));
  try {
    await messageOf(child);
    const plan = planRun(options);
    const target = { ...(await request<Started>(child, options)), ...settings };
    const gauges: Gauges = { requests: 0, inFlight: 0, open: 0 };
    const before = openHandles();
    const base = aliveHeap();
    const tracking = trackPeaks(gauges, plan.length / SAMPLES);
    const clients = createCountingClients(plan, target, gauges);
    const report = await makeCalls(clients, plan, target, gauges);
    const peaks = tracking.stop();
    const resident = process.memoryUsage().rss;
    const left = newHandles(before);
    const server = await idleReport(child);
    const sockets = openSockets() + server.sockets;
    const end = aliveHeap();
    // Still in use here, so that what the client keeps is part of the heap.
    assert(clients);
    return { ...report, plan, server, peaks, gauges, base, end, resident, left, sockets };
  } finally {
    child.disconnect();
  }
}

/** The report of the server once it has no connection, or has had time for that. */
async function idleReport(server: ChildProcess): Promise<ServerReport> {
  const until = Date.now() + LONGEST_IDLE;
  for (;;) {
    const report = await request<ServerReport>(server, {});
    if (report.sockets === 0 || Date.now() > until) {
      return report;
    }
    await sleep(500);
  }
}
