import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { outputOf } from "../lib/commands.ts";
import type { Programs } from "./programs.ts";

/** The user of every Keystone, in the domain that Keystone makes. */
export const user = { username: "me", password: "a pa$$-word", domainName: "Default", domainId: "default" } as const;

/** The region's own project, and another. The user may use both. */
export const projects = ["eu-de", "eu-de_mine"] as const;

/** A Keystone on loopback. */
export interface Keystone {
  /** With `/v3`. */
  readonly url: string;
  /** The requests since the last call, as method, path and status. */
  requests(): Promise<string[]>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** @param lifetime - of its tokens, in seconds */
export async function startKeystone(programs: Programs, lifetime: number): Promise<Keystone> {
  const directory = mkdtempSync(join(tmpdir(), "keystone-"));
  let server: ChildProcess | undefined;
  const end = (): void => {
    server?.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  };
  process.once("exit", end);
  const stop = async (): Promise<void> => {
    process.off("exit", end);
    const closed = server && new Promise((resolve) => server?.once("close", resolve));
    end();
    await closed;
  };
  try {
    await prepare(programs["keystone-manage"], directory, lifetime);
    server = serve(programs, directory);
    const log = readLog(server);
    const [, address] = await log.find(/bound to TCP address (127\.0\.0\.1:\d+)/);
    await log.find(/spawned uWSGI worker/);
    const url = `http://${address}/v3`;
    return { url, requests: requestReader(url, log), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes the database, the keys, the user and the projects. */
async function prepare(manage: string, directory: string, lifetime: number): Promise<void> {
  const keys = join(directory, "keys");
  mkdirSync(keys, { mode: 0o700 });
  const config = join(directory, "keystone.conf");
  const sections = [
    `[database]\nconnection = sqlite:///${join(directory, "keystone.db")}`,
    `[token]\nexpiration = ${lifetime}`,
    ...["fernet_tokens", "fernet_receipts", "credential"].map((name) => `[${name}]\nkey_repository = ${keys}`),
  ];
  writeFileSync(config, sections.join("\n"));
  const run = (...args: readonly string[]) => outputOf([manage, "--config-file", config, ...args], { cwd: directory });
  const owner = ["--keystone-user", `${process.getuid?.()}`, "--keystone-group", `${process.getgid?.()}`];
  await run("db_sync");
  await run("fernet_setup", ...owner);
  await run("credential_setup", ...owner);
  for (const project of projects) {
    const { username, password } = user;
    const made = { username, password, "project-name": project, "region-id": "eu-de" };
    await run("bootstrap", ...Object.entries(made).flatMap(([name, value]) => [`--bootstrap-${name}`, value]));
  }
}

function serve(programs: Programs, directory: string): ChildProcess {
  const options = {
    "http-socket": "127.0.0.1:0",
    plugin: "python3",
    "wsgi-file": programs["keystone-wsgi-public"],
    processes: "1",
    "post-buffering": "65536",
    "buffer-size": "65535",
    "log-format": "%(method) %(uri) %(status)",
    // uWSGI closes each connection, but does not say so.
    "add-header": "Connection: close",
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return spawn(programs.uwsgi_python3, [...args, "--need-app"], {
    cwd: directory,
    env: { ...process.env, OS_KEYSTONE_CONFIG_DIR: directory },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

interface Log {
  readonly lines: readonly string[];
  /** Resolves with the first line that matches; rejects if the server ends before. */
  find(pattern: RegExp): Promise<RegExpExecArray>;
}

function readLog(server: ChildProcess): Log {
  const lines: string[] = [];
  const input = createInterface({ input: server.stderr as NodeJS.ReadableStream });
  input.on("line", (line) => lines.push(line));
  server.once("error", (error) => lines.push(error.message));
  const find = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const fail = () => reject(new Error(`Keystone ended: ${lines.slice(-5).join(" ")}`));
      const look = (line: string): void => {
        const found = pattern.exec(line);
        if (found !== null) {
          input.off("line", look).off("close", fail);
          resolve(found);
        }
      };
      input.on("line", look).on("close", fail);
      lines.forEach(look);
    });
  return { lines, find };
}

/** A request is logged after its response, so a last one tells that all before it are in the log. */
function requestReader(url: string, { lines, find }: Log): () => Promise<string[]> {
  let marks = 0;
  let read = 0;
  return async () => {
    const mark = `/v3?${++marks}`;
    await fetch(`${url}?${marks}`);
    await find(new RegExp(`^GET ${mark.replace("?", "\\?")} `));
    const since = lines.slice(read);
    read = lines.length;
    return since.filter((line) => /^[A-Z]+ \/v3\/\S* \d+$/.test(line));
  };
}
