import { expect, test, vi } from "vitest";
import type { RunEvent } from "../../docs/.vitepress/theme/playground/events.ts";
import { createRunner } from "../../docs/.vitepress/theme/playground/runner.ts";
import type { Batch } from "../../docs/.vitepress/theme/playground/worker.ts";

const print: RunEvent = { at: 5, type: "print", level: "log", text: "hello" };
const end: RunEvent = { at: 9, type: "end", outcome: "finished" };

class FakeWorker {
  readonly programs: string[] = [];
  isTerminated = false;
  onmessage: ((event: MessageEvent<Batch>) => void) | undefined;
  onerror: ((event: ErrorEvent) => void) | undefined;

  postMessage(program: string): void {
    this.programs.push(program);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  send(data: Batch): void {
    this.onmessage?.({ data } as MessageEvent<Batch>);
  }

  fail(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }
}

function startRunner(patience?: number) {
  const workers: FakeWorker[] = [];
  const events: RunEvent[] = [];
  const createWorker = () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  };
  const runner = createRunner({
    createWorker,
    onEvents: (batch) => events.push(...batch),
    ...(patience !== undefined && { patience }),
  });
  return { runner, workers, events };
}

test("a program runs in a worker of its own, which ends with it", () => {
  const { runner, workers, events } = startRunner();
  runner.start("a program");
  const [worker] = workers;
  expect(worker?.programs).toEqual(["a program"]);
  worker?.send([print]);
  expect(worker?.isTerminated).toBe(false);
  worker?.send([end]);
  expect(worker?.isTerminated).toBe(true);
  expect(events).toEqual([print, end]);
});

test("a program can be stopped, once", () => {
  const { runner, workers, events } = startRunner();
  runner.start("for (;;);");
  workers[0]?.send([print]);
  runner.stop();
  runner.stop();
  expect(workers[0]?.isTerminated).toBe(true);
  expect(events).toEqual([print, { at: 5, type: "end", outcome: "stopped", message: "Stopped." }]);
});

test("a new program takes the place of one that still runs, without a word of the old one", () => {
  const { runner, workers, events } = startRunner();
  runner.start("one");
  runner.start("two");
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  workers[1]?.send([end]);
  expect(events).toEqual([end]);
});

test("a program that does not yield is stopped; one that does is not", () => {
  vi.useFakeTimers();
  try {
    const { runner, workers, events } = startRunner(1_000);
    runner.start("for (;;);");
    for (let beat = 0; beat < 5; beat += 1) {
      vi.advanceTimersByTime(900);
      workers[0]?.send([]);
    }
    expect(workers[0]?.isTerminated).toBe(false);
    vi.advanceTimersByTime(1_001);
    expect(workers[0]?.isTerminated).toBe(true);
    expect(events).toEqual([
      { at: 0, type: "end", outcome: "stopped", message: "The program did not yield: it was ended." },
    ]);
  } finally {
    vi.useRealTimers();
  }
});

test("a worker that fails ends the run with its message", () => {
  const { runner, workers, events } = startRunner();
  runner.start("a program");
  workers[0]?.fail("no such file");
  expect(events).toEqual([{ at: 0, type: "end", outcome: "failed", message: "no such file" }]);
});
