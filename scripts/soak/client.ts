/** The client of a run, and what can be seen of it from outside. */

import { createJobsClient, type JobsClient, type JobsClientOptions } from "../../src/index.ts";
import type { Clock } from "../../src/util/clock.ts";
import { type Plan, RATE } from "./plan.ts";

/** How things stand in a run, at each moment of it. */
export interface Gauges {
  /** Requests sent so far. */
  requests: number;
  /** Requests under way. */
  inFlight: number;
  /** Jobs that someone waits for. */
  open: number;
}

/** Where the requests go, and how. */
export interface Endpoint {
  readonly endpoints: JobsClientOptions["endpoints"];
  readonly projectId: string;
  readonly token: string;
  readonly clock: Clock;
  /** How long a request may hang, in milliseconds of the machine. */
  readonly requestTimeout: number;
  /** How many requests may be under way to each service. */
  readonly concurrency: number;
}

export function createMeasuredClient({ length }: Plan, endpoint: Endpoint, gauges: Gauges): JobsClient {
  const { token, concurrency, endpoints, projectId, clock, requestTimeout } = endpoint;
  return createJobsClient({
    endpoints,
    projectId,
    clock,
    requestTimeout,
    // Renewed ten times in a run, and whenever it is refused.
    credentials: () => ({ token, expiresAt: new Date(clock.now() + length / 10) }),
    rateLimit: { requestsPerSecond: RATE, concurrency },
    onEvent({ type }) {
      if (type === "request") {
        gauges.requests += 1;
        gauges.inFlight += 1;
      } else if (type === "response" || type === "failure") {
        gauges.inFlight -= 1;
      }
    },
  });
}
