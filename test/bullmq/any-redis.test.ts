import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions } from "bullmq";
import { Redis as Client } from "ioredis";
import { describe, test } from "vitest";
import { selfSigned } from "../helpers/faulty-server.ts";
import { connectCluster, startCluster, startSentinel } from "../helpers/redis-cluster.ts";
import {
  allEnd,
  answersOf,
  endsOf,
  type Finishing,
  newRefs,
  openTestWaits,
  startTestRedis,
  startTestWorker,
} from "./open.ts";

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };
const soon = { interval: { min: 300, max: 500 } };

/** Adds waits, lets two workers poll them, and returns how they ended. */
async function runWaits(
  connect: () => ConnectionOptions,
  finishing: Finishing,
  { count = 20, onEnd = (_: number) => {}, prefix = undefined as string | undefined } = {},
) {
  const refs = newRefs(count);
  const ignore = { onRedisError: () => {}, prefix };
  const waits = openTestWaits({ connection: connect(), ...ignore }, finishing);
  const fetch = answersOf(running, running, running, success);
  startTestWorker({ connection: connect(), fetch, ...ignore }, finishing);
  startTestWorker({ connection: connect(), fetch, ...ignore }, finishing);
  await waits.add(refs, soon);
  return { refs, ends: await endsOf(waits, refs, onEnd) };
}

// Concurrent, because they mostly wait.
describe("durable waits", { concurrent: true }, () => {
  test("run on a Redis Cluster, whose instance stays open", async ({ expect, onTestFinished }) => {
    const cluster = await startCluster();
    onTestFinished(() => cluster.remove());
    const client = connectCluster(cluster);
    onTestFinished(() => client.disconnect());
    const { refs, ends } = await runWaits(() => client, onTestFinished);
    expect(ends).toEqual(allEnd(refs));
    const own = await runWaits(() => client, onTestFinished, { prefix: "mine:{of-a-team}" });
    expect(own.ends).toEqual(allEnd(own.refs));
    expect(await client.set("still", "open")).toBe("OK");
  });

  test("end once each although the master that has them is killed and comes back", async ({
    expect,
    onTestFinished,
  }) => {
    const cluster = await startCluster();
    onTestFinished(() => cluster.remove());
    const master = await cluster.masterOf("{huaweicloud-jobs}:any");
    const connect = () => {
      const client = connectCluster(cluster);
      onTestFinished(() => client.disconnect());
      return client;
    };
    let restarted: Promise<void> | undefined;
    const restart = async () => {
      await master.stop("SIGKILL");
      await master.start();
    };
    const { refs, ends } = await runWaits(connect, onTestFinished, {
      count: 100,
      onEnd: (count) => {
        restarted ??= count >= 20 ? restart() : undefined;
      },
    });
    await restarted;
    expect(restarted).toBeDefined();
    expect(ends).toEqual(allEnd(refs));
  });

  test("follow a Sentinel to the replica that takes over", async ({ expect, onTestFinished }) => {
    const redis = await startSentinel();
    onTestFinished(() => redis.remove());
    let stopped: Promise<void> | undefined;
    const { refs, ends } = await runWaits(() => redis.connection, onTestFinished, {
      count: 40,
      onEnd: () => {
        // Replication has no acknowledgement: what the replica does not have by now would be lost.
        stopped ??= redis.failOver();
      },
    });
    await stopped;
    expect(ends).toEqual(allEnd(refs));
  });

  test("run over TLS with an authority of one's own", async ({ expect, onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), "tls-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { key, cert } = selfSigned("redis.test");
    const [certFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
    const redis = await startTestRedis(onTestFinished, {
      tls: { certFile, keyFile, ca: cert, servername: "redis.test" },
    });
    const { refs, ends } = await runWaits(() => redis.connection, onTestFinished);
    expect(ends).toEqual(allEnd(refs));
  });

  test("need no more permissions than the guide lists, and only on keys of their prefix", async ({
    expect,
    onTestFinished,
  }) => {
    const { connection } = await startTestRedis(onTestFinished);
    const admin = new Client(connection);
    onTestFinished(() => admin.disconnect());
    const rules = "on >secret-of-jobs ~{huaweicloud-jobs}:* &* -@all +@connection +@scripting +@hash +@list +@set";
    const more = "+@sortedset +@stream +@string +@keyspace +info +time +multi +exec -@dangerous +info";
    await admin.call("ACL", "SETUSER", "jobs", ...`${rules} ${more}`.split(" "));
    const user = { ...connection, username: "jobs", password: "secret-of-jobs" };
    const { refs, ends } = await runWaits(() => user, onTestFinished);
    expect(ends).toEqual(allEnd(refs));
    const url = { url: `redis://jobs:secret-of-jobs@${connection.host}:${connection.port}` };
    const byUrl = await runWaits(() => url as ConnectionOptions, onTestFinished);
    expect(byUrl.ends).toEqual(allEnd(byUrl.refs));
  });

  test("go on where their keys are copied to", async ({ expect, onTestFinished }) => {
    const [from, to] = await Promise.all([startTestRedis(onTestFinished), startTestRedis(onTestFinished)]);
    const refs = newRefs(20);
    const fetch = answersOf(running, running, success);
    const old = openTestWaits({ connection: from.connection }, onTestFinished);
    const worker = startTestWorker({ connection: from.connection, fetch }, onTestFinished);
    await old.add(refs, { interval: { min: 500 } });
    await worker.close();
    const [source, target] = [new Client(from.connection), new Client(to.connection)];
    for (const key of await source.keys("{huaweicloud-jobs}:*")) {
      const [dump, life] = [await source.dumpBuffer(key), await source.pttl(key)];
      // The key of a rate limit may have expired since.
      if (dump !== null) {
        await target.restore(key, Math.max(0, life), dump);
      }
    }
    source.disconnect();
    target.disconnect();
    startTestWorker({ connection: to.connection, fetch }, onTestFinished);
    const waits = openTestWaits({ connection: to.connection }, onTestFinished);
    expect(await endsOf(waits, refs)).toEqual(allEnd(refs));
  });

  test("run in another database, and on an instance of ioredis that stays open", async ({ expect, onTestFinished }) => {
    const { connection } = await startTestRedis(onTestFinished);
    const inDatabase = await runWaits(() => ({ ...connection, db: 5 }), onTestFinished);
    expect(inDatabase.ends).toEqual(allEnd(inDatabase.refs));
    const client = new Client({ ...connection, maxRetriesPerRequest: null });
    onTestFinished(() => client.disconnect());
    expect(await client.dbsize()).toBe(0);
    const { refs, ends } = await runWaits(() => client, onTestFinished);
    expect(ends).toEqual(allEnd(refs));
    expect(await client.ping()).toBe("PONG");
  });
});
