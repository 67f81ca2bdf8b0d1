import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { describeWithRedis, useRedis } from "../helpers/redis.ts";
import { unusedPort } from "../helpers/server.ts";

vi.setConfig({ testTimeout: 30_000 });

describeWithRedis("a program that opened all there is", () => {
  const used = useRedis();

  test.concurrent("ends by itself after the close", async () => {
    expect(await exitCodeOf(used.redis.connection.port)).toBe(0);
  });

  test.concurrent("ends by itself after the close where no Redis ever was", async () => {
    expect(await exitCodeOf(await unusedPort())).toBe(0);
  });
});

/** Runs a program that opens everything, and closes it again. */
async function exitCodeOf(port: number): Promise<number> {
  const program = fileURLToPath(new URL("open-and-close.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", program, String(port)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(child, "exit", { signal: AbortSignal.timeout(25_000) });
  return code;
}
