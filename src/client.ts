import type { Client } from "openapi-fetch";
import { type ClientOptions, planClient } from "./client-options.ts";
import { createClient } from "./connection.ts";
import type { AnyJob } from "./job.ts";
import type { JobsClientOf, NameIn } from "./jobs-client.ts";
import { type Connect, connector, lookAt } from "./looking.ts";
import { checkRef } from "./services/job-ref.ts";
import type { ServiceTable } from "./services/service.ts";
import { group, number, signalOf } from "./validate.ts";
import { createWaiting } from "./waiting/index.ts";

/** Makes the function that creates clients for a table of services. */
export function makeClient<const T extends ServiceTable>(
  table: T,
): (options: ClientOptions<NameIn<T>>) => JobsClientOf<T> {
  return (options) => {
    const plan = planClient(table, options);
    const connect = connector(table, plan);
    const targetOf = (ref: unknown) => lookAt(table, checkRef(table, ref, plan.projectId), connect);

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
