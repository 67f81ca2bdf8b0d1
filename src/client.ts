import type { Client } from "openapi-fetch";
import { type ClientOptions, type ClientPlan, planClient } from "./client-options.ts";
import { type Connection, createClient, createConnection } from "./connection.ts";
import type { AnyJob } from "./job.ts";
import type { JobsClientOf, NameIn } from "./jobs-client.ts";
import { checkRef } from "./services/job-ref.ts";
import { readJob, whyNoJob } from "./services/read-job.ts";
import type { Service, ServiceTable } from "./services/service.ts";
import type { TransportOptions } from "./transport/index.ts";
import { group, number, signalOf } from "./validate.ts";
import { createWaiting } from "./waiting/index.ts";
import type { Target } from "./waiting/poller.ts";

/** Makes the function that creates clients for a table of services. */
export function makeClient<const T extends ServiceTable>(
  table: T,
): (options: ClientOptions<NameIn<T>>) => JobsClientOf<T> {
  return (options) => {
    const plan = planClient(table, options);
    const connect = connector(table, plan);

    function targetOf(given: unknown): Target {
      const ref = checkRef(table, given, plan.projectId);
      const { service, id, projectId } = ref;
      const { path, format } = table[service] as Service;
      const { limiter, get } = connect(service);
      return {
        ref,
        limiter,
        async look(manner) {
          const values = { project_id: projectId, job_id: id };
          const judge = (_status: number, body: unknown) => whyNoJob(format, id, body);
          const { data, clean, requestId, retryAfter } = await get(path, values, { judge, ...manner });
          return { job: readJob(format, data, { ...ref, clean, requestId }), hint: retryAfter };
        },
      };
    }

    const facade = {
      async get(ref: unknown, options?: unknown): Promise<AnyJob> {
        const given = group("options", options);
        const { job } = await targetOf(ref).look({
          signal: signalOf("signal", given["signal"]),
          requestTimeout: number("requestTimeout", given["requestTimeout"], plan.requestTimeout),
        });
        return job;
      },
      ...createWaiting(targetOf, plan),
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
    let client: Client<object> | undefined;
    const get = () => {
      client ??= clientOf(service, connect);
      return client;
    };
    Object.defineProperty(clients, clientKey, { enumerable: true, get });
  }
  return clients;
}

function clientOf(service: string, connect: (service: string) => Connection): Client<object> {
  try {
    return connect(service).createClient();
  } catch (reason) {
    return createClient("https://no-endpoint.invalid", () => Promise.reject(reason));
  }
}
