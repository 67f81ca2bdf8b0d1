import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { Redis as Client } from "ioredis";
import { afterAll, describe, test } from "vitest";
import { buildProgram } from "../helpers/built-program.ts";
import { unusedPort } from "../helpers/server.ts";
import { answersOf, type Finishing, newRef, openTestWaits, quick, startTestRedis, startTestWorker } from "./open.ts";
import type { WorkerArgument } from "./programs/worker.ts";

const programs = {
  worker: await buildProgram("test/bullmq/programs/worker.ts"),
  openAndClose: await buildProgram("test/bullmq/programs/open-and-close.ts"),
};
afterAll(() => {
  programs.worker.remove();
  programs.openAndClose.remove();
});

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };

const JOBS = 150;

// Concurrent, because they mostly wait.
describe("outages", { concurrent: true }, () => {
  test("each outcome arrives once, although a worker is killed, another one frozen, and Redis killed twice", async ({
    expect,
    onTestFinished,
  }) => {
    const redis = await startTestRedis(onTestFinished);
    const { connection } = redis;
    const simulator = createSimulator();
    const server = await listen(simulator);
    onTestFinished(() => server.close());
    const { credentials } = simulator.clientOptions;
    const { endpoints } = server;
    const argument = { connection, endpoints, credentials, rateLimit: { requestsPerSecond: 95 } };
    const start = () => startWorker(argument, onTestFinished);
    const [first, second] = await Promise.all([start(), start(), start()]);
    const refs = Array.from({ length: JOBS }, (_, index) => {
      const steps = [
        { after: 0, status: "RUNNING" },
        { after: 2_000 + 10 * index, status: "SUCCESS" },
      ];
      return simulator.addJob({ service: "dcs", steps });
    });
    const waits = openTestWaits({ connection, endpoints }, onTestFinished);
    await waits.add(refs, { interval: { min: 500, max: 1_000 } });
    const ended: string[] = [];
    const restart = async (share: number) => {
      await expect.poll(() => ended.length).toBeGreaterThan(JOBS * share);
      await redis.stop("SIGKILL");
      await redis.start();
    };
    const failures = async () => {
      await expect.poll(() => simulator.requests.length).toBeGreaterThan(JOBS / 2);
      first.kill("SIGKILL");
      second.kill("SIGSTOP");
      await restart(0.3);
      await restart(0.6);
      second.kill("SIGCONT");
    };
    const failed = failures();
    for await (const event of waits.watch(refs)) {
      if (event.type === "outcome") {
        expect(event.job?.state).toBe("succeeded");
        ended.push(event.ref.id);
      }
    }
    await failed;
    expect(ended.sort()).toEqual(refs.map(({ id }) => id).sort());
  });

  test("a worker whose clock is ahead harms no wait that it shares with another one", async ({
    expect,
    onTestFinished,
  }) => {
    const { connection } = await startTestRedis(onTestFinished);
    const simulator = createSimulator();
    const server = await listen(simulator);
    onTestFinished(() => server.close());
    const { credentials } = simulator.clientOptions;
    const { endpoints } = server;
    const argument = { connection, endpoints, credentials, rateLimit: { requestsPerSecond: 500 } };
    const start = (skew: number) => startWorker({ ...argument, skew }, onTestFinished);
    await Promise.all([start(300_000), start(-300_000), start(0)]);
    const refs = Array.from({ length: 100 }, () => {
      const steps = [
        { after: 0, status: "RUNNING" },
        { after: 3_000, status: "SUCCESS" },
      ];
      return simulator.addJob({ service: "dcs", steps });
    });
    const waits = openTestWaits({ connection, endpoints }, onTestFinished);
    const floor = 1_000;
    await waits.add(refs, { interval: { min: floor, max: 1_500 }, timeout: 60_000 });
    const ended: string[] = [];
    for await (const event of waits.watch(refs)) {
      if (event.type === "outcome") {
        ended.push(`${event.ref.id} ${event.job?.state}`);
      }
    }
    expect(ended.sort()).toEqual(refs.map(({ id }) => `${id} succeeded`).sort());
    for (const ref of refs) {
      const times = simulator.requests.filter(({ id }) => id === ref.id).map(({ at }) => at);
      const took = (times.at(-1) ?? 0) - (times[0] ?? 0);
      // The first request of a worker may arrive long after it was given up.
      expect(times.length - 1).toBeLessThanOrEqual(took / floor + 1);
    }
  });

  test("a lost Redis is reported, and waits go on when it is back", async ({ expect, onTestFinished }) => {
    const redis = await startTestRedis(onTestFinished);
    const { connection } = redis;
    const [before, during] = [newRef(), newRef()];
    const errors: Error[] = [];
    const waits = openTestWaits({ connection, onRedisError: (error) => errors.push(error) }, onTestFinished);
    let isOver = false;
    startTestWorker(
      {
        connection,
        fetch: async (...given) => answersOf(isOver ? success : running)(...given),
        onRedisError: () => {
          throw new Error("from the listener");
        },
      },
      onTestFinished,
    );
    await waits.add([before], quick);
    const outcome = waits.outcome(before);
    await pause(100);
    await redis.stop();
    isOver = true;
    const added = waits.add([during], quick);
    await expect.poll(() => errors).not.toEqual([]);
    await redis.start();
    await added;
    expect(await outcome).toMatchObject({ job: { state: "succeeded" } });
    expect(await waits.outcome(during)).toMatchObject({ job: { state: "succeeded" } });
  });

  test("waits and workers close while Redis is down", async ({ expect, onTestFinished }) => {
    const redis = await startTestRedis(onTestFinished);
    const { connection } = redis;
    const waits = openTestWaits({ connection }, () => {});
    const worker = startTestWorker({ connection }, () => {});
    const ref = newRef();
    await waits.add([ref]);
    const outcome = expect(waits.outcome(ref)).rejects.toThrow("The waits were closed.");
    await redis.stop();
    await Promise.all([worker.close(), waits.close(), outcome]);
  });

  test("a worker that closes at once leaves no connection behind, and reports no error", async ({
    expect,
    onTestFinished,
  }) => {
    const { connection } = await startTestRedis(onTestFinished);
    const place = { cloud: "otc", region: "eu-de" } as const;
    const waits = openTestWaits({ connection, ...place }, () => {});
    // No worker of that place serves it, so each looks into its queue.
    await waits.add([{ service: "workspace", id: "unserved" }]);
    await waits.close();
    const errors: Error[] = [];
    for (const pauseBefore of [0, 5, 10, 20, 40]) {
      const onRedisError = (error: Error) => errors.push(error);
      const worker = startTestWorker({ connection, ...place, onRedisError }, onTestFinished);
      await pause(pauseBefore);
      await worker.close();
    }
    const client = new Client(connection);
    onTestFinished(() => client.disconnect());
    await expect.poll(async () => String(await client.client("LIST")).match(/^id=/gm)).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  test("a program exits by itself after close()", async ({ expect, onTestFinished }) => {
    const { connection } = await startTestRedis(onTestFinished);
    expect(await exitCodeOf(connection.port)).toBe(0);
  });

  test("a program exits by itself after close() if there never was a Redis", async ({ expect }) => {
    expect(await exitCodeOf(await unusedPort())).toBe(0);
  });
});

async function startWorker(argument: WorkerArgument, finishing: Finishing): Promise<ChildProcess> {
  const worker = fork(programs.worker.path, [JSON.stringify(argument)]);
  finishing(() => void worker.kill("SIGKILL"));
  await once(worker, "message");
  return worker;
}

/** Runs a program that opens and closes everything. */
async function exitCodeOf(port: number): Promise<number> {
  const child = spawn(process.execPath, [programs.openAndClose.path, String(port)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(child, "exit");
  return code;
}
