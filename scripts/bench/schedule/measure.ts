/** Records when each schedule polls a job that ends at the horizon, and reports it. */
import { createJobsClient } from "../../../src/index.ts";
import { createVirtualClock } from "../../../test/helpers/virtual-clock.ts";
import { repeat, type Trace, type Traces, tracePeers } from "./peers.ts";

const [, , horizon, runs] = process.argv.map(Number) as [number, number, number, number];

const START = Date.UTC(2026, 0, 1);
const id = "8a1c6b7e4f2d4c0e9b3a5d6f7e8c9b0a";

/** One `jobs.wait` of the package, with no option set but the timeout. */
async function traceOurs(begun: { readonly begin_time?: string }): Promise<Trace> {
  const trace: number[] = [];
  const clock = createVirtualClock(START);
  const jobs = createJobsClient({
    projectId: "5f1e2d3c4b5a69788796a5b4c3d2e1f0",
    credentials: { token: "t" },
    endpoints: { dcs: "https://dcs.example.com" },
    clock,
    fetch: async () => {
      const age = clock.now() - START;
      trace.push(age);
      return Response.json({ job_id: id, status: age < horizon ? "RUNNING" : "SUCCESS", ...begun });
    },
  });
  await jobs.wait({ service: "dcs", id }, { timeout: Number.POSITIVE_INFINITY });
  return trace;
}

/** The trace of a schedule whose interval does not change. */
function fixedTrace(first: number, interval: number): Trace {
  return Array.from({ length: Math.ceil((horizon - first) / interval) + 1 }, (_, poll) => first + poll * interval);
}

const traces: Traces = {
  ours: await repeat(runs, () => traceOurs({ begin_time: String(START) })),
  unknownBegin: await repeat(runs, () => traceOurs({})),
  ...(await tracePeers(horizon, runs)),
  terraformDcs: [fixedTrace(2_000, 10_000)],
  terraformWorkspace: [fixedTrace(10_000, 15_000)],
};
process.send?.(traces, () => process.exit());
