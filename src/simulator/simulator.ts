import { ConfigurationError } from "../errors/base.ts";
import type { ServiceTable } from "../services/definition.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { invalidOption, objectOption, pathSegment } from "../util/validate.ts";
import type { Fault } from "./faults.ts";
import { createFetch, type SimulatedFetch } from "./fetch.ts";
import type { NewJob } from "./new-job.ts";
import { createSimulatorState, type SimulatedRequest } from "./state.ts";

/** Whom the simulator lets in, and where its time comes from. */
export interface SimulatorOptions {
  /** The only token that is accepted. Default: `"simulator-token"`. */
  readonly token?: string | undefined;
  /** The project that the token is good for. Default: one of the form that real ones have. */
  readonly projectId?: string | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/** The job endpoints of the services `N`, in memory. */
export interface Simulator<N extends string> {
  /**
   * Adds a job, whose time begins now.
   *
   * @returns what `get`, `wait` and the others take
   * @throws ConfigurationError when the job is not well described; the message says what would be right
   * @example
   * ```ts
   * simulator.addJob({ service: "sfs-turbo", scenario: "failure", duration: 60_000 });
   * simulator.addJob({
   *   service: "dcs",
   *   steps: [
   *     { after: 0, status: "RUNNING" },
   *     { after: 5_000, status: "FAIL", reason: "no space left" },
   *   ],
   * });
   * ```
   */
  addJob<S extends N>(job: NewJob<S>): { readonly service: S; readonly id: string; readonly projectId: string };
  /**
   * Makes the next matching requests go wrong. Faults are used up in the order in which they were injected, one per
   * request, and come before token and project are looked at.
   *
   * @throws ConfigurationError when the fault is not well described
   * @example
   * ```ts
   * simulator.injectFault({ kind: "throttled", retryAfter: 2 });
   * simulator.injectFault({ kind: "reset", service: "dcs", times: 3 });
   * ```
   */
  injectFault(fault: Fault<N>): void;
  /** What was asked last, up to 10,000 requests, oldest first; each reading gives a new list. */
  readonly requests: readonly SimulatedRequest<N>[];
  /**
   * A `fetch` that needs no network. It answers for any host, by the paths of the services, and may be passed on as a
   * function. Rejects with the signal's `reason` when that aborts, and with a `TypeError` for a broken connection.
   */
  readonly fetch: SimulatedFetch;
  /** For `createJobsClient`: leads every service here, with the right token and project, on the simulator's clock. */
  readonly clientOptions: {
    readonly endpoints: { readonly [S in N]: string };
    readonly fetch: SimulatedFetch;
    readonly projectId: string;
    readonly credentials: { readonly token: string };
    readonly clock: Clock | undefined;
  };
}

/** No such host exists, so that nothing leaves the machine where the simulator's `fetch` is forgotten. */
const ORIGIN = "https://simulator.invalid";

const PROJECT = "ac234de25c6741d2b1273da49eea1b9e";

/** Makes the function that creates simulators for a table of services. */
export function makeSimulator<const T extends ServiceTable>(
  table: T,
): (options?: SimulatorOptions) => Simulator<keyof T & string> {
  return (options) => {
    const { clock, ...access } = resolveSimulatorOptions(options);
    const world = createSimulatorState(table, access, clock ?? systemClock);
    const { addJob, injectFault } = world;
    const fetch = createFetch(world.reply);
    const simulator = {
      addJob,
      injectFault,
      get requests() {
        return [...world.requests];
      },
      fetch,
      clientOptions: {
        endpoints: Object.fromEntries(Object.keys(table).map((service) => [service, `${ORIGIN}/${service}`])),
        fetch,
        projectId: access.projectId,
        credentials: { token: access.token },
        clock,
      },
    };
    return simulator as unknown as Simulator<keyof T & string>;
  };
}

function resolveSimulatorOptions(options: unknown) {
  const { token = "simulator-token", projectId = PROJECT, clock } = objectOption("options", options);
  if (typeof token !== "string" || token === "") {
    throw new ConfigurationError('"token" must be a string that is not empty.');
  }
  if (clock !== undefined && typeof objectOption("clock", clock)["now"] !== "function") {
    throw invalidOption("clock", "an object with the functions now and sleep", clock);
  }
  return { token, projectId: pathSegment("projectId", projectId), clock: clock as Clock | undefined };
}
