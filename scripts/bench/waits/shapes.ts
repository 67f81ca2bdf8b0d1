import type { Usage } from "../durable/shapes.ts";

/** What a process has to do. */
export interface Load {
  readonly size: number;
  readonly perSecond: number;
  /** How many plain requests to send. */
  readonly requests: number;
  /** When the heap is measured: all jobs have been polled, and none has ended. In milliseconds. */
  readonly measureAfter: number;
}

/** What a process used; `heap` is what the waits keep alive, in bytes. */
export interface Held extends Usage {
  readonly heap: number;
}
