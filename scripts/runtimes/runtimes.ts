/** The runtimes, and how the program gets into each of them. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { chromiumPath, launchChromium } from "../lib/chromium.ts";
import type { Server } from "./server.ts";

export interface Runtime {
  /** For `--only`. */
  readonly name: string;
  /** How the program gets into it. */
  readonly note: string;
  /** Rejects if the runtime is not installed. */
  version(): Promise<string>;
  /** Runs the program in a project and resolves with its output. Rejects if it does not end in time. */
  run(project: string, server: Server): Promise<string>;
}

/** How long a program may take, in milliseconds. */
const DEADLINE = 60_000;

const load = 'import { program } from "./program.js";\n';

/** An expression that starts the program. Its last line is JSON: its facts, or the error that ended it. */
function start({ target }: Server): string {
  const ends = "(facts) => ({ facts }), (error) => ({ error: String(error) })";
  return `program(${JSON.stringify(target)}, console.log).then(${ends}).then(JSON.stringify).then(console.log)`;
}

export function isLastLine(line: string): boolean {
  return /^\{"(facts|error)":/.test(line);
}

function notEnded(lines: readonly string[]): Error {
  return new Error(`has not ended after ${DEADLINE / 1_000} s; its last line: ${lines.at(-1)}`);
}

/** One file, for runtimes without `node_modules`. Fails if the package imports a module of Node. */
async function bundle(project: string, source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: project },
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}

/** Writes the file to run, and gives its name. */
function writeEntry(project: string, server: Server): string {
  writeFileSync(join(project, "entry.js"), `${load}${start(server)};\n`);
  return "entry.js";
}

/** Installed by package.json, which names the binary of each runtime. */
function command(
  name: string,
  binary: string,
  note: string,
  prepare: (project: string, server: Server) => readonly string[] | Promise<readonly string[]>,
): Runtime {
  const path = fileURLToPath(new URL(`node_modules/${binary}`, import.meta.url));
  return {
    name,
    note,
    async version() {
      const output = await execute(path, ["--version"], ".");
      return /\d[\w.-]+/.exec(output)?.[0] ?? output;
    },
    run: async (project, server) => execute(path, await prepare(project, server), project),
  };
}

/** The output of a command, which has no environment but its folder and must end by itself. */
function execute(path: string, args: readonly string[], cwd: string): Promise<string> {
  const env = { HOME: cwd, NO_COLOR: "1" };
  return new Promise((resolve, reject) => {
    execFile(path, args, { cwd, env, timeout: DEADLINE, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(error.killed ? notEnded(stdout.trim().split("\n")) : new Error(`${stderr}${error.message}`));
      }
    });
  });
}

/** A worker of Cloudflare's runtime that can reach only this machine. */
const workerConfig = (compatibilityDate: string): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "main", worker = (
    modules = [(name = "worker.js", esModule = embed "worker.js")],
    compatibilityDate = "${compatibilityDate}",
  )),
  (name = "internet", network = (allow = ["local"])),
]);
`;

function worker(name: string, note: string, compatibilityDate: string): Runtime {
  return command(name, "@cloudflare/workerd-linux-64/bin/workerd", note, async (project, server) => {
    const source = `${load}export default { test: () => ${start(server)} };\n`;
    writeFileSync(join(project, "worker.js"), await bundle(project, source));
    writeFileSync(join(project, "worker.capnp"), workerConfig(compatibilityDate));
    return ["test", "worker.capnp"];
  });
}

/** A page of the simulator's origin: pages reach the services through a proxy on their own origin. */
function browser(name: string, note: string, script: string): Runtime {
  return {
    name,
    note,
    async version() {
      if (chromiumPath === undefined) {
        throw new Error("no Chromium is installed (CHROMIUM may name one)");
      }
      return inChromium(async (chromium) => chromium.version());
    },
    async run(project, server) {
      server.serve("/", "text/html", `<!doctype html><link rel="icon" href="data:,"><script${script}</script>`);
      server.serve("/program.js", "text/javascript", await bundle(project, `${load}${start(server)};\n`));
      return inChromium(async (chromium) => {
        const page = await chromium.newPage();
        const [output] = await Promise.all([outputOf(page), page.goto(server.url)]);
        return output;
      });
    },
  };
}

async function inChromium<T>(use: (browser: Awaited<ReturnType<typeof launchChromium>>) => Promise<T>): Promise<T> {
  const browser = await launchChromium();
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** What a page and its workers log. */
function outputOf(page: Page): Promise<string> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    page.on("console", (message) => {
      lines.push(message.text());
      if (isLastLine(message.text())) {
        resolve(lines.join("\n"));
      }
    });
    page.on("pageerror", reject);
    setTimeout(() => reject(notEnded(lines)), DEADLINE).unref();
  });
}

const nodes = ["node20", "node22", "node24", "node26"];
const denoFlags = ["--no-prompt", "--no-remote", "--allow-net=127.0.0.1"];

export const runtimes: readonly Runtime[] = [
  ...nodes.map((name) => command(name, `${name}/bin/node`, "installed package", (...given) => [writeEntry(...given)])),
  command("bun", "@oven/bun-linux-x64/bin/bun", "installed package", (...given) => [
    "run",
    "--no-install",
    writeEntry(...given),
  ]),
  command(
    "deno",
    "@deno/linux-x64-glibc/deno",
    "installed package, may reach 127.0.0.1 and nothing else",
    (...given) => ["run", ...denoFlags, writeEntry(...given)],
  ),
  worker("workerd", "bundle in a worker without Node's APIs", "2026-11-01"),
  worker("workerd-2024", "the same with a compatibility date before `cache` was known to `fetch`", "2024-01-01"),
  browser("chromium", "bundle in a page of the simulator's origin", ' type="module" src="/program.js">'),
  browser("web-worker", "bundle in a Web Worker of Chromium", '>new Worker("/program.js", { type: "module" })'),
];
