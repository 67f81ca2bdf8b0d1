/** A Redis Cluster and a Sentinel for tests, on free ports of loopback. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis as Client, Cluster } from "ioredis";
import { freePort, prepareRedis, type Redis, redisPath } from "./redis-server.ts";

/** All of the key space, in as many parts as there are masters. */
const SLOTS = 16_384;

/** In milliseconds. */
const NODE_TIMEOUT = 1_000;

/** Three masters without replicas. */
export interface RedisCluster {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** The master that has a key. */
  masterOf(key: string): Promise<Redis>;
  remove(): Promise<void>;
}

export async function startCluster(): Promise<RedisCluster> {
  const busPorts = await Promise.all([freePort(), freePort(), freePort()]);
  const masters = await Promise.all(
    busPorts.map((busPort) =>
      prepareRedis({
        config: { "cluster-enabled": "yes", "cluster-port": busPort, "cluster-node-timeout": NODE_TIMEOUT },
      }),
    ),
  );
  await Promise.all(masters.map((master) => master.start()));
  const clients = masters.map(({ connection }) => new Client(connection));
  const share = Math.ceil(SLOTS / masters.length);
  for (const [index, client] of clients.entries()) {
    const last = Math.min(SLOTS, (index + 1) * share) - 1;
    await client.call("CLUSTER", "ADDSLOTSRANGE", index * share, last);
    for (const [other, { connection }] of masters.entries()) {
      await client.call("CLUSTER", "MEET", connection.host, connection.port, `${busPorts[other]}`);
    }
  }
  for (const client of clients) {
    while (!/cluster_state:ok.*cluster_known_nodes:3/s.test(String(await client.call("CLUSTER", "INFO")))) {
      await pause(50);
    }
    client.disconnect();
  }
  return {
    nodes: masters.map(({ connection }) => connection),
    async masterOf(key) {
      const client = new Client(masters[0]?.connection.port ?? 0, "127.0.0.1");
      const slot = Number(await client.call("CLUSTER", "KEYSLOT", key));
      client.disconnect();
      return masters[Math.floor(slot / share)] as Redis;
    },
    async remove() {
      await Promise.all(masters.map((master) => master.remove()));
    },
  };
}

/** An instance as a program makes it for BullMQ. */
export function connectCluster({ nodes }: RedisCluster, options: { readonly password?: string } = {}): Cluster {
  const cluster = new Cluster([...nodes], {
    redisOptions: { maxRetriesPerRequest: null, ...options },
    clusterRetryStrategy: (times) => Math.min(times * 100, 1_000),
  });
  // The waits report errors; this instance belongs to nobody else.
  cluster.on("error", () => {});
  return cluster;
}

/** A master with a replica, watched by a Sentinel that lets the replica take over. */
export interface RedisWithSentinel {
  readonly connection: {
    readonly sentinels: { readonly host: string; readonly port: number }[];
    readonly name: string;
  };
  /** Ends the master once the replica has everything. */
  failOver(): Promise<void>;
  remove(): Promise<void>;
}

export async function startSentinel(): Promise<RedisWithSentinel> {
  const host = "127.0.0.1";
  const name = "jobs";
  const master = await prepareRedis();
  const { port } = master.connection;
  const replica = await prepareRedis({ config: { replicaof: `${host} ${port}` } });
  await Promise.all([master.start(), replica.start()]);
  const folder = mkdtempSync(join(tmpdir(), "sentinel-"));
  const sentinelPort = await freePort();
  const file = join(folder, "sentinel.conf");
  const lines = [
    `port ${sentinelPort}`,
    `bind ${host}`,
    `dir ${folder}`,
    `sentinel monitor ${name} ${host} ${port} 1`,
    `sentinel down-after-milliseconds ${name} 1000`,
    `sentinel failover-timeout ${name} 5000`,
  ];
  writeFileSync(file, lines.join("\n"));
  const server: ChildProcess = spawn(`${redisPath}`, [file, "--sentinel"], { stdio: "ignore" });
  const client = new Client(sentinelPort, host, { maxRetriesPerRequest: null });
  client.on("error", () => {});
  while (!/slaves=1/.test(await client.info("sentinel"))) {
    await pause(50);
  }
  client.disconnect();
  return {
    connection: { sentinels: [{ host, port: sentinelPort }], name },
    async failOver() {
      const own = new Client(master.connection);
      // It takes no more writes (NOREPLICAS), and the replica receives the rest.
      await own.config("SET", "min-replicas-to-write", 2);
      while (!/offset=(\d+),.*master_repl_offset:\1\r/s.test(await own.info("replication"))) {
        await pause(10);
      }
      own.disconnect();
      await master.stop("SIGKILL");
    },
    async remove() {
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
      await Promise.all([master.remove(), replica.remove()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
