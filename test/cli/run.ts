import { endpointVariable, variables } from "../../src/cli/configuration.ts";
import type { Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/main.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import { createSimulator } from "../../src/simulator/index.ts";
import { listen } from "../../src/simulator/node.ts";

/** How many times faster than the machine's clock the tests live. */
const SPEED = 200;

const start = Date.now();

export const fastClock: Clock = {
  now: () => start + (Date.now() - start) * SPEED,
  sleep: (ms, signal) => systemClock.sleep(ms / SPEED, signal),
};

export interface Surroundings {
  readonly stdin?: string | undefined;
  readonly env?: Io["env"];
  /** The width of the terminal; without one there is no terminal. */
  readonly columns?: number | undefined;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Told of everything that is written to standard output. */
  readonly onOutput?: (text: string) => void;
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
export async function run(argv: readonly string[], around: Surroundings = {}, cli = runCli): Promise<Run> {
  let stdout = "";
  let stderr = "";
  const { stdin, columns, onOutput } = around;
  const terminal = { isTTY: columns !== undefined, columns, rows: 24 };
  const code = await cli(argv, {
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
    env: { LANG: "C.UTF-8", ...around.env },
    signal: around.signal ?? new AbortController().signal,
    clock: around.clock ?? fastClock,
    version: "1.2.3",
  });
  return { code, stdout, stderr };
}

/** A simulator that listens, and the environment that leads the command to it. */
export async function startSimulator(options: { readonly token?: string } = {}) {
  const simulator = createSimulator({ clock: fastClock, ...options });
  const server = await listen(simulator);
  const env: Record<string, string> = {
    [variables.token[0]]: simulator.clientOptions.credentials.token,
    [variables.project[0]]: simulator.clientOptions.projectId,
  };
  for (const [service, url] of Object.entries(server.endpoints)) {
    env[endpointVariable(service)] = url;
  }
  return { simulator, env, close: () => server.close() };
}

export function parseLines(text: string): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
