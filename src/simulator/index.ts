/**
 * The three job endpoints in memory, for tests.
 *
 * @module huaweicloud-jobs/simulator
 */
import { resolveServices, type ServiceName } from "../services/index.ts";
import { type ScenarioName, scenariosOfEach } from "./scenarios.ts";

/** The names of the ready-made scenarios of each built-in service. */
export const scenarios = /* @__PURE__ */ scenariosOfEach(/* @__PURE__ */ resolveServices(undefined)) as {
  readonly [S in ServiceName]: readonly ScenarioName[];
};

export { faultKinds } from "./fault-responses.ts";
export type { Fault, FaultKind, FaultScope } from "./faults.ts";
export { brokenFaults } from "./faults.ts";
export type { NewJob } from "./new-job.ts";
export type { ScenarioName } from "./scenarios.ts";
export { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";
export type { SimulatedRequest } from "./state.ts";
export type { Step, SubJobStep } from "./steps.ts";
