/**
 * Everything of BullMQ that its documentation does not promise; `test/bullmq/internals.test.ts` fails if it changes. The
 * names differ between BullMQ 5 and 6.
 */
import type { EventEmitter } from "node:events";
import { type Job, type Queue, type QueueEvents, Worker } from "bullmq";

/** How long BullMQ may take to close, in milliseconds. */
const CLOSE_TIMEOUT = 1_000;

/** Of ioredis, what BullMQ's own types of it lack. */
interface RedisClient {
  time(): Promise<[seconds: string, microseconds: string]>;
  sadd(key: string, member: string): Promise<number>;
  smembers(key: string): Promise<string[]>;
  hset(key: string, fields: Readonly<Record<string, string>>): Promise<number>;
}

interface Connection extends Pick<EventEmitter, "on" | "removeAllListeners"> {
  readonly client: Promise<RedisClient>;
  close(force?: boolean): Promise<void>;
}

interface Internals {
  readonly client?: Promise<RedisClient>;
  readonly backend?: Connection;
  readonly connection?: Connection;
  readonly blockingConnection?: Connection;
  readonly lockManager?: { close(): Promise<void> };
}

/** The connection of a queue, for commands that BullMQ has no method for. */
export async function redisClient(queue: Queue): Promise<RedisClient> {
  const { client, backend } = queue as unknown as Internals;
  return (await (client ?? backend?.client)) as RedisClient;
}

/** What a job is read as if its data are not JSON. */
export const UNREADABLE = "null";

/** BullMQ's worker, which closes also while Redis is away, and takes jobs whose data cannot be read. */
export class PollingWorker<Data, Result> extends Worker<Data, Result> {
  override close(): Promise<void> {
    return closeOrCut(this as unknown as Internals, () => super.close());
  }

  /** BullMQ would throw, and fetch the job again and again. */
  protected override createJob(...given: Parameters<Worker<Data, Result>["createJob"]>): Job<Data, Result> {
    const [json, id] = given;
    try {
      return super.createJob(json, id);
    } catch {
      return super.createJob({ ...json, data: UNREADABLE }, id);
    }
  }
}

/**
 * Closes what BullMQ opened. While Redis is away BullMQ would wait for it for ever, and ioredis would go on trying to
 * connect: after a while the connections are cut.
 */
export async function closeWithTimeout(opened: Queue | QueueEvents): Promise<void> {
  await closeOrCut(opened as unknown as Internals, () => opened.close());
}

async function closeOrCut(opened: Internals, close: () => Promise<void>): Promise<void> {
  const { connection, blockingConnection } = opened;
  for (const own of [connection, blockingConnection]) {
    ignoreLateErrors(own);
  }
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

/**
 * A connection of version 5 that never was ready emits an error after it has removed its listeners, which would end the
 * process, and show a password.
 */
function ignoreLateErrors(connection: Connection | undefined): void {
  if (connection !== undefined) {
    const removeAll = connection.removeAllListeners.bind(connection);
    connection.removeAllListeners = (...given) => removeAll(...given).on("error", () => {});
  }
}

async function cutConnections({ lockManager, ...connections }: Internals): Promise<void> {
  // The timer of the lock manager would keep the process alive.
  await lockManager?.close();
  const { backend, connection, blockingConnection } = connections;
  await Promise.all([backend, connection, blockingConnection].map((each) => each?.close(true)));
}
