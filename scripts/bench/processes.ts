/** Programs that are measured run in processes of their own, compiled, in plain Node. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts a compiled program of the bench, such as `overhead/server`. */
export function start(name: string, args: readonly (string | number)[] = [], nodeOptions: readonly string[] = []) {
  const dist = fileURLToPath(new URL("dist/", import.meta.url));
  // The vendor's SDK opens a log file where it is started: there nobody sees it.
  return fork(`scripts/bench/${name}.js`, args.map(String), { cwd: dist, execArgv: [...nodeOptions] });
}

/** The next message of a program; rejects when it ends without one. */
export async function messageOf<T>(child: ChildProcess): Promise<T> {
  const stop = new AbortController();
  const { signal } = stop;
  const ended = once(child, "exit", { signal }).then(([code]) => {
    throw new Error(`A program ended too early: ${code}.`);
  });
  try {
    const [message] = await Promise.race([once(child, "message", { signal }), ended]);
    return message as T;
  } finally {
    ended.catch(() => {});
    stop.abort();
  }
}

/** Asks a program, and waits for its answer. */
export async function ask<T>(child: ChildProcess, question: object): Promise<T> {
  const answer = messageOf<T>(child);
  child.send(question);
  return answer;
}
