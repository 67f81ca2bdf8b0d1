/** Records when everyone polls, and tells its parent. */
import { traceOurs } from "./ours.ts";
import { tracePeers } from "./peers.ts";
import { fixedTrace, type Trace, type Traces } from "./trace.ts";

const [, , horizon, runs] = process.argv.map(Number) as [number, number, number, number];

async function repeatOurs(isBeginKnown: boolean): Promise<Trace[]> {
  const traces: Trace[] = [];
  while (traces.length < runs) {
    traces.push(await traceOurs(horizon, isBeginKnown));
  }
  return traces;
}

const traces: Traces = {
  ours: await repeatOurs(true),
  unknownBegin: await repeatOurs(false),
  ...(await tracePeers(horizon, runs)),
  terraformDcs: [fixedTrace(2_000, 10_000, horizon)],
  terraformWorkspace: [fixedTrace(10_000, 15_000, horizon)],
};
process.send?.(traces, () => process.exit());
