import type { Client } from "openapi-fetch";
import { createHttpClient, type HttpClient, type HttpClientOptions, type RequestOptions } from "./http/client.ts";
import { createGeneratedClient, createRejectingClient, defaultHeaders } from "./http/generated-client.ts";
import { createRateLimiter } from "./http/rate-limiter.ts";
import type { AnyJob } from "./job.ts";
import { type ResolvedOptions, resolveOptions } from "./options.ts";
import type { FetchedJob } from "./polling/decide.ts";
import type { JobRequest } from "./polling/poller.ts";
import { createWaits, type WaitMethods } from "./polling/wait.ts";
import type { JobFacts } from "./services/definition.ts";
import { type CheckedRef, checkRef } from "./services/job-ref.ts";
import type { Service } from "./services/service.ts";
import { knownOptions, numberOption, signalOption } from "./util/validate.ts";

/** The client without the types of the services, which `index.ts` adds. */
export interface UntypedClient extends WaitMethods {
  get(ref: unknown, options: unknown): Promise<AnyJob>;
  readonly clients: Readonly<Record<string, Client<object>>>;
}

/** @param secrets - values that must never be shown, beside the credentials in use */
export function createClient(options: unknown, secrets?: readonly string[]): UntypedClient {
  const resolved = { ...resolveOptions(options), secrets };
  const { services, projectId, requestTimeout } = resolved;
  const serviceClient = createServiceClients(resolved);
  function jobRequest(ref: unknown): JobRequest {
    const checked = checkRef(services, ref, projectId);
    return serviceClient(checked.service).jobRequest(checked);
  }

  return {
    async get(ref, getOptions) {
      const given = knownOptions("options", getOptions, ["signal", "requestTimeout"]);
      const checked = checkRef(services, ref, projectId);
      const { job } = await serviceClient(checked.service).fetchJob(checked, {
        signal: signalOption("signal", given["signal"]),
        requestTimeout: numberOption("requestTimeout", given["requestTimeout"], requestTimeout),
      });
      return job;
    },
    ...createWaits(jobRequest, resolved),
    clients: generatedClients(resolved, serviceClient),
  };
}

export type FetchJobOptions = Pick<RequestOptions, "signal" | "requestTimeout" | "maxAttempts" | "permit">;

export interface ServiceClient {
  readonly service: Service;
  readonly baseUrl: string;
  readonly http: HttpClient;
  fetchJob(ref: CheckedRef, options: FetchJobOptions): Promise<FetchedJob>;
  /** A job to poll: one attempt per poll, within the rate limit. */
  jobRequest(ref: CheckedRef): JobRequest;
}

type ClientOptions = ResolvedOptions & Pick<HttpClientOptions, "secrets">;

/**
 * Makes the function that returns the client of a service, which is created when it is first needed.
 *
 * @throws ConfigurationError - the function, if the service has no endpoint
 */
export function createServiceClients(options: ClientOptions): (service: string) => ServiceClient {
  const clients = new Map<string, ServiceClient>();
  return (name) => {
    const client = clients.get(name) ?? createServiceClient(options.services[name] as Service, options);
    clients.set(name, client);
    return client;
  };
}

function createServiceClient(service: Service, options: ClientOptions): ServiceClient {
  const { name, pathOf, parse, definition } = service;
  const baseUrl = options.endpointOf(name);
  const limiter = createRateLimiter(options.rateLimit, options.timers);
  const http = createHttpClient({ ...options, service: name, limiter, notes: definition.errors });

  async function fetchJob(ref: CheckedRef, fetchOptions: FetchJobOptions): Promise<FetchedJob> {
    const { id, projectId } = ref;
    let facts: JobFacts | undefined;
    const { data, requestId, retryAfter } = await http.getJson({
      method: "GET",
      url: baseUrl + pathOf(projectId, id),
      headers: defaultHeaders,
      projectId: projectId || undefined,
      validateBody(body, isClean) {
        const parsed = parse(body, id, http.redact, isClean);
        facts = "facts" in parsed ? parsed.facts : undefined;
        return "problem" in parsed ? parsed : undefined;
      },
      ...fetchOptions,
    });
    // Not spread: V8 then keeps a hidden class for each job.
    const job = Object.assign(
      {},
      ref,
      facts as JobFacts,
      { id, raw: data },
      requestId === undefined ? {} : { requestId },
    );
    return { job, retryAfter };
  }

  return {
    service,
    baseUrl,
    http,
    fetchJob,
    jobRequest: (ref) => ({
      ref,
      gone: definition.gone,
      enqueue: (start) =>
        limiter.enqueue((permit) =>
          start({
            fetchJob: (signal) => fetchJob(ref, { signal, permit, maxAttempts: 1 }),
            release: permit.release,
          }),
        ),
    }),
  };
}

/** `clients`: reading one never throws; using one without an endpoint does. */
function generatedClients(
  { services }: ResolvedOptions,
  serviceClient: (service: string) => ServiceClient,
): UntypedClient["clients"] {
  const clients = {};
  for (const { name, clientKey } of Object.values(services)) {
    if (clientKey !== undefined) {
      let client: Client<object> | undefined;
      const get = (): Client<object> => {
        client ??= createGenerated(name);
        return client;
      };
      Object.defineProperty(clients, clientKey, { enumerable: true, get });
    }
  }
  return clients;

  function createGenerated(name: string): Client<object> {
    try {
      const { service, baseUrl, http } = serviceClient(name);
      return createGeneratedClient(name, baseUrl, http, (url) => service.projectIn(url.slice(baseUrl.length)));
    } catch (reason) {
      return createRejectingClient(reason);
    }
  }
}
