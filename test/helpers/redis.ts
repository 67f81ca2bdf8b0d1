import { afterAll, beforeAll } from "vitest";
import { prepareRedis, type Redis } from "./redis-server.ts";

/** A Redis for the tests of a file. */
export function useRedis(): { readonly redis: Redis } {
  const used = {} as { redis: Redis };
  beforeAll(async () => {
    used.redis = await prepareRedis();
    await used.redis.start();
  });
  afterAll(() => used.redis?.remove());
  return used;
}
