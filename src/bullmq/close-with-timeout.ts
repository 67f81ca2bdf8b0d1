/** What BullMQ opens. */
interface Opened {
  close(): Promise<void>;
  readonly backend: { close(force?: boolean): Promise<void> };
}

/** So long BullMQ may take to close, in milliseconds. */
const PATIENCE = 1_000;

/**
 * Closes what BullMQ opened. Where Redis is away BullMQ would wait for it without end, and ioredis would go on trying to
 * connect: after a while the connections are cut.
 */
export async function closeWithTimeout(opened: Opened, cut = () => opened.backend.close(true)): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, true);
  });
  const isFailed = opened.close().then(
    () => false,
    () => true,
  );
  if (await Promise.race([isFailed, isLate])) {
    // Not awaited: a close that was begun before may hang in it.
    cut().catch(() => {});
  }
  clearTimeout(timer);
}
