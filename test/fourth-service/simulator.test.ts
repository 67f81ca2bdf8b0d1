import { createJobsClient } from "huaweicloud-jobs";
import { createSimulator, faultKinds, type ScenarioName } from "huaweicloud-jobs/simulator";
import { expect, test } from "vitest";
import { resolveServices } from "../../src/services/index.ts";
import { scenariosOfEach } from "../../src/simulator/scenarios.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";
import { violations } from "../simulator/conformance.ts";
import { contract } from "./contract.ts";
import { services } from "./tape-library.ts";

const service = "tape-library";
const scenarios = scenariosOfEach(resolveServices(services))[service] as readonly ScenarioName[];

function createWorld() {
  const clock = createVirtualClock();
  const simulator = createSimulator({ services, clock });
  const answers: Response[] = [];
  const fetch = async (url: string, init?: RequestInit) => {
    const answer = await simulator.fetch(url, init);
    answers.push(answer.clone());
    return answer;
  };
  const options = { ...simulator.clientOptions, fetch, retry: { maxAttempts: 1 } };
  return { clock, simulator, answers, jobs: createJobsClient(options) };
}

test("the service has every scenario, since it has a word for each", () => {
  expect(scenarios).toEqual([
    "success",
    "failure",
    "slow",
    "unknown-status",
    "complete-with-open-sub-jobs",
    "complete-with-failed-sub-job",
  ]);
});

test.each(scenarios)("%s fits the contract at every moment", async (scenario) => {
  const { clock, simulator, answers, jobs } = createWorld();
  const ref = simulator.addJob({ service, scenario, duration: 3_600_000 });
  for (let moment = 0; moment < 20; moment++) {
    await jobs.get(ref);
    await clock.sleep(200_000);
  }
  const found = answers.map((response) => violations({ contract, id: ref.id, response }));
  expect(await Promise.all(found)).toEqual(answers.map(() => []));
});

// What each fault is to a client is in simulator/faults.test.ts.
test.each(faultKinds)("the fault %s meets its requests alone", async (kind) => {
  const { simulator, jobs } = createWorld();
  const ref = simulator.addJob({ service, scenario: "slow" });
  const other = simulator.addJob({ service: "dcs", scenario: "slow" });
  const members = kind === "gateway-error" ? { status: 403, code: "APIGW.0802", message: "Forbidden." } : {};
  simulator.injectFault({ kind, service, ...members } as never);
  expect(await jobs.get(other)).toMatchObject({ state: "pending" });
  const options = kind === "hang" ? { requestTimeout: 50 } : {};
  await expect(jobs.get(ref, options)).rejects.toMatchObject({ service });
  expect(await jobs.get(ref)).toMatchObject({ state: "pending" });
});

test("what the simulator refuses stays within the contract", async () => {
  const { simulator, answers, jobs } = createWorld();
  const { id } = simulator.addJob({ service, scenario: "success" });
  simulator.injectFault({ kind: "server-error" });
  for (const ref of [{ id }, { id, projectId: "other" }, { id: "unknown" }]) {
    await expect(jobs.get({ service, ...ref })).rejects.toThrow();
  }
  expect(answers.map(({ status }) => status)).toEqual([500, 403, 404]);
  const found = answers.map((response) => violations({ contract, id, response }));
  expect(await Promise.all(found)).toEqual([[], [], []]);
});
