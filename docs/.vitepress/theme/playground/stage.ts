import type { JobsEvent } from "huaweicloud-jobs";
import { createSimulator, type NewJob, type SimulatedRequest, type SimulatorOptions } from "huaweicloud-jobs/simulator";
import type { RunEvent } from "./events.ts";
import { lifeOf } from "./life.ts";
import type { VirtualTime } from "./virtual-time.ts";

type Emit = (event: Timeless<RunEvent>) => void;
type Timeless<E> = E extends E ? Omit<E, "at"> : never;

/** How many jobs of a run are played a second time, to show what they really do. */
const MAX_LIVES = 20;

/**
 * The real simulator on virtual time, with an ear at each of its doors: what a program does with it becomes events. Its
 * `clientOptions` make a client that reports what it does, too.
 */
export function createStage(time: VirtualTime, emit: Emit): typeof createSimulator {
  let lives = 0;

  function tell(event: JobsEvent): void {
    if (event.type === "poll") {
      const { service, id, state, error, message, code } = event;
      emit({ type: "poll", service, id, state, error, message, code });
    }
    if (event.type === "retry") {
      emit({ type: "retry", service: event.service, delay: event.delay });
    }
  }

  return ((options?: SimulatorOptions) => {
    const simulator = createSimulator({ clock: time.clock, ...options });

    function addJob(job: NewJob<"dcs">) {
      const ref = simulator.addJob(job);
      const { service, id } = ref;
      emit({ type: "job", service, id });
      if (lives++ < MAX_LIVES) {
        emitLife({ ...job, id });
      }
      return ref;
    }

    async function emitLife(job: NewJob<"dcs"> & { readonly id: string }): Promise<void> {
      const { service, id } = job;
      const release = time.hold();
      try {
        const added = time.elapsed();
        const life = await lifeOf(job, options?.services);
        emit({ type: "life", service, id, life: life.map((span) => ({ ...span, from: added + span.from })) });
      } finally {
        release();
      }
    }

    async function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
      const release = time.hold();
      try {
        const last = simulator.requests.at(-1);
        const pending = simulator.fetch(input, init);
        const request = simulator.requests.at(-1);
        if (request === undefined || request === last) {
          return await pending;
        }
        if (request.status === undefined) {
          emit(requestEvent(request));
          // A request that hangs is not a reason for time to stand still.
          release();
          return await pending;
        }
        const response = await pending;
        const text = await response.text();
        const { status, headers } = response;
        emit({ ...requestEvent(request), retryAfter: secondsOf(headers.get("Retry-After")) });
        return new Response(streamOf(text), { status, headers });
      } finally {
        release();
      }
    }

    return {
      addJob,
      injectFault(fault: Parameters<typeof simulator.injectFault>[0]) {
        simulator.injectFault(fault);
        emit({ type: "fault", kind: fault.kind, times: fault.times ?? 1 });
      },
      get requests() {
        return simulator.requests;
      },
      fetch,
      clientOptions: { ...simulator.clientOptions, fetch, onEvent: tell },
    };
  }) as unknown as typeof createSimulator;
}

function requestEvent({ service, id, status, fault }: SimulatedRequest) {
  return { type: "request", service, id, status, fault } as const;
}

function secondsOf(header: string | null): number | undefined {
  return header === null ? undefined : Number(header) * 1_000;
}

/** A stream of JavaScript is read without leaving the current turn of the event loop, in every browser. */
function streamOf(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (text !== "") {
        controller.enqueue(new TextEncoder().encode(text));
      }
      controller.close();
    },
  });
}
