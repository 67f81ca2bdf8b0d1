import { type ClientOptions, type ClientPlan, planClient } from "./client-options.ts";
import { type Connection, createConnection, createUnconnected } from "./connection.ts";
import { ConfigurationError } from "./errors/configuration-error.ts";
import type { AnyJob } from "./job.ts";
import type { JobsClientOf, NameIn } from "./jobs-client.ts";
import { checkRef } from "./services/job-ref.ts";
import { readJob, whyNoJob } from "./services/read-job.ts";
import type { Service, ServiceTable } from "./services/service.ts";
import type { Manner } from "./transport/attempt.ts";
import type { TransportOptions } from "./transport/index.ts";
import { group, number, signalOf } from "./validate.ts";
import { createWaiting } from "./waiting/index.ts";
import type { Sight } from "./waiting/wait-state.ts";

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
      const look = async (manner: Omit<Manner, "judge">): Promise<Sight> => {
        const values = { project_id: projectId, job_id: id };
        const { data, clean, requestId, retryAfter } = await connect(service).get(path, values, { judge, ...manner });
        return { job: readJob(format, data, { ...asked, clean, requestId }), hint: retryAfter };
      };
      return { ref: asked, look };
    }

    const waiting = createWaiting((ref) => {
      const { look, ref: asked } = targetOf(ref);
      const { limiter } = connect(asked.service);
      return { ref: asked, limiter, look: (signal, turn) => look({ signal, turn, maxAttempts: 1 }) };
    }, plan);

    const facade = {
      async get(ref: unknown, options?: unknown): Promise<AnyJob> {
        const given = group("options", options);
        const { job } = await targetOf(ref).look({
          signal: signalOf("signal", given["signal"]),
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
