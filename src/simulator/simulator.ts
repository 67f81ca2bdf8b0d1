import { ConfigurationError } from "../errors/base.ts";
import { type BuiltInName, type OwnServices, resolveServices, type ServiceNameIn } from "../services/index.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { invalidOption, knownOptions, objectOption, pathSegment } from "../util/validate.ts";
import type { Fault } from "./faults.ts";
import { createFetch, type SimulatedFetch } from "./fetch.ts";
import type { NewJob } from "./new-job.ts";
import { createSimulatorState, type SimulatedRequest } from "./state.ts";

/** The simulator's services, the credentials that it accepts, and its clock. */
export interface SimulatorOptions<Own extends OwnServices<Own> = {}> {
  /** Services of your own by name, each made with `defineService`. */
  readonly services?: Own | undefined;
  /** The only token that is accepted. Default: `"simulator-token"`. */
  readonly token?: string | undefined;
  /** The project that the token is good for. Default: one of the form that real ones have. */
  readonly projectId?: string | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/** What `createSimulator` returns: the job endpoints in memory. */
export interface Simulator<Own = {}> {
  /**
   * Adds a job, whose time begins now, or with the first request for it (`startsAtFirstRequest`).
   *
   * @returns what `get`, `wait` and the others take
   * @throws ConfigurationError if the job is not valid; the message says what is expected
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
  addJob<S extends BuiltInName | (keyof Own & string)>(
    job: NewJob<S>,
  ): { readonly service: S; readonly id: string; readonly projectId: string };
  /**
   * Makes the next matching requests fail. Faults are used up in the order in which they were injected, one per
   * request, and apply before token and project are checked.
   *
   * @throws ConfigurationError if the fault is not valid
   * @example
   * ```ts
   * simulator.injectFault({ kind: "throttled", retryAfter: 2 });
   * simulator.injectFault({ kind: "reset", service: "dcs", times: 3 });
   * ```
   */
  injectFault(fault: Fault<BuiltInName | (keyof Own & string)>): void;
  /** The last requests, up to 10,000, oldest first; each access returns a new list. */
  readonly requests: readonly SimulatedRequest<ServiceNameIn<Own>>[];
  /**
   * A `fetch` that needs no network. It serves any host, by the paths of the services, and may be passed on as a
   * function. Rejects with the signal's `reason` if that aborts, and with a `TypeError` for a broken connection.
   */
  readonly fetch: SimulatedFetch;
  /** For `createJobsClient`: directs every service here, with the right token and project, on the simulator's clock. */
  readonly clientOptions: {
    readonly services: Own;
    readonly endpoints: { readonly [S in ServiceNameIn<Own>]: string };
    readonly fetch: SimulatedFetch;
    readonly projectId: string;
    readonly credentials: { readonly token: string };
    readonly clock: Clock | undefined;
  };
}

/** A host that cannot exist: nothing leaves the machine, even if the simulator's `fetch` is not passed on. */
const ORIGIN = "https://simulator.invalid";

const PROJECT = "ac234de25c6741d2b1273da49eea1b9e";

/**
 * Creates a simulator of the job endpoints, for tests and demonstrations: nothing leaves the process. Each simulator has
 * jobs and faults of its own.
 *
 * Error codes and bodies are those of the real gateway and services as far as they are known. Assumed: the order of the
 * checks (path, method, token, project, job); the errors of SFS Turbo and Workspace for another project, and those of
 * Workspace and DCS for an unknown job.
 *
 * @throws ConfigurationError if an option is wrong
 * @example
 * ```ts
 * const simulator = createSimulator();
 * const jobs = createJobsClient(simulator.clientOptions);
 * const ref = simulator.addJob({ service: "workspace", scenario: "success" });
 * simulator.injectFault({ kind: "throttled", retryAfter: 2 });
 * const done = await jobs.wait(ref);
 * console.log(done.state, simulator.requests.length);
 * ```
 */
export function createSimulator<const Own extends OwnServices<Own> = {}>(
  options?: SimulatorOptions<Own>,
): Simulator<Own> {
  const { services, clock, ...access } = resolveSimulatorOptions(options);
  const { addJob, injectFault, respond, requests } = createSimulatorState(services, access, clock ?? systemClock);
  const fetch = createFetch(respond);
  const simulator = {
    addJob,
    injectFault,
    get requests() {
      return [...requests];
    },
    fetch,
    clientOptions: {
      services: options?.services ?? {},
      endpoints: Object.fromEntries(Object.keys(services).map((service) => [service, `${ORIGIN}/${service}`])),
      fetch,
      projectId: access.projectId,
      credentials: { token: access.token },
      clock,
    },
  };
  return simulator as unknown as Simulator<Own>;
}

function resolveSimulatorOptions(options: unknown) {
  const given = knownOptions("options", options, ["token", "projectId", "clock", "services"]);
  const { token = "simulator-token", projectId = PROJECT, clock } = given;
  if (typeof token !== "string" || token === "") {
    throw new ConfigurationError('"token" must be a string that is not empty.');
  }
  if (clock !== undefined && typeof objectOption("clock", clock)["now"] !== "function") {
    throw invalidOption("clock", "an object with the functions now and sleep", clock);
  }
  return {
    services: resolveServices(given["services"]),
    token,
    projectId: pathSegment("projectId", projectId),
    clock: clock as Clock | undefined,
  };
}
