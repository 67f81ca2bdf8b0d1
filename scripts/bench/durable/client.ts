/** Awaits many jobs, with durable waits or in its own memory, or measures how long adding many waits takes. */
import { openWaits } from "../../../src/bullmq/index.ts";
import { createJobsClient } from "../../../src/index.ts";
import { type Crowd, projectId, type Started } from "../gateway/crowd.ts";
import { type Added, type Awaited, measureUsage, rateLimit, references } from "./shapes.ts";

const [, , mode = "", gatewayPort, redisPort] = process.argv;
const place = { endpoints: { dcs: `http://127.0.0.1:${gatewayPort}` }, projectId };
const redis = { connection: { host: "127.0.0.1", port: Number(redisPort) }, onRedisError: () => {} };

async function add({ size }: Crowd): Promise<Added> {
  const waits = openWaits({ ...place, ...redis });
  await waits.add(references(1));
  const refs = references(size);
  const usage = measureUsage();
  const base = process.memoryUsage.rss();
  const stop = measureRounds();
  const began = performance.now();
  await waits.add(refs);
  const took = performance.now() - began;
  return { longestBlock: stop(), took, base, ...usage() };
}

/** The longest round of the event loop, in milliseconds of CPU: others on the machine do not count. */
function measureRounds(): () => number {
  let longest = 0;
  let isOver = false;
  let before = process.cpuUsage();
  const round = (): void => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.cpuUsage();
    if (!isOver) {
      setImmediate(round);
    }
  };
  setImmediate(round);
  return () => {
    isOver = true;
    return longest;
  };
}

async function durable({ size, startedAt, lasts }: Started & Crowd): Promise<Awaited> {
  const usage = measureUsage();
  const waits = openWaits({ ...place, ...redis });
  const refs = references(size);
  await waits.add(refs);
  const lateness: number[] = [];
  for await (const event of waits.watch(refs)) {
    if (event.type === "outcome") {
      lateness.push(Date.now() - startedAt - lasts);
    }
  }
  return { lateness, ...usage() };
}

async function memory({ size, startedAt, lasts }: Started & Crowd): Promise<Awaited> {
  const usage = measureUsage();
  const jobs = createJobsClient({ ...place, credentials: { token: "t".repeat(1_200) }, rateLimit });
  const lateness: number[] = [];
  await jobs.waitAll(references(size), {
    onUpdate(job) {
      if (job.state === "succeeded") {
        lateness.push(Date.now() - startedAt - lasts);
      }
    },
  });
  return { lateness, ...usage() };
}

const modes: Readonly<Record<string, (message: Started & Crowd) => Promise<Added | Awaited>>> = {
  add,
  durable,
  memory,
};

process.once("message", async (message: Started & Crowd) => {
  const result = await modes[mode]?.(message);
  process.send?.(result, () => process.exit());
});
process.send?.("ready");
