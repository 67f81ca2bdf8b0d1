import { Worker } from "node:worker_threads";

/** How long one case may take, in milliseconds. */
export const PATIENCE = 15_000;

export interface Watchdog {
  /** Says that the next case of a property begins. `repeat` tells how to run it again. */
  begin(repeat: string): void;
  stop(): Promise<unknown>;
}

/**
 * A pattern that backtracks for ever lets no timer of its thread run. So another thread watches, and if a case does not
 * end it says which one and kills the process.
 */
export function startWatchdog(patience = PATIENCE): Watchdog {
  const worker = new Worker(program, { eval: true, workerData: patience });
  worker.unref();
  return {
    begin: (repeat) => worker.postMessage(repeat),
    stop: () => worker.terminate(),
  };
}

const program = `
  const { parentPort, workerData } = require("node:worker_threads");
  let timer;
  parentPort.on("message", (repeat) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      require("node:fs").writeSync(2, "A case has not ended after " + workerData / 1_000 + " s: " + repeat + "\\n");
      process.kill(process.pid, "SIGKILL");
    }, workerData);
  });
`;
