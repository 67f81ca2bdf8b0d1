/** A Redis of one's own, for tests and measurements: on a private port of loopback, with its files in a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, createConnection as open } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A server that is installed; `REDIS_SERVER` names one that is elsewhere. */
export const redisPath = [
  process.env["REDIS_SERVER"],
  "/usr/bin/redis-server",
  "/usr/local/bin/redis-server",
  "/opt/homebrew/bin/redis-server",
].find((path) => path !== undefined && existsSync(path));

/** A Redis that writes down all that it does (AOF), so that it knows it again when it is started again. */
export interface Redis {
  readonly connection: { readonly host: string; readonly port: number };
  start(): Promise<void>;
  /** Ends it, by default as a restart does; what it knows stays. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it, and deletes what it knows. */
  remove(): Promise<void>;
}

export async function prepareRedis(): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const connection = { host: "127.0.0.1", port: await freePort() };
  const settings = { bind: connection.host, port: connection.port, dir: folder, appendonly: "yes", save: "" };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let server: ChildProcess | undefined;

  async function stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (server?.exitCode === null && server.signalCode === null) {
      const ended = once(server, "exit");
      server.kill(signal);
      await ended;
    }
  }

  return {
    connection,
    async start() {
      server = spawn(`${redisPath}`, args, { stdio: "ignore" });
      const failed = once(server, "exit").then(() => Promise.reject(new Error("Redis ended at its start.")));
      failed.catch(() => {});
      while (!(await Promise.race([answers(connection), failed]))) {
        await pause(10);
      }
    },
    stop,
    async remove() {
      await stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Whether it has read all that it knew, and takes commands. */
async function answers(connection: Redis["connection"]): Promise<boolean> {
  const socket = open(connection);
  try {
    socket.write("PING\r\n");
    const [answer] = await once(socket, "data");
    return String(answer).startsWith("+PONG");
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
