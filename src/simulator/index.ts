/**
 * The three job endpoints in memory, for tests.
 *
 * @module huaweicloud-jobs/simulator
 */
import { type ServiceName, services } from "../services/index.ts";
import { type ScenarioName, scenariosIn } from "./scenarios.ts";
import { makeSimulator, type Simulator as SimulatorOf, type SimulatorOptions } from "./simulator.ts";

/**
 * Creates a simulator of the three job endpoints, for tests and demonstrations: nothing leaves the process. Each
 * simulator is a world of its own.
 *
 * Error codes and bodies are those of the real gateway and services where they are known. Assumed: the order of the
 * checks (path, method, token, project, job); what SFS Turbo and Workspace say of a foreign project; what Workspace and
 * DCS say of an unknown job.
 *
 * @throws ConfigurationError when an option is not what it has to be
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
export const createSimulator: (options?: SimulatorOptions) => Simulator = /* @__PURE__ */ makeSimulator(services);

/**
 * What `createSimulator` gives.
 *
 * @interface
 */
export type Simulator = SimulatorOf<ServiceName>;

/** The names of the ready-made scenarios of each service. */
export const scenarios: { readonly [S in ServiceName]: readonly ScenarioName[] } =
  /* @__PURE__ */ scenariosIn(services);

export { faultKinds } from "./fault-responses.ts";
export type { Fault, FaultKind, FaultScope } from "./faults.ts";
export { brokenFaults } from "./faults.ts";
export type { NewJob } from "./new-job.ts";
export type { ScenarioName } from "./scenarios.ts";
export type { SimulatorOptions } from "./simulator.ts";
export type { SimulatedRequest } from "./state.ts";
export type { Step, SubJobStep } from "./steps.ts";
