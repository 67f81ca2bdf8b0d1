import { redisPath } from "../helpers/redis-server.ts";

/** Without a Redis none of these tests can run: that must not look as if they had passed. */
export default function setup(): void {
  if (redisPath === undefined) {
    throw new Error("No redis-server is installed. REDIS_SERVER may name one.");
  }
}
