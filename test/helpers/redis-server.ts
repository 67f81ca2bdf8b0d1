/** A separate Redis for tests and measurements, on a free port of loopback, with its files in a temporary folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, createConnection as open } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectTls } from "node:tls";

/** The path of an installed server; `REDIS_SERVER` can name another one. */
export const redisPath = [
  process.env["REDIS_SERVER"],
  "/usr/bin/redis-server",
  "/usr/local/bin/redis-server",
  "/opt/homebrew/bin/redis-server",
].find((path) => path !== undefined && existsSync(path));

/** How to connect. */
export interface RedisConnection {
  readonly host: string;
  readonly port: number;
  readonly tls?: { readonly ca: string; readonly servername: string };
}

/** A Redis that logs every write (AOF), so that its data survive a restart. */
export interface Redis {
  readonly connection: RedisConnection;
  start(): Promise<void>;
  /** Ends it, by default as a restart does; the data stay. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it and deletes the data. */
  remove(): Promise<void>;
}

/** What a Redis of a test is like, beside the usual. */
export interface RedisSettings {
  /** Further settings of its configuration, in the order of the command line. */
  readonly config?: Readonly<Record<string, string | number>>;
  /** A certificate of its own for TLS, in files and as text. */
  readonly tls?: {
    readonly certFile: string;
    readonly keyFile: string;
    readonly ca: string;
    readonly servername: string;
  };
}

export async function prepareRedis({ config = {}, tls }: RedisSettings = {}): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const connection = {
    host: "127.0.0.1",
    port: await freePort(),
    ...(tls && { tls: { ca: tls.ca, servername: tls.servername } }),
  };
  const settings = {
    ...(tls === undefined
      ? { port: connection.port }
      : {
          port: 0,
          "tls-port": connection.port,
          "tls-cert-file": tls.certFile,
          "tls-key-file": tls.keyFile,
          "tls-auth-clients": "no",
        }),
    bind: connection.host,
    dir: folder,
    appendonly: "yes",
    save: "",
    ...config,
  };
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

/**
 * A port of loopback that is free at present, below those that systems hand out: while its Redis is stopped, nobody else
 * is given it.
 */
export async function freePort(): Promise<number> {
  const port = 10_000 + Math.floor(Math.random() * 22_000);
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
  });
  if (!isFree) {
    return freePort();
  }
  server.close();
  await once(server, "close");
  return port;
}

/** Whether it has loaded its data and accepts commands, if only to ask for a login. */
async function isReady({ host, port, tls }: RedisConnection): Promise<boolean> {
  const socket = tls === undefined ? open({ host, port }) : connectTls({ host, port, ...tls });
  try {
    socket.write("PING\r\n");
    const [response] = await once(socket, "data");
    return /^(\+PONG|-NOAUTH)/.test(String(response));
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
