import { type Clock, createJobsClient, type JobsClient, type JobsClientOptions } from "huaweicloud-jobs";
import { errorResponse, token } from "./fake-client.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";

/** A request that a gateway received. */
export interface GatewayRequest {
  readonly id: string;
  /** Milliseconds since the gateway was opened. */
  readonly at: number;
  readonly isRejected: boolean;
}

/** How a gateway behaves. Durations are milliseconds. */
export interface GatewayOptions extends Partial<JobsClientOptions> {
  /** How many requests it accepts in any second, possibly by the time. Default: any number. */
  readonly limit?: number | ((at: number) => number);
  /** The response to requests beyond the limit. */
  readonly reject?: (() => Response) | undefined;
  /** How long each response takes. */
  readonly latency?: number;
  /** How long a job runs. Default: for ever. */
  readonly jobDuration?: (id: string) => number;
  /** The client's clock, as a function of the gateway's. */
  readonly clientTime?: (now: number) => number;
}

/** A client behind a gateway that limits the requests in each sliding second, on a virtual clock. */
export interface Gateway {
  readonly jobs: JobsClient;
  readonly clock: VirtualClock;
  readonly requests: readonly GatewayRequest[];
  /** Milliseconds since the gateway was opened. */
  elapsed(): number;
}

export function openGateway(options: GatewayOptions = {}): Gateway {
  const {
    limit,
    latency = 0,
    reject = () => errorResponse(429),
    jobDuration,
    clientTime = (now) => now,
    ...rest
  } = options;
  const clock = createVirtualClock();
  const began = clock.now();
  const elapsed = () => clock.now() - began;
  const requests: GatewayRequest[] = [];
  const accepted: number[] = [];
  const limitAt = typeof limit === "function" ? limit : () => limit ?? Number.POSITIVE_INFINITY;

  function isAccepted(at: number): boolean {
    while (accepted.length > 0 && (accepted[0] ?? at) <= at - 1_000) {
      accepted.shift();
    }
    return accepted.length < limitAt(at) && accepted.push(at) > 0;
  }

  const clientClock: Clock = { sleep: clock.sleep, now: () => clientTime(clock.now()) };
  const jobs = createJobsClient({
    endpoints: { "sfs-turbo": "https://sfs.test", workspace: "https://ws.test", dcs: "https://dcs.test" },
    projectId: "p",
    credentials: { token },
    retry: { maxAttempts: 1 },
    clock: clientClock,
    async fetch(url, { signal }) {
      const id = url.slice(url.lastIndexOf("/") + 1);
      const at = elapsed();
      const isRejected = !isAccepted(at);
      requests.push({ id, at, isRejected });
      if (latency > 0) {
        await clock.sleep(latency, signal ?? undefined);
      }
      if (isRejected) {
        return reject();
      }
      return new Response(
        at < (jobDuration?.(id) ?? Number.POSITIVE_INFINITY) ? '{"status":"RUNNING"}' : '{"status":"SUCCESS"}',
      );
    },
    ...rest,
  });
  return { jobs, clock, requests, elapsed };
}

/** References to so many jobs. */
export function manyRefs(count: number) {
  return Array.from({ length: count }, (_, index) => ({ service: "dcs", id: `job-${index}` }) as const);
}

/** The requests about each job, in order. */
export function byJob<R extends { readonly id: string }>(requests: readonly R[]): ReadonlyMap<string, readonly R[]> {
  const jobs = new Map<string, R[]>();
  for (const request of requests) {
    const own = jobs.get(request.id) ?? [];
    own.push(request);
    jobs.set(request.id, own);
  }
  return jobs;
}

/** The most requests in any window of so many milliseconds. */
export function mostWithin(requests: readonly { readonly at: number }[], window: number): number {
  let most = 0;
  let first = 0;
  for (const [last, { at }] of requests.entries()) {
    while ((requests[first]?.at ?? at) <= at - window) {
      first += 1;
    }
    most = Math.max(most, last - first + 1);
  }
  return most;
}
