import type { Client } from "openapi-fetch";
import type { TransportOptions } from "./http/client.ts";
import { type Connection, createClient, createConnection } from "./http/generated-client.ts";
import type { AnyJob } from "./job.ts";
import type { JobsClientOf, NameIn } from "./jobs-client.ts";
import { type ClientOptions, type ResolvedOptions, resolveOptions } from "./options.ts";
import type { JobRequest } from "./polling/poller.ts";
import { createWaiting } from "./polling/wait.ts";
import type { Service, ServiceTable } from "./services/definition.ts";
import { type CheckedRef, checkRef } from "./services/job-ref.ts";
import { jobBodyProblem, parseJob } from "./services/parse-job.ts";
import { numberOption, objectOption, signalOption } from "./util/validate.ts";

/** Makes the function that creates clients for a table of services. */
export function makeClient<const T extends ServiceTable>(
  table: T,
): (options: ClientOptions<NameIn<T>>) => JobsClientOf<T> {
  return (options) => {
    const plan = resolveOptions(table, options);
    const connect = connector(table, plan);
    const targetOf = (ref: unknown) => lookAt(table, checkRef(table, ref, plan.projectId), connect);

    const facade = {
      async get(ref: unknown, options?: unknown): Promise<AnyJob> {
        const given = objectOption("options", options);
        const { job } = await targetOf(ref).fetchJob({
          signal: signalOption("signal", given["signal"]),
          requestTimeout: numberOption("requestTimeout", given["requestTimeout"], plan.requestTimeout),
        });
        return job;
      },
      ...createWaiting(targetOf, plan),
      clients: lazyClients(table, connect),
    };
    return facade as unknown as JobsClientOf<T>;
  };
}

/** `clients`: reading one never throws; using one without an endpoint does. */
function lazyClients(table: ServiceTable, connect: Connect): object {
  const clients = {};
  for (const [service, { clientKey }] of Object.entries(table)) {
    let client: Client<object> | undefined;
    const get = () => {
      client ??= clientOf(service, connect);
      return client;
    };
    Object.defineProperty(clients, clientKey, { enumerable: true, get });
  }
  return clients;
}

function clientOf(service: string, connect: Connect): Client<object> {
  try {
    return connect(service).createClient();
  } catch (reason) {
    return createClient("https://no-endpoint.invalid", () => Promise.reject(reason));
  }
}

/** The way to a service. Throws `ConfigurationError` when it has no endpoint. */
export type Connect = (service: string) => Connection;

/** One job, and how to look at it. */
export function lookAt(table: ServiceTable, ref: CheckedRef, connect: Connect): JobRequest {
  const { service, id, projectId } = ref;
  const { path, format } = table[service] as Service;
  const { limiter, get } = connect(service);
  return {
    ref,
    limiter,
    async fetchJob(manner) {
      const values = { project_id: projectId, job_id: id };
      const judge = (_status: number, body: unknown) => jobBodyProblem(format, id, body);
      const { data, clean, requestId, retryAfter } = await get(path, values, { judge, ...manner });
      return { job: parseJob(format, data, { ...ref, clean, requestId }), retryAfter: retryAfter };
    },
  };
}

/** One connection per service, made when it is first needed. */
export function connector(table: ServiceTable, plan: ResolvedOptions): Connect {
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
