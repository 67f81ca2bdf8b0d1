import { describe, expect, test } from "vitest";
import { newRefs, useTestRedis, withQueue } from "./open.ts";

describe("many waits", () => {
  const here = useTestRedis();

  test("are added in slices, between which the event loop is free", async () => {
    const refs = newRefs(2_000);
    const waits = here.openWaits();
    let rounds = 0;
    let isOver = false;
    const count = (): void => {
      rounds += 1;
      if (!isOver) {
        setImmediate(count);
      }
    };
    setImmediate(count);
    await waits.add([...refs, ...refs]);
    isOver = true;
    // `npm run bench` measures how long the longest round is.
    expect(rounds).toBeGreaterThanOrEqual(80);
    await withQueue(here.connection, async (queue) => expect(await queue.getWaitingCount()).toBe(2_000));
  });
});
