import { createJobsClient } from "../../../src/index.ts";
import { createVirtualClock } from "../../../test/helpers/virtual-clock.ts";
import type { Trace } from "./trace.ts";

const START = Date.UTC(2026, 0, 1);
const id = "8a1c6b7e4f2d4c0e9b3a5d6f7e8c9b0a";

/** When one `jobs.wait` of the package polls a job that ends at the horizon, with nothing set but the timeout. */
export async function traceOurs(horizon: number, isBeginKnown: boolean): Promise<Trace> {
  const trace: number[] = [];
  const clock = createVirtualClock(START);
  const begun = isBeginKnown ? { begin_time: String(START) } : {};
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
