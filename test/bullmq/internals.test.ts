import { Queue, QueueEvents, Worker } from "bullmq";
import { expect, test } from "vitest";

// `src/bullmq/close-with-timeout.ts` uses members that BullMQ does not document. None of these connects.
const connection = { host: "127.0.0.1", port: 1, lazyConnect: true, retryStrategy: () => null };
const ignore = () => {};

test("a queue, its events and a worker have the connections that a close may cut", async () => {
  const opened: readonly (Queue | QueueEvents | Worker)[] = [
    new Queue("internals", { connection }),
    new QueueEvents("internals", { connection, autorun: false }),
    new Worker("internals", async () => {}, { connection, autorun: false }),
  ];
  for (const one of opened) {
    (one as Queue).on("error", ignore);
    expect(one).toHaveProperty("backend.close", expect.any(Function));
  }
  await Promise.all(
    opened.map((one) => Promise.race([one.close().catch(ignore), new Promise((r) => setTimeout(r, 100))])),
  );
});

test("a worker has the lock manager whose timer would keep a process alive", () => {
  const worker = new Worker("internals", async () => {}, { connection, autorun: false });
  worker.on("error", ignore);
  expect(worker).toHaveProperty("lockManager.close", expect.any(Function));
  worker.close().catch(ignore);
});
