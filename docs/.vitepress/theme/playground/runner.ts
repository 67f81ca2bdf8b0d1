import type { RunEvent } from "./events.ts";
import type { Batch } from "./worker.ts";

export interface RunnerOptions {
  /** Makes the worker of one run. */
  createWorker(): Pick<Worker, "postMessage" | "terminate" | "onmessage" | "onerror">;
  /** Receives the events of the current run, in order; the last one is `end`. */
  onEvents(events: readonly RunEvent[]): void;
  /** How long a program may go on without yielding, in milliseconds. */
  readonly patience?: number;
}

export interface Runner {
  /** Runs a program; one that is still running is dropped. */
  start(program: string): void;
  /** Ends the program at once. */
  stop(message?: string): void;
}

/** Runs programs in workers, one at a time. */
export function createRunner({ createWorker, onEvents, patience = 20_000 }: RunnerOptions): Runner {
  let drop = (): void => {};
  let end = (_: RunEvent): void => {};
  let lastAt = 0;

  function start(program: string): void {
    drop();
    const worker = createWorker();
    let timer: ReturnType<typeof setTimeout>;
    lastAt = 0;
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => stop("The program did not yield: it was ended."), patience);
    };
    drop = () => {
      clearTimeout(timer);
      worker.terminate();
      drop = () => {};
      end = () => {};
    };
    end = (event) => {
      drop();
      onEvents([event]);
    };
    worker.onmessage = ({ data }: MessageEvent<Batch>) => {
      watch();
      const last = data.at(-1);
      lastAt = last?.at ?? lastAt;
      if (last?.type === "end") {
        drop();
      }
      onEvents(data);
    };
    worker.onerror = ({ message }) => end({ at: lastAt, type: "end", outcome: "failed", message });
    watch();
    worker.postMessage(program);
  }

  function stop(message = "Stopped."): void {
    end({ at: lastAt, type: "end", outcome: "stopped", message });
  }

  return { start, stop };
}
