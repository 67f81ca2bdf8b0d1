import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Orders } from "../../scripts/bench/durable/worker.ts";
import { mostWithin } from "../helpers/gateway.ts";
import { describeWithRedis, useRedis } from "../helpers/redis.ts";
import { openTestWaits } from "./open.ts";

vi.setConfig({ testTimeout: 60_000 });

const JOBS = 150;
const RATE = 95;
const LIMIT = 100;

describeWithRedis("the proof in small", () => {
  const used = useRedis();

  test("each outcome comes once, and the limit is kept to, though a worker is killed and Redis restarted", async () => {
    const { connection } = used.redis;
    const simulator = createSimulator();
    const server = await listen(simulator);
    onTestFinished(() => server.close());
    const { credentials } = simulator.clientOptions;
    const { endpoints } = server;
    const orders = { redis: connection, endpoints, credentials, requestsPerSecond: RATE } satisfies Orders;
    const [first] = await Promise.all([startWorker(orders), startWorker(orders)]);
    const refs = Array.from({ length: JOBS }, (_, index) => {
      const steps = [
        { after: 0, status: "RUNNING" },
        { after: 2_000 + 10 * index, status: "SUCCESS" },
      ];
      return simulator.addJob({ service: "dcs", steps });
    });
    const waits = openTestWaits({ connection });
    await waits.add(refs, { interval: { min: 500, max: 1_000 } });
    const trouble = async () => {
      await expect.poll(() => simulator.requests.length, { timeout: 30_000 }).toBeGreaterThan(JOBS / 2);
      first.kill("SIGKILL");
      await expect.poll(() => simulator.requests.length, { timeout: 30_000 }).toBeGreaterThan(2 * JOBS);
      await used.redis.stop();
      await used.redis.start();
    };
    const troubled = trouble();
    const ended: string[] = [];
    for await (const event of waits.watch(refs)) {
      if (event.type === "outcome") {
        expect(event.job?.state).toBe("succeeded");
        ended.push(event.ref.id);
      }
    }
    await troubled;
    expect(ended.sort()).toEqual(refs.map(({ id }) => id).sort());
    expect(mostWithin(simulator.requests, 1_000)).toBeLessThanOrEqual(LIMIT);
  });
});

async function startWorker(orders: Orders): Promise<ChildProcess> {
  const program = fileURLToPath(new URL("../../scripts/bench/durable/worker.ts", import.meta.url));
  const worker = fork(program, [JSON.stringify(orders)], { execArgv: ["--import", "tsx"] });
  onTestFinished(() => void worker.kill("SIGKILL"));
  await once(worker, "message");
  return worker;
}
