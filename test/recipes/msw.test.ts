import { AuthenticationError, createJobsClient, JobFailedError, NetworkError } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { jobHandlers } from "./msw.ts";

let simulator: ReturnType<typeof createSimulator>;
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => {
  simulator = createSimulator();
  const own = http.get("https://shop.test/v2/orders/1", () => HttpResponse.json({ order: 1 }));
  server.use(...jobHandlers(simulator), own);
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** The client of the code under test: real hosts, the platform's own `fetch`. */
function client(token = "simulator-token") {
  const { projectId } = simulator.clientOptions;
  return createJobsClient({
    cloud: "otc",
    region: "eu-de",
    projectId,
    credentials: { token },
    retry: { maxAttempts: 1 },
  });
}

test.each(["sfs-turbo", "dcs"] as const)("a wait for a %s job at the real hosts ends with the job", async (service) => {
  const ref = simulator.addJob({ service, scenario: "success", duration: 0 });
  expect(await client().wait(ref)).toMatchObject({ ...ref, state: "succeeded" });
  expect(simulator.requests).toMatchObject([{ service, id: ref.id, status: 200 }]);
});

test("and so does one for a Workspace job", async () => {
  const ref = simulator.addJob({ service: "workspace", scenario: "complete-with-failed-sub-job", duration: 0 });
  const { projectId, credentials } = simulator.clientOptions;
  const jobs = createJobsClient({ cloud: "huaweicloud", region: "cn-north-4", projectId, credentials });
  await expect(jobs.wait(ref)).rejects.toThrow(JobFailedError);
});

test("the token is checked, and other handlers respond as before", async () => {
  const ref = simulator.addJob({ service: "dcs", scenario: "success" });
  await expect(client("another").get(ref)).rejects.toThrow(AuthenticationError);
  expect(await (await fetch("https://shop.test/v2/orders/1")).json()).toEqual({ order: 1 });
});

test("a connection that breaks is a network error", async () => {
  const ref = simulator.addJob({ service: "dcs", scenario: "success" });
  simulator.injectFault({ kind: "reset" });
  await expect(client().get(ref)).rejects.toThrow(NetworkError);
});

test("a request that hangs ends when it is aborted", async () => {
  const ref = simulator.addJob({ service: "dcs", scenario: "success" });
  simulator.injectFault({ kind: "hang" });
  const signal = AbortSignal.timeout(20);
  await expect(client().get(ref, { signal })).rejects.toThrow(DOMException);
});
