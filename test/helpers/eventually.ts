import { setTimeout as pause } from "node:timers/promises";

/**
 * Resolves as soon as a condition holds, or once it has been checked for a second at least and a thousand turns of the
 * event loop, however slow they are; returns whether it holds.
 */
export async function eventually(condition: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 1_000 && !condition(); turn++) {
    await pause(1);
  }
  return condition();
}
