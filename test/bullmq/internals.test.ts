import { Queue, QueueEvents, Worker } from "bullmq";
import { expect, test } from "vitest";
import { closeWithTimeout, PollingWorker, UNREADABLE } from "../../src/bullmq/bullmq-internals.ts";

// `src/bullmq/bullmq-internals.ts` uses members that BullMQ does not document. None of these connects.
const connection = { host: "127.0.0.1", port: 1, lazyConnect: true, retryStrategy: () => null };
const ignore = () => {};

const workerOptions = { connection, autorun: false };

test("a queue, its events and a worker have the connections that a close may cut", async () => {
  const opened: readonly (Queue | QueueEvents | Worker)[] = [
    new Queue("internals", { connection }),
    new QueueEvents("internals", { connection, autorun: false }),
    new Worker("internals", async () => {}, workerOptions),
  ];
  for (const one of opened) {
    (one as Queue).on("error", ignore);
    const { backend, connection: own } = one as unknown as { readonly backend?: object; readonly connection?: object };
    expect(backend ?? own).toHaveProperty("close", expect.any(Function));
  }
  await Promise.all(opened.map((one) => closeWithTimeout(one as Queue)));
});

test("a worker has the lock manager whose timer would keep a process alive", async () => {
  const worker = new Worker("internals", async () => {}, workerOptions);
  worker.on("error", ignore);
  expect(worker).toHaveProperty("lockManager.close", expect.any(Function));
  await closeWithTimeout(worker as unknown as Queue);
});

test("a worker makes each job by `createJob`, which throws for data that are not JSON", () => {
  const create = (worker: Worker, data: string) => {
    worker.on("error", ignore);
    closeWithTimeout(worker as unknown as Queue).catch(ignore);
    const { createJob } = worker as unknown as { createJob(json: object, id: string): { readonly data: unknown } };
    // Version 5 makes it of text, version 6 of values.
    const opts = "backend" in worker ? {} : "{}";
    return createJob.call(worker, { name: "wait", data, opts, attemptsMade: "0" }, "1");
  };
  const process = async () => {};
  expect(() => create(new Worker("internals", process, workerOptions), "{ half")).toThrow(SyntaxError);
  expect(create(new PollingWorker("internals", process, workerOptions), "{ half").data).toBe(JSON.parse(UNREADABLE));
  expect(create(new PollingWorker("internals", process, workerOptions), '{"a":1}').data).toEqual({ a: 1 });
});
