/** A worker for durable waits; says what it used when it is asked. */
import { startWaitWorker } from "../../../src/bullmq/index.ts";
import { measureUsage, rateLimit } from "./shapes.ts";

const [, , gatewayPort, redisPort] = process.argv;
const usage = measureUsage();
startWaitWorker({
  connection: { host: "127.0.0.1", port: Number(redisPort) },
  onRedisError: () => {},
  endpoints: { dcs: `http://127.0.0.1:${gatewayPort}` },
  credentials: { token: "t".repeat(1_200) },
  rateLimit,
});
process.on("message", () => process.send?.(usage()));
process.once("disconnect", () => process.exit());
process.send?.("ready");
