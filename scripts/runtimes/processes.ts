/** The runtimes that are commands. Their packages ship the binary. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./project.ts";
import { DEADLINE, load, type Runtime, start, stuck } from "./runtime.ts";
import type { Stage } from "./stage.ts";

interface Command {
  readonly name: string;
  readonly binary: string;
  readonly note: string;
  /** Writes what the runtime starts with, and gives its arguments. */
  prepare(project: string, stage: Stage): readonly string[] | Promise<readonly string[]>;
}

const commands: readonly Command[] = [
  ...["node20", "node22", "node24", "node26"].map((name) => ({
    name,
    binary: `${name}/bin/node`,
    note: "installed package",
    prepare: entry,
  })),
  {
    name: "bun",
    binary: "@oven/bun-linux-x64/bin/bun",
    note: "installed package",
    prepare: (...given) => ["run", "--no-install", ...entry(...given)],
  },
  {
    name: "deno",
    binary: "@deno/linux-x64-glibc/deno",
    note: "installed package, may reach 127.0.0.1 and nothing else",
    prepare: (...given) => ["run", "--no-prompt", "--no-remote", "--allow-net=127.0.0.1", ...entry(...given)],
  },
  {
    name: "workerd",
    binary: "@cloudflare/workerd-linux-64/bin/workerd",
    note: "bundle in a worker without Node's APIs",
    async prepare(project, stage) {
      const source = `${load}export default { test: () => ${start(stage)} };\n`;
      writeFileSync(join(project, "worker.js"), await bundle(project, source));
      writeFileSync(join(project, "worker.capnp"), worker);
      return ["test", "worker.capnp"];
    },
  },
];

/** A worker of Cloudflare's runtime that may reach this machine alone. */
const worker = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "main", worker = (
    modules = [(name = "worker.js", esModule = embed "worker.js")],
    compatibilityDate = "2026-11-01",
  )),
  (name = "internet", network = (allow = ["local"])),
]);
`;

function entry(project: string, stage: Stage): string[] {
  writeFileSync(join(project, "entry.js"), `${load}${start(stage)};\n`);
  return ["entry.js"];
}

export const processes: readonly Runtime[] = commands.map(({ name, binary, note, prepare }) => {
  const path = fileURLToPath(new URL(`node_modules/${binary}`, import.meta.url));
  return {
    name,
    note,
    async version() {
      const said = await execute(path, ["--version"], ".");
      return /\d[\w.-]+/.exec(said)?.[0] ?? said;
    },
    run: async (project, stage) => execute(path, await prepare(project, stage), project),
  };
});

/** What a command prints. It has no environment but its folder, and must end by itself. */
function execute(path: string, args: readonly string[], cwd: string): Promise<string> {
  const env = { HOME: cwd, NO_COLOR: "1" };
  return new Promise((resolve, reject) => {
    execFile(path, args, { cwd, env, timeout: DEADLINE, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(error.killed ? stuck(stdout.trim().split("\n")) : new Error(`${stderr}${error.message}`));
      }
    });
  });
}
