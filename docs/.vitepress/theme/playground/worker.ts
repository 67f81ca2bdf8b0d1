/** The worker in which a program runs: a program that never yields can be ended from the page. */
import type { RunEvent } from "./events.ts";
import { runProgram } from "./run.ts";

/** What the worker sends. An empty list says that it is alive. */
export type Batch = readonly RunEvent[];

/** At least this often while the program yields, in milliseconds. */
const HEARTBEAT = 250;

const scope = globalThis as unknown as {
  postMessage(batch: Batch): void;
  addEventListener<E>(type: string, listener: (event: E) => void): void;
};

let batch: RunEvent[] = [];

function send(): void {
  scope.postMessage(batch);
  batch = [];
}

scope.addEventListener("message", async ({ data }: MessageEvent<string>) => {
  // Set before the program has its own timers.
  const heart = setInterval(send, HEARTBEAT);
  await runProgram(data, {
    onEvent: (event) => batch.push(event),
    onUnhandled(listener) {
      scope.addEventListener("unhandledrejection", (event: PromiseRejectionEvent) => {
        event.preventDefault();
        listener(event.reason);
      });
    },
  });
  clearInterval(heart);
  send();
});
