import { type Queue, type QueueEvents, Worker } from "bullmq";

/** How long BullMQ may take to close, in milliseconds. */
const CLOSE_TIMEOUT = 1_000;

/**
 * Members that BullMQ does not document, used in this file alone; `test/bullmq/internals.test.ts` fails if they change.
 * If they are missing, a worker still closes, but only once Redis is back.
 */
interface Internals {
  readonly backend?: { close(force?: boolean): Promise<void> };
  readonly lockManager?: { close(): Promise<void> };
}

/**
 * Closes what BullMQ opened. While Redis is away BullMQ would wait for it for ever, and ioredis would go on trying to
 * connect: after a while the connections are cut.
 */
export async function closeWithTimeout(opened: Queue | QueueEvents): Promise<void> {
  await closeOrCut(opened, () => opened.close());
}

/** BullMQ's worker, which closes also while Redis is away. */
export class ClosableWorker<Data, Result> extends Worker<Data, Result> {
  override close(): Promise<void> {
    return closeOrCut(this, () => super.close());
  }
}

async function closeOrCut(opened: object, close: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, CLOSE_TIMEOUT, true);
  });
  const hasFailed = close().then(
    () => false,
    () => true,
  );
  if (await Promise.race([hasFailed, isLate])) {
    // Not awaited: it hangs if an earlier close does.
    cutConnections(opened).catch(() => {});
  }
  clearTimeout(timer);
}

async function cutConnections({ lockManager, backend }: Internals): Promise<void> {
  // The timer of the lock manager would keep the process alive.
  await lockManager?.close();
  await backend?.close(true);
}
