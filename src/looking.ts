import type { ClientPlan } from "./client-options.ts";
import { type Connection, createConnection } from "./connection.ts";
import type { CheckedRef } from "./services/job-ref.ts";
import { readJob, whyNoJob } from "./services/read-job.ts";
import type { Service, ServiceTable } from "./services/service.ts";
import type { TransportOptions } from "./transport/index.ts";
import type { Target } from "./waiting/poller.ts";

/** The way to a service. Throws `ConfigurationError` when it has no endpoint. */
export type Connect = (service: string) => Connection;

/** One job, and how to look at it. */
export function lookAt(table: ServiceTable, ref: CheckedRef, connect: Connect): Target {
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

/** One connection per service, made when it is first needed. */
export function connector(table: ServiceTable, plan: ClientPlan): Connect {
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
