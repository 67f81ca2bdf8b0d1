const { createJobsClient, isJobsError } = require("huaweicloud-jobs");
const { createSimulator } = require("huaweicloud-jobs/simulator");

test("a job is followed to its end", async () => {
  const simulator = createSimulator();
  const jobs = createJobsClient(simulator.clientOptions);
  const ref = simulator.addJob({ service: "dcs", scenario: "success", duration: 0 });
  expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded" });
});

test("an error of the network is one of the package, with the system's code", async () => {
  const jobs = createJobsClient({
    endpoints: { dcs: "http://127.0.0.1:2" },
    projectId: "p",
    credentials: { token: "a-token" },
    retry: { maxAttempts: 1 },
  });
  const error = await jobs.get({ service: "dcs", id: "1" }).catch((thrown) => thrown);
  expect(isJobsError(error)).toBe(true);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: "NetworkError", code: "ECONNREFUSED" });
});
