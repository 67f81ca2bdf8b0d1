import { inspect } from "node:util";
import type { RedisError } from "huaweicloud-jobs/bullmq";
import { Redis as Client } from "ioredis";
import { describe, test } from "vitest";
import { connectCluster, startCluster } from "../helpers/redis-cluster.ts";
import { unusedPort } from "../helpers/server.ts";
import {
  allEnd,
  answersOf,
  endsOf,
  type Finishing,
  newRef,
  newRefs,
  openTestWaits,
  projectId,
  quick,
  startTestRedis,
  startTestWorker,
  withQueue,
} from "./open.ts";

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };

const SECRET = "CANARY of the login/äöü";

/** Everything that a log could show of an error. */
function everything(error: unknown): string {
  return [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String((error as Error).stack)].join();
}

/** Collects errors, and how many of each message were counted. */
function collectErrors() {
  const errors: RedisError[] = [];
  return { errors, onRedisError: (error: RedisError) => errors.push(error) };
}

async function adminOf(connection: object, finishing: Finishing): Promise<Client> {
  const admin = new Client(connection);
  finishing(() => admin.disconnect());
  return admin;
}

// Concurrent, because they mostly wait.
describe("errors of Redis", { concurrent: true }, () => {
  test.for<[string, (host: string, port: number) => object, string]>([
    ["a wrong password", (host, port) => ({ host, port, password: SECRET }), "WRONGPASS"],
    ["no password", (host, port) => ({ host, port }), "NOAUTH"],
    ["an unknown user", (host, port) => ({ host, port, username: "nobody", password: SECRET }), "WRONGPASS"],
    [
      "a password in a URL",
      (host, port) => ({ url: `redis://:${encodeURIComponent(SECRET)}@${host}:${port}` }),
      "WRONGPASS",
    ],
    [
      "a password in a URL without a scheme",
      (host, port) => ({ url: `//:${encodeURIComponent(SECRET)}@${host}:${port}` }),
      "WRONGPASS",
    ],
    ["a password that no URL can have", (host, port) => ({ host, port, password: `${SECRET}\ud800` }), "WRONGPASS"],
  ])(
    "%s: `add` rejects, and neither it nor what is reported has the password or the command",
    async ([, connect, code], { expect, onTestFinished }) => {
      const { host, port } = (await startTestRedis(onTestFinished, { config: { requirepass: "good one" } })).connection;
      const { errors, onRedisError } = collectErrors();
      const connection = connect(host, port);
      const waits = openTestWaits({ connection, onRedisError }, onTestFinished);
      startTestWorker({ connection, onRedisError }, onTestFinished);
      const rejected = await waits.add([newRef()]).catch((error: unknown) => error);
      expect(rejected).toMatchObject({ name: "RedisError", code });
      await expect.poll(() => errors.length).toBeGreaterThanOrEqual(2);
      for (const error of [rejected, ...errors]) {
        expect(error).not.toHaveProperty("command");
        expect(everything(error)).not.toContain("CANARY");
      }
      // Many connections, one report each of the waits and of the worker.
      expect(new Set(errors.map((error) => error.message)).size).toBe(errors.length / 2);
    },
  );

  test("a wrong password of a cluster: `add` rejects without it", async ({ expect, onTestFinished }) => {
    const cluster = await startCluster();
    onTestFinished(() => cluster.remove());
    for (const node of cluster.nodes) {
      (await adminOf(node, onTestFinished)).config("SET", "requirepass", "good one");
    }
    const client = connectCluster(cluster, { password: SECRET });
    onTestFinished(() => client.disconnect());
    const { errors, onRedisError } = collectErrors();
    const waits = openTestWaits({ connection: client, onRedisError }, onTestFinished);
    const rejected = await waits.add([newRef()]).catch((error: unknown) => error);
    expect(rejected).toMatchObject({ name: "RedisError", code: "WRONGPASS" });
    expect([rejected, ...errors].map(everything).join()).not.toContain("CANARY");
  });

  test("a missing permission rejects `add`", async ({ expect, onTestFinished }) => {
    const { connection } = await startTestRedis(onTestFinished);
    const admin = await adminOf(connection, onTestFinished);
    await admin.call("ACL", "SETUSER", "reader", "on", `>${"p".repeat(9)}`, "~*", "+@read", "+@connection", "+info");
    const user = { ...connection, username: "reader", password: "p".repeat(9) };
    const waits = openTestWaits({ connection: user, onRedisError: () => {} }, onTestFinished);
    await waits.add([newRef()]).then(
      () => expect.unreachable(),
      (error) => expect(error).toMatchObject({ name: "RedisError", code: "NOPERM" }),
    );
  });

  test("an attempt that fails without a poll is repeated after the floor of its wait", async ({
    expect,
    onTestFinished,
  }) => {
    const { connection } = await startTestRedis(onTestFinished);
    const admin = await adminOf(connection, onTestFinished);
    await admin.call("ACL", "SETUSER", "timeless", "on", "nopass", "~*", "&*", "+@all", "-time");
    const [ref] = newRefs(1) as [ReturnType<typeof newRef>];
    await openTestWaits({ connection }, onTestFinished).add([ref], { interval: { min: 3_600_000 } });
    const { errors, onRedisError } = collectErrors();
    const user = { ...connection, username: "timeless", password: "any" };
    startTestWorker({ connection: user, onRedisError, fetch: () => expect.unreachable() }, onTestFinished);
    await withQueue(connection, async (queue) => {
      const id = `${projectId}/${ref.id}`;
      await expect.poll(() => queue.getJobState(id)).toBe("delayed");
      expect(await queue.getJob(id)).toMatchObject({ delay: 3_600_000 });
    });
    expect(errors).toContainEqual(expect.objectContaining({ code: "NOPERM" }));
  });

  test("a full Redis: the floor holds, `add` rejects, equal errors are told once in ten seconds with their count", async ({
    expect,
    onTestFinished,
  }) => {
    const { connection } = await startTestRedis(onTestFinished);
    const admin = await adminOf(connection, onTestFinished);
    const refs = newRefs(3);
    const { errors, onRedisError } = collectErrors();
    const waits = openTestWaits({ connection, onRedisError }, onTestFinished);
    const polls = new Map<string, number[]>();
    let isOver = false;
    const fetch = async (url: string) => {
      polls.set(url, [...(polls.get(url) ?? []), performance.now()]);
      return new Response(JSON.stringify(isOver ? success : running));
    };
    startTestWorker({ connection, fetch, onRedisError }, onTestFinished);
    startTestWorker({ connection, fetch, onRedisError }, onTestFinished);
    const floor = 2_000;
    await waits.add(refs, { interval: { min: floor, max: floor } });
    await expect.poll(() => polls.size).toBe(3);
    await admin.config("SET", "maxmemory", "1");
    const rejected = await waits.add(newRefs(1)).catch((error: unknown) => error);
    expect(rejected).toMatchObject({ name: "RedisError", code: "OOM" });
    // Until equal errors were reported a second time, by all three.
    await expect.poll(() => errors.filter(({ count }) => count > 1).length).toBeGreaterThanOrEqual(2);
    // At most one for each of the three and ten seconds.
    expect(errors.length).toBeLessThanOrEqual(6);
    await admin.config("SET", "maxmemory", "0");
    isOver = true;
    expect(await endsOf(waits, refs)).toEqual(allEnd(refs));
    for (const times of polls.values()) {
      const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      // A response takes a moment to be decided on, and the pause begins then.
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(floor - 100);
    }
  });

  test("a Redis that is read-only, or loses its master's role: `add` waits, and waits go on", async ({
    expect,
    onTestFinished,
  }) => {
    const { connection } = await startTestRedis(onTestFinished);
    const admin = await adminOf(connection, onTestFinished);
    const refs = newRefs(20);
    const { errors, onRedisError } = collectErrors();
    const waits = openTestWaits({ connection, onRedisError }, onTestFinished);
    startTestWorker({ connection, fetch: answersOf(running, running, success), onRedisError }, onTestFinished);
    await waits.add(refs.slice(0, 10), { interval: { min: 300, max: 500 } });
    await admin.replicaof("127.0.0.1", `${await unusedPort()}`);
    const added = waits.add(refs.slice(10), quick);
    await expect.poll(() => errors.some(({ code }) => code === "READONLY")).toBe(true);
    await admin.replicaof("NO", "ONE");
    await added;
    expect(await endsOf(waits, refs)).toEqual(allEnd(refs));
  });

  test("a Redis that is away at the start: `add` waits for it", async ({ expect, onTestFinished }) => {
    const redis = await startTestRedis(onTestFinished);
    await redis.stop();
    const { connection } = redis;
    const ref = newRef();
    const { errors, onRedisError } = collectErrors();
    const waits = openTestWaits({ connection, onRedisError }, onTestFinished);
    startTestWorker({ connection, fetch: answersOf(running, success), onRedisError }, onTestFinished);
    const added = waits.add([ref], quick);
    await expect.poll(() => errors.length).toBeGreaterThanOrEqual(2);
    expect(errors[0]).toMatchObject({ code: "ECONNREFUSED", count: 1 });
    await redis.start();
    await added;
    expect(await waits.outcome(ref)).toMatchObject({ job: { state: "succeeded" } });
  });

  test("a listener that rejects, or throws, harms nobody", async ({ expect, onTestFinished }) => {
    const redis = await startTestRedis(onTestFinished);
    const { connection } = redis;
    const ref = newRef();
    let calls = 0;
    const rejecting = async () => {
      calls += 1;
      throw new Error("from the listener");
    };
    const throwing = () => {
      calls += 1;
      throw new Error("from the listener");
    };
    const waits = openTestWaits({ connection, onRedisError: rejecting }, onTestFinished);
    startTestWorker({ connection, fetch: answersOf(running, success), onRedisError: throwing }, onTestFinished);
    await waits.add([ref], { interval: { min: 1_000 } });
    await redis.stop("SIGKILL");
    await expect.poll(() => calls).toBeGreaterThanOrEqual(2);
    await redis.start();
    expect(await waits.outcome(ref)).toMatchObject({ job: { state: "succeeded" } });
  });

  test("without a listener one warning is printed", async ({ expect, onTestFinished }) => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on("warning", listen);
    onTestFinished(() => void process.off("warning", listen));
    const port = await unusedPort();
    const waits = openTestWaits({ connection: { host: "127.0.0.1", port } }, onTestFinished);
    const added = waits.add([newRef()]).catch(() => {});
    const mine = () => warnings.filter(({ message }) => message.includes(`:${port}`));
    await expect.poll(() => mine().length).toBe(1);
    // Another kind of error, by another way, and no further warning.
    waits.outcome(newRef()).catch(() => {});
    await waits.close();
    await added;
    expect(mine()).toHaveLength(1);
    expect(mine()[0]).toMatchObject({ name: "RedisError" });
  });
});
