import { expect } from "vitest";
import type { Files } from "../../src/cli/files.ts";
import { Interrupted, type Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/main.ts";
import { nameOf } from "../../src/cli/outcome.ts";
import { endpointVariable, variables } from "../../src/cli/settings.ts";
import type { OwnService } from "../../src/services/service.ts";
import { createSimulator } from "../../src/simulator/simulator.ts";
import { type Clock, systemClock } from "../../src/util/clock.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

export interface RunOptions {
  readonly stdin?: string | undefined;
  readonly env?: Io["env"];
  /** The width of the terminal. Default: the output is not a terminal. */
  readonly columns?: number | undefined;
  /** The texts of files, by path. The home directory is /home/me, the working directory /project. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly fetch?: Io["fetch"];
  /** Called with everything that is written to standard output. */
  readonly onOutput?: (text: string) => void;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  let stdout = "";
  let stderr = "";
  const { stdin, columns, onOutput } = options;
  const terminal = { isTTY: columns !== undefined, columns, rows: 24 };
  const code = await runCli(argv, {
    stdin: {
      isTTY: stdin === undefined,
      async *[Symbol.asyncIterator]() {
        yield stdin ?? "";
      },
    },
    stdout: {
      ...terminal,
      write(text) {
        stdout += text;
        onOutput?.(text);
      },
    },
    stderr: {
      ...terminal,
      write(text) {
        stderr += text;
      },
    },
    env: { LANG: "C.UTF-8", ...options.env },
    files: filesOf(options.files),
    signal: options.signal ?? new AbortController().signal,
    clock: options.clock ?? systemClock,
    fetch: options.fetch,
    version: "1.2.3",
  });
  return { code, stdout, stderr };
}

/** What a command says that is wrong usage: exit code 2, and nothing on standard output. */
export async function refusalOf(argv: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(argv, options);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  return stderr;
}

/** The standard output of a command that ends with 0 and has nothing else to say. */
export async function outputOf(argv: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(argv, options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** Runs `simulate` until `use` has finished with its output. */
export async function whileSimulating(
  flags: string[],
  use: (printed: string) => Promise<void>,
  options: Pick<RunOptions, "files"> = {},
) {
  const stop = new AbortController();
  let used = Promise.resolve();
  const onOutput = (text: string) => {
    used = use(text).finally(() => stop.abort(new Interrupted("SIGINT")));
  };
  const result = await run(["simulate", "--port", "0", ...flags], { ...options, signal: stop.signal, onOutput });
  await used;
  return result;
}

export function filesOf(texts: Readonly<Record<string, string>> = {}): Files {
  return { home: "/home/me", cwd: "/project", read: (path) => texts[path] };
}

/** A simulator with a clock of its own, and the options with which `run` reaches it. */
export function createWorld(options: { readonly token?: string; readonly services?: Record<string, OwnService> } = {}) {
  const clock = createVirtualClock();
  const simulator = createSimulator({ clock, ...options });
  return {
    simulator,
    clock,
    fetch: simulator.fetch,
    env: environmentFor(simulator.clientOptions),
    /** Adds a job, and returns the reference that the command takes. */
    add: (job: Parameters<typeof simulator.addJob>[0]) => nameOf(simulator.addJob(job)),
  };
}

/** The client options of a simulator. */
interface SimulatorOptions {
  readonly projectId: string;
  readonly credentials: { readonly token: string };
  readonly endpoints: Readonly<Record<string, string>>;
}

/** The environment variables with which the command reaches a simulator. */
export function environmentFor({ projectId, credentials, endpoints }: SimulatorOptions): Record<string, string> {
  return {
    [variables.token[0]]: credentials.token,
    [variables.project[0]]: projectId,
    ...Object.fromEntries(Object.entries(endpoints).map(([service, url]) => [endpointVariable(service), url])),
  };
}

export function parseLines(text: string): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
