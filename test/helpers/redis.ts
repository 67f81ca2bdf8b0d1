import { afterAll, beforeAll, describe, expect } from "vitest";
import { prepareRedis, type Redis, redisPath } from "./redis-server.ts";

const isMissing = redisPath === undefined;
if (isMissing && process.env["CI"] === undefined) {
  process.stderr.write("No redis-server is installed (REDIS_SERVER may name one): durable waits are not tested.\n");
}

/** Tests with a Redis. Where none is installed they are skipped, in CI they fail. */
export const describeWithRedis = describe.skipIf(isMissing && process.env["CI"] === undefined);

/** A Redis for the tests of a file. */
export function useRedis(): { readonly redis: Redis } {
  const used = {} as { redis: Redis };
  beforeAll(async () => {
    expect(redisPath, "an installed redis-server").toBeDefined();
    used.redis = await prepareRedis();
    await used.redis.start();
  });
  afterAll(() => used.redis?.remove());
  return used;
}
