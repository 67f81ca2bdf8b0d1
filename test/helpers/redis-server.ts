/** A separate Redis for tests and measurements, on a free port of loopback, with its files in a temporary folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, createConnection as open } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The path of an installed server; `REDIS_SERVER` can name another one. */
export const redisPath = [
  process.env["REDIS_SERVER"],
  "/usr/bin/redis-server",
  "/usr/local/bin/redis-server",
  "/opt/homebrew/bin/redis-server",
].find((path) => path !== undefined && existsSync(path));

/** A Redis that logs every write (AOF), so that its data survive a restart. */
export interface Redis {
  readonly connection: { readonly host: string; readonly port: number };
  start(): Promise<void>;
  /** Ends it, by default as a restart does; the data stay. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it and deletes the data. */
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
      while (!(await Promise.race([isReady(connection), failed]))) {
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

/** Whether it has loaded its data and accepts commands. */
async function isReady(connection: Redis["connection"]): Promise<boolean> {
  const socket = open(connection);
  try {
    socket.write("PING\r\n");
    const [response] = await once(socket, "data");
    return String(response).startsWith("+PONG");
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
