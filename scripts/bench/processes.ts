/** Measured programs run compiled, in plain Node, each in its own process. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts a compiled program of the bench, such as `overhead/server`. */
export function start(name: string, args: readonly (string | number)[] = []): ChildProcess {
  const dist = fileURLToPath(new URL("dist/", import.meta.url));
  // The vendor's SDK opens a log file in the working directory: keep it in dist/.
  return fork(`scripts/bench/${name}.js`, args.map(String), { cwd: dist, execArgv: [] });
}

/** The next message of a process; rejects if it exits without one. */
export async function messageOf<T>(child: ChildProcess): Promise<T> {
  const stop = new AbortController();
  const { signal } = stop;
  const ended = once(child, "exit", { signal }).then(([code]) => {
    throw new Error(`A process ended too early: ${code}.`);
  });
  try {
    const [message] = await Promise.race([once(child, "message", { signal }), ended]);
    return message as T;
  } finally {
    ended.catch(() => {});
    stop.abort();
  }
}

/** Sends a message to a process and waits for its response. */
export async function request<T>(child: ChildProcess, message: object): Promise<T> {
  const response = messageOf<T>(child);
  child.send(message);
  return response;
}
