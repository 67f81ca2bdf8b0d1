import { createJobsClient } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";

test("a job is followed to its end", async () => {
  const simulator = createSimulator();
  const jobs = createJobsClient(simulator.clientOptions);
  const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 0 });
  expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded" });
});
