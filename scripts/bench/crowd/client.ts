/** Awaits a crowd with one `waitAll`, once per question of its parent, and tells what it held meanwhile. */
import { createJobsClient, type Job } from "../../../src/index.ts";
import { type Begun, type Crowd, durationOf, idOf, type Noticed, projectId } from "../gateway/crowd.ts";
import { type Memory, measureMemory, watchMemory } from "./memory.ts";

/** A crowd of jobs, and how it went. */
export interface Question extends Begun {
  readonly crowd: Crowd;
}
export interface Answer extends Noticed {
  readonly base: Memory;
  readonly peak: Memory;
}

/** The first is one at which all are still awaited; later ones show whether something piles up. */
const MOMENTS = [1_000, 4_000, 20_000, 40_000];

const [, , port, rate] = process.argv.map(Number) as [number, number, number, number];

async function answer({ crowd, startedAt }: Question): Promise<Answer> {
  const refs = Array.from({ length: crowd.size }, (_, index) => ({ service: "dcs", id: idOf(index) }) as const);
  const base = measureMemory();
  const watching = watchMemory(MOMENTS);
  const jobs = createJobsClient({
    projectId,
    credentials: { token: "t".repeat(1_200) },
    endpoints: { dcs: `http://127.0.0.1:${port}` },
    rateLimit: rate > 0 ? { requestsPerSecond: rate } : undefined,
  });
  const lateness: number[] = [];
  const onUpdate = (job: Job) => {
    if (job.state === "succeeded") {
      lateness.push(Date.now() - startedAt - durationOf(Number(job.id), crowd));
    }
  };
  const outcomes = await jobs.waitAll(refs, { onUpdate });
  return { lateness, failed: outcomes.filter(({ error }) => error).length, base, peak: watching.stop() };
}

process.on("message", async (question: Question) => {
  process.send?.(await answer(question));
});
process.once("disconnect", () => process.exit());
process.send?.("ready");
