/** Puts the waits for a crowd in, each twice, reads how they end, and tells its parent what it read and what it cost Redis. */
import { Redis } from "ioredis";
import { openWaits } from "../../../src/bullmq/index.ts";
import { type Begun, type Crowd, durationOf, idOf } from "../gateway/crowd.ts";

/** What it is told. */
export interface Reading extends Begun {
  readonly crowd: Crowd;
  readonly redis: { readonly host: string; readonly port: number };
  readonly projectId: string;
}

/** What it read. */
export interface Read {
  /** How long after its end each job's outcome came, in milliseconds. */
  readonly lateness: readonly number[];
  /** Outcomes that came more than once, and ends that were no success. */
  readonly repeated: number;
  readonly failed: number;
  /** Bytes of Redis for each wait: as it is put in, and when all have ended. */
  readonly bytes: { readonly open: number; readonly ended: number };
}

process.once("message", async ({ crowd, redis, projectId, startedAt }: Reading) => {
  const refs = Array.from({ length: crowd.size }, (_, index) => ({ service: "dcs", id: idOf(index) }) as const);
  const client = new Redis({ ...redis, maxRetriesPerRequest: null });
  client.on("error", () => {});
  const used = async () => Number(/used_memory:(\d+)/.exec(await client.info("memory"))?.[1]);
  const waits = openWaits({ connection: redis, projectId });
  const before = await used();
  await Promise.all([waits.add(refs), waits.add(refs)]);
  const open = ((await used()) - before) / crowd.size;
  const lateness: number[] = [];
  const seen = new Set<string>();
  let [repeated, failed] = [0, 0];
  for await (const event of waits.watch(refs)) {
    if (event.type === "outcome") {
      const { id } = event.ref;
      repeated += seen.has(id) ? 1 : 0;
      seen.add(id);
      failed += event.job?.state === "succeeded" ? 0 : 1;
      lateness.push(Date.now() - startedAt - durationOf(Number(id), crowd));
    }
  }
  const ended = ((await used()) - before) / crowd.size;
  await waits.close();
  client.disconnect();
  process.send?.({ lateness, repeated, failed, bytes: { open, ended } } satisfies Read, () => process.exit());
});
process.send?.("ready");
