/** The table of waits that outlive their processes: one healthy worker beside three of which one is killed. */
import { setTimeout as pause } from "node:timers/promises";
import { prepareRedis, type Redis, redisPath } from "../lib/redis.ts";
import type { Waited, Waiting } from "./durable/memory.ts";
import type { Read, Reading } from "./durable/reader.ts";
import type { Asked, Service } from "./durable/service.ts";
import type { Orders } from "./durable/worker.ts";
import type { Begun, Crowd } from "./gateway/crowd.ts";
import { ask, messageOf, start } from "./processes.ts";
import { count, mean, percentile, seconds, verdict } from "./statistics.ts";

const crowd: Crowd = { size: 2_000, shortest: 10_000, longest: 40_000 };
const LIMIT = 200;

/** A tenth less, for what machines and networks do to even spacing. */
const RATE = 180;

/** When one worker is killed, and Redis restarted, after so many milliseconds. */
const KILL_AT = 12_000;
const RESTART_AT = 22_000;

/** How much more polls and lag the troubled run may have than the healthy one. */
const goal = 1.1;

/** How a run went. */
interface Run extends Asked, Omit<Read, "bytes"> {
  /** Milliseconds of CPU of those that polled; unknown when one of them was killed. */
  readonly cpu: number | undefined;
  readonly bytes?: Read["bytes"];
}

/** Measures and returns the table as Markdown. */
export async function durable(): Promise<string> {
  if (redisPath === undefined) {
    throw new Error("No redis-server is installed; REDIS_SERVER may name one.");
  }
  const memory = await inMemory();
  const healthy = await inRedis(1, async () => {});
  const troubled = await inRedis(3, async (redis, kill) => {
    await pause(KILL_AT);
    kill();
    await pause(RESTART_AT - KILL_AT);
    await redis.stop();
    await redis.start();
  });
  const polls = troubled.requests / healthy.requests;
  const lag = mean(troubled.lateness) / mean(healthy.lateness);
  const isComplete = troubled.lateness.length === crowd.size && troubled.repeated + troubled.failed === 0;
  return [
    `## ${count(crowd.size)} durable waits`,
    "",
    "| waits | outcomes: once / again / lost or failed | polls | busiest second | noticed late, s: mean / p50 / p99 / last | CPU ms per 1,000 polls |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    row("in memory, one `waitAll`", memory),
    row("in Redis, one worker", healthy),
    row("in Redis, three workers, one killed, Redis restarted", troubled),
    "",
    "| three workers, one killed, Redis restarted: goal | result | met |",
    "| --- | --- | --- |",
    `| every outcome is delivered, and once | ${count(troubled.lateness.length - troubled.repeated)} of ${count(crowd.size)} | ${verdict(isComplete)} |`,
    `| no second sees more than ${LIMIT} requests | ${troubled.busiest} | ${verdict(troubled.busiest <= LIMIT)} |`,
    `| polls at most ${goal} times those of one healthy worker | ${polls.toFixed(2)} | ${verdict(polls <= goal)} |`,
    `| mean lag at most ${goal} times that of one healthy worker | ${lag.toFixed(2)} | ${verdict(lag <= goal)} |`,
    "",
    `All are given \`requestsPerSecond: ${RATE}\`. Jobs of ${seconds(crowd.shortest)} to ${seconds(crowd.longest)} s that begin together, in the simulator behind its listener; a`,
    `reader, each worker and the simulator have processes of their own. One worker gets SIGKILL after ${seconds(KILL_AT)} s, and Redis (AOF, fsync each`,
    `second) is ended and started again after ${seconds(RESTART_AT)} s. A second may begin at any millisecond. Each job is put in twice. Redis keeps`,
    `${bytes(healthy.bytes?.open)} bytes for a wait that is open and ${bytes(healthy.bytes?.ended)} for one that has ended, its share of the events included.`,
    "",
  ].join("\n");
}

/** Starts the service, and asks it for its account when the waits are over. */
async function withService<T>(wait: (service: Service, begin: () => Promise<Begun>) => Promise<T>): Promise<T & Asked> {
  const server = start("durable/service");
  try {
    const service = await messageOf<Service>(server);
    const waited = await wait(service, () => ask<Begun>(server, crowd));
    return { ...waited, ...(await ask<Asked>(server, {})) };
  } finally {
    server.disconnect();
  }
}

async function inMemory(): Promise<Run> {
  return withService(async (service, begin) => {
    const client = start("durable/memory");
    await messageOf(client);
    const waiting: Waiting = { crowd, service, requestsPerSecond: RATE, ...(await begin()) };
    return { ...(await ask<Waited>(client, waiting)), repeated: 0 };
  });
}

/** @param trouble - makes some; `kill` ends the first worker */
async function inRedis(workers: number, trouble: (redis: Redis, kill: () => void) => Promise<void>): Promise<Run> {
  const redis = await prepareRedis();
  await redis.start();
  try {
    return await withService(async ({ projectId, ...service }, begin) => {
      const orders: Orders = { ...service, redis: redis.connection, requestsPerSecond: RATE };
      const started = Array.from({ length: workers }, () => start("durable/worker", [JSON.stringify(orders)]));
      const reader = start("durable/reader");
      await Promise.all([...started, reader].map((child) => messageOf(child)));
      const reading: Reading = { crowd, redis: redis.connection, projectId, ...(await begin()) };
      const kill = () => started.shift()?.kill("SIGKILL");
      const [read] = await Promise.all([ask<Read>(reader, reading), trouble(redis, kill)]);
      const cpu = await Promise.all(started.map((worker) => ask<number>(worker, {})));
      for (const worker of started) {
        worker.disconnect();
      }
      return { ...read, cpu: started.length < workers ? undefined : cpu.reduce((sum, own) => sum + own, 0) };
    });
  } finally {
    await redis.remove();
  }
}

function row(title: string, { lateness, repeated, failed, requests, busiest, cpu }: Run): string {
  const lost = crowd.size - lateness.length + repeated;
  const late = [mean(lateness), ...[0.5, 0.99, 1].map((share) => percentile(lateness, share))].map(seconds);
  const cells = [
    `${count(lateness.length - repeated)} / ${repeated} / ${lost + failed}`,
    count(requests),
    busiest,
    late.join(" / "),
    cpu === undefined ? "" : count((cpu / requests) * 1_000),
  ];
  return `| ${title} | ${cells.join(" | ")} |`;
}

function bytes(value = Number.NaN): string {
  return count(Math.round(value / 10) * 10);
}
