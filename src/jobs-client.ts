import type { Client } from "openapi-fetch";
import type { JobRefOf } from "./job.ts";
import type { WaitOptions, WatchOptions } from "./polling/options.ts";
import type { OutcomeOf } from "./polling/wait.ts";
import type { JobUpdates } from "./polling/watch.ts";
import type { ServiceTable } from "./services/definition.ts";
import type { JobIn, PathsOf } from "./services/index.ts";

/** How one look is made. */
export interface GetOptions {
  /** Ends the call at once; it rejects with the signal's `reason`. */
  readonly signal?: AbortSignal | undefined;
  /** For each request of this call, in milliseconds. Default: the client's. */
  readonly requestTimeout?: number | undefined;
}

/** The names of the services in a table. */
export type NameIn<T extends ServiceTable> = keyof T & string;

/** The facade over the services of a table. */
export interface JobsClientOf<T extends ServiceTable> {
  /**
   * Looks at a job once. Trouble that may pass is tried again, as `retry` says.
   *
   * @throws ApiError - and its subclasses, when the server answered with an error
   * @throws NetworkError, TimeoutError, InvalidResponseError - when there was no usable answer
   * @throws ConfigurationError - before anything is sent, when the reference or an option is wrong
   * @example
   * ```ts
   * const job = await jobs.get({ service: "dcs", id });
   * if (job.state === "failed") console.error(job.error?.reason);
   * ```
   */
  get<N extends NameIn<T>>(ref: JobRefOf<N>, options?: GetOptions): Promise<JobIn<T, N>>;

  /**
   * Polls a job until it has succeeded.
   *
   * @throws JobFailedError - when the job failed; it carries the job
   * @throws WaitTimeoutError - when `timeout` is over; the job goes on, and so may a new wait
   * @throws ApiError - at once for what asking again will not mend: 400, 401, 403, 404 and the like
   * @throws ConfigurationError - when the reference or an option is wrong
   * @example
   * ```ts
   * const done = await jobs.wait({ service: "sfs-turbo", id }, { timeout: 600_000 });
   * ```
   */
  wait<N extends NameIn<T>>(ref: JobRefOf<N>, options?: WaitOptions<JobIn<T, N>>): Promise<JobIn<T, N>>;

  /**
   * The changes of a job, for `for await`; the last one is its end, failed or not. Throws as `wait` does, except that
   * a failed job is no error. Nothing is sent before the first `next()`.
   *
   * @example
   * ```ts
   * for await (const job of jobs.watch({ service: "workspace", id })) console.log(job.state, job.progress);
   * ```
   */
  watch<N extends NameIn<T>>(ref: JobRefOf<N>, options?: WatchOptions): JobUpdates<JobIn<T, N>>;

  /**
   * Waits for many jobs; one outcome per reference, in order. A failed job, or a wait that could not end, is an
   * outcome.
   *
   * @throws ConfigurationError - for wrong options; a wrong reference is an outcome
   * @throws the signal's `reason` when it aborts
   * @example
   * ```ts
   * for (const { ref, job, error } of await jobs.waitAll(refs)) console.log(ref.id, job?.state ?? error);
   * ```
   */
  waitAll<const R extends readonly JobRefOf<NameIn<T>>[]>(
    refs: R,
    options?: WaitOptions<JobIn<T>>,
  ): Promise<{ -readonly [K in keyof R]: OutcomeOf<R[K], JobIn<T, R[K]["service"]>> }>;

  /**
   * The generated openapi-fetch clients, over the same transport: credentials, deadline, retries and the rules for
   * where a credential may go. HTTP answers are values (`{ data, error, response }`).
   */
  readonly clients: { readonly [N in NameIn<T> as T[N]["clientKey"]]: Client<PathsOf<T[N]> & {}> };
}
