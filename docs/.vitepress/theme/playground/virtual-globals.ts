/** The platform's timers and `Date` on virtual time, so that a program, the SDK and the simulator have the same hour. */
import type { VirtualTime } from "./virtual-time.ts";

type Globals = Readonly<Record<string, unknown>>;

/** Replacements for the platform's, to be installed while a program runs. */
export function globalsOf(time: VirtualTime): Globals {
  return {
    ...timerFunctions(time),
    Date: virtualDate(time.clock.now),
    AbortSignal: virtualAbortSignal(time),
    fetch: noNetwork,
  };
}

/** Installs `globals` for the time that `work` takes. */
export async function withGlobals<T>(globals: Globals, work: () => Promise<T>): Promise<T> {
  const own = Object.keys(globals).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return await work();
  } finally {
    for (const [name, descriptor] of own) {
      Object.defineProperty(globalThis, name, descriptor ?? { value: undefined, configurable: true });
    }
  }
}

type Callback = (...values: unknown[]) => void;

function timerFunctions({ schedule, cancel }: VirtualTime) {
  /** The current timer of each interval, by the ID of its first one. */
  const intervals = new Map<number, number>();
  const clear = (id: number): void => {
    cancel(intervals.get(id) ?? id);
    intervals.delete(id);
  };
  return {
    setTimeout: (callback: Callback, ms = 0, ...values: unknown[]) => schedule(ms, () => callback(...values)),
    setInterval(callback: Callback, ms = 0, ...values: unknown[]) {
      const repeat = (): void => {
        intervals.set(id, schedule(Math.max(1, ms), repeat));
        callback(...values);
      };
      const id = schedule(Math.max(1, ms), repeat);
      intervals.set(id, id);
      return id;
    },
    clearTimeout: clear,
    clearInterval: clear,
  };
}

function virtualDate(now: () => number): DateConstructor {
  return class extends Date {
    constructor(...values: []) {
      super(...((values.length === 0 ? [now()] : values) as []));
    }
    static override now(): number {
      return now();
    }
  } as unknown as DateConstructor;
}

/** `AbortSignal` whose `timeout` is virtual, too. */
function virtualAbortSignal({ schedule }: VirtualTime): typeof AbortSignal {
  const { prototype } = AbortSignal;
  return class extends AbortSignal {
    static override timeout(ms: number): AbortSignal {
      const controller = new AbortController();
      schedule(ms, () => controller.abort(new DOMException("The operation timed out.", "TimeoutError")));
      return controller.signal;
    }
    static override [Symbol.hasInstance](value: unknown): boolean {
      return Object.prototype.isPrototypeOf.call(prototype, value as object);
    }
  };
}

const noNetwork = async (): Promise<never> => {
  throw new TypeError("The playground has no network: pass simulator.clientOptions to the client.");
};
