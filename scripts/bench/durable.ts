/** The tables of durable waits. */
import { availableParallelism, loadavg } from "node:os";
import { Redis as Client } from "ioredis";
import { prepareRedis } from "../../test/helpers/redis-server.ts";
import { awaitCrowd, UNLIMITED } from "./crowd.ts";
import type { Added, Awaited, Usage } from "./durable/shapes.ts";
import type { Crowd, Started, Traffic } from "./gateway/crowd.ts";
import { goalsTable } from "./goals.ts";
import { messageOf, request, start } from "./processes.ts";
import { count, late, MEBIBYTE, mebibytes, seconds } from "./statistics.ts";

const crowd: Crowd = { size: 20_000, lasts: 90_000 };
const ADDED = 50_000;

/** In milliseconds, and in MiB above what was resident before. */
const goal = { block: 50, memory: 128 };

/** Measures and returns the tables as Markdown. */
export async function durable(): Promise<string> {
  const redis = await prepareRedis();
  await redis.start();
  try {
    const { port } = redis.connection;
    const added = await measureAdd(port);
    const waits = await measureWaits(port);
    const memory = await awaitCrowd<Awaited>("durable/client", "memory", { limit: UNLIMITED, crowd });
    const size = count(crowd.size);
    return [
      `## ${size} durable waits on two workers, at 900 requests per second`,
      "",
      "| waits | polls | detected late, s: p50 / p99 / last | CPU, s per 1,000 polls | MiB resident at most |",
      "| --- | ---: | ---: | --- | --- |",
      `| durable, two workers | ${count(waits.traffic.requests)} | ${late(waits.client.lateness)} | ${waits.cpu} | ${waits.resident} |`,
      `| \`waitAll\` in one process | ${count(memory.requests)} | ${late(memory.lateness)} | ${per(memory, memory)} | ${mebibytes(memory.peak)} |`,
      "",
      `All jobs begin together and end ${seconds(crowd.lasts)} s later; all waits have the default options. One round of polls takes ${seconds((crowd.size / 900) * 1_000)} s.`,
      `The durable waits were added in ${seconds(waits.addedIn)} s and used ${waits.perWait} kB of Redis' memory each while they were open, ${waits.perOutcome} kB when they had ended.`,
      `The machine's load was ${loadavg()[0]?.toFixed(0)} on ${availableParallelism()} cores at the end: on a busy machine the rate is not reached, and the lag is longer; CPU and memory say more.`,
      "",
      `The same call of \`add\` takes ${count(ADDED)} references, in ${seconds(added.took)} s.`,
      goalsTable([
        {
          what: `${count(ADDED)} durable waits put in: longest round of the event loop, ms of CPU`,
          atMost: goal.block,
          figure: added.longestBlock,
          digits: 0,
        },
        {
          what: `${count(ADDED)} durable waits put in: resident above the base, MiB`,
          atMost: goal.memory,
          figure: (added.peak - added.base) / MEBIBYTE,
          digits: 0,
        },
      ]),
    ].join("\n");
  } finally {
    await redis.remove();
  }
}

async function measureAdd(redisPort: number): Promise<Added> {
  const client = start("durable/client", ["add", 1, redisPort]);
  await messageOf(client);
  return request<Added>(client, { size: ADDED });
}

async function measureWaits(redisPort: number) {
  const redis = new Client(redisPort, "127.0.0.1");
  await redis.flushall();
  const server = start("gateway/server", [UNLIMITED]);
  const gatewayPort = await messageOf<number>(server);
  const client = start("durable/client", ["durable", gatewayPort, redisPort]);
  await messageOf(client);
  const before = await usedBy(redis);
  const began = performance.now();
  const started = await request<Started>(server, crowd);
  const waited = request<Awaited>(client, { ...started, ...crowd });
  const waiting = async (): Promise<number> => redis.llen(`{huaweicloud-jobs}:dcs 127.0.0.1 ${gatewayPort}:wait`);
  while ((await waiting()) < crowd.size) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const addedIn = performance.now() - began;
  const perWait = ((await usedBy(redis)).memory - before.memory) / crowd.size / 1_000;
  const workers = [0, 1].map(() => start("durable/worker", [gatewayPort, redisPort]));
  await Promise.all(workers.map((worker) => messageOf(worker)));
  const awaited = await waited;
  const usages = await Promise.all(workers.map((worker) => request<Usage>(worker, {})));
  const after = await usedBy(redis);
  const traffic = await request<Traffic>(server, {});
  for (const child of [...workers, server]) {
    child.disconnect();
  }
  redis.disconnect();
  const cpu = { cpu: usages.reduce((sum, usage) => sum + usage.cpu, 0) };
  return {
    traffic,
    client: awaited,
    addedIn,
    perWait: perWait.toFixed(1),
    perOutcome: ((after.memory - before.memory) / crowd.size / 1_000).toFixed(1),
    cpu: `workers ${per(cpu, traffic)}, Redis ${per({ cpu: after.cpu - before.cpu }, traffic)}, who watches ${per(awaited, traffic)}`,
    resident: `each worker ${mebibytes(Math.max(...usages.map(({ peak }) => peak)))}, Redis ${mebibytes(after.peak)}, who watches ${mebibytes(awaited.peak)}`,
  };
}

/** What Redis used since it began: CPU in seconds, memory in bytes. */
async function usedBy(
  redis: Client,
): Promise<{ readonly cpu: number; readonly memory: number; readonly peak: number }> {
  const info = await redis.info();
  const field = (name: string): number => Number(new RegExp(`^${name}:(.*)\r$`, "m").exec(info)?.[1]);
  return {
    cpu: field("used_cpu_user") + field("used_cpu_sys"),
    memory: field("used_memory"),
    peak: field("used_memory_peak"),
  };
}

function per({ cpu }: Pick<Usage, "cpu">, { requests }: Traffic): string {
  return ((cpu * 1_000) / requests).toFixed(2);
}
