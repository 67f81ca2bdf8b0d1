import type { Client } from "openapi-fetch";
import { type ClientOptions, type ClientPlan, planClient } from "./client-options.ts";
import { type Connection, createConnection, createUnconnected } from "./connection.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import type { AnyJob, JobRefOf } from "./job.ts";
import type { JobIn, PathsOf } from "./services/index.ts";
import { checkRef } from "./services/job-ref.ts";
import { readJob, whyNoJob } from "./services/read-job.ts";
import type { Service, ServiceTable } from "./services/service.ts";
import type { CallAnswer, CallInit } from "./transport/call.ts";
import type { TransportOptions } from "./transport/index.ts";
import { group, number, signalOf } from "./validate.ts";
import type { Sight } from "./waiting/follow.ts";
import { createWaiting, type OutcomeOf } from "./waiting/index.ts";
import type { WaitOptions, WatchOptions } from "./waiting/options.ts";
import type { JobUpdates } from "./waiting/watch.ts";

/** How one look is made. */
export interface GetOptions {
  /** Ends the call at once; it rejects with the signal's `reason`. */
  readonly signal?: AbortSignal | undefined;
  /** For each request of this call, in milliseconds. Default: the client's. */
  readonly requestTimeout?: number | undefined;
}

type NameIn<T extends ServiceTable> = keyof T & string;

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

/** Makes the function that creates clients for a table of services. */
export function makeClient<const T extends ServiceTable>(
  table: T,
): (options: ClientOptions<NameIn<T>>) => JobsClientOf<T> {
  return (options) => {
    const plan = planClient(table, options);
    const connect = connector(table, plan);

    function targetOf(ref: unknown) {
      const asked = checkRef(table, ref, plan.projectId);
      const { service, id, projectId } = asked;
      const { path, format } = table[service] as Service;
      const judge = (_status: number, body: unknown) => whyNoJob(format, id, body);
      const look = async (init: Omit<CallInit, "judge">): Promise<Sight> => {
        const { data, response } = await connect(service).facade.GET(path, {
          params: { path: { project_id: projectId, job_id: id } },
          judge,
          ...init,
        });
        const { clean, requestId, retryAfter } = response as unknown as CallAnswer;
        return { job: readJob(format, data, { ...asked, clean, requestId }), hint: retryAfter };
      };
      return { ref: asked, look };
    }

    const waiting = createWaiting(
      (ref) => {
        const { look, ...target } = targetOf(ref);
        return { ...target, look: (signal) => look({ signal, maxAttempts: 1 }) };
      },
      plan.clock,
      plan.emit,
    );

    const facade = {
      async get(ref: unknown, options?: unknown): Promise<AnyJob> {
        const given = group("options", options);
        const { job } = await targetOf(ref).look({
          signal: signalOf("signal", given["signal"]) ?? null,
          requestTimeout: number("requestTimeout", given["requestTimeout"], plan.requestTimeout),
        });
        return job;
      },
      ...waiting,
      clients: lazyClients(table, connect),
    };
    return facade as unknown as JobsClientOf<T>;
  };
}

/** One connection per service, made when it is first needed. */
function connector(table: ServiceTable, plan: ClientPlan): (service: string) => Connection {
  const connections = new Map<string, Connection>();
  const optionsOf = (service: string): TransportOptions => ({
    ...plan,
    service,
    baseUrl: plan.endpointOf(service),
    limiter: plan.limiterOf(),
    projectOf: projectReader(table[service] as Service),
    knowledge: (table[service] as Service).errors ?? {},
  });
  return (service) => {
    const connection = connections.get(service) ?? createConnection(optionsOf(service));
    connections.set(service, connection);
    return connection;
  };
}

/** Finds the project in a URL of the service's job endpoint. */
function projectReader({ path }: Service): (url: string) => string | undefined {
  const pattern = new RegExp(`${path.replace("{project_id}", "([^/]+)").replace("{job_id}", "[^/]+")}$`);
  return (url) => pattern.exec(new URL(url).pathname)?.[1];
}

/** `clients`: reading one never throws; using one without an endpoint does. */
function lazyClients(table: ServiceTable, connect: (service: string) => Connection): object {
  const clients = {};
  for (const [service, { clientKey }] of Object.entries(table)) {
    let unconnected: Connection["client"] | undefined;
    const get = () => {
      try {
        return connect(service).client;
      } catch (error) {
        if (!(error instanceof ConfigurationError)) {
          throw error;
        }
        unconnected ??= createUnconnected(error);
        return unconnected;
      }
    };
    Object.defineProperty(clients, clientKey, { enumerable: true, get });
  }
  return clients;
}
