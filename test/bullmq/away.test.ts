import { setTimeout as pause } from "node:timers/promises";
import { openWaits, startWaitWorker } from "huaweicloud-jobs/bullmq";
import { expect, test, vi } from "vitest";
import { token } from "../helpers/answering-client.ts";
import { describeWithRedis, useRedis } from "../helpers/redis.ts";
import { answersOf, newRef, openTestWaits, quick, startTestWorker } from "./open.ts";

vi.setConfig({ testTimeout: 30_000 });

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };

describeWithRedis("a Redis that is away for a while", () => {
  const used = useRedis();

  test("is told of, and waits go on when it is back", async () => {
    const { redis } = used;
    const { connection } = redis;
    const [before, during] = [newRef(), newRef()];
    const errors: Error[] = [];
    const waits = openTestWaits({ connection, onRedisError: (error) => errors.push(error) });
    let isOver = false;
    startTestWorker({
      connection,
      fetch: async (...given) => answersOf(isOver ? success : running)(...given),
      onRedisError: () => {
        throw new Error("a listener looks on");
      },
    });
    await waits.add([before], quick);
    const outcome = waits.outcome(before);
    await pause(100);
    await redis.stop();
    isOver = true;
    const added = waits.add([during], quick);
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    await redis.start();
    await added;
    expect(await outcome).toMatchObject({ job: { state: "succeeded" } });
    expect(await waits.outcome(during)).toMatchObject({ job: { state: "succeeded" } });
  });

  test("keeps neither the closing of a worker nor that of waits from coming to an end", async () => {
    const { redis } = used;
    const { connection } = redis;
    const waits = openWaits({ connection });
    const options = {
      endpoints: { dcs: "https://dcs.test" },
      credentials: { token },
      rateLimit: { requestsPerSecond: 9 },
    };
    const worker = startWaitWorker({ connection, ...options });
    const ref = { ...newRef(), projectId: "p" };
    await waits.add([ref]);
    const outcome = expect(waits.outcome(ref)).rejects.toThrow("The waits were closed.");
    await redis.stop();
    await Promise.all([worker.close(), waits.close(), outcome]);
    await redis.start();
  });
});
