import { ConfigurationError, createJobsClient, NotFoundError, PermissionError } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { describe, expect, test } from "vitest";
import { examplesOf, responsesOf } from "../contract/contract.ts";
import { json, serve } from "../helpers/server.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";
import { contract } from "./contract.ts";
import { services } from "./tape-library.ts";

const token = "token-1";
const ref = { service: "tape-library", id: "T-0042", projectId: "project-1" } as const;

/** The first example that the contract has for a status. */
function exampleOf(status: string): unknown {
  const response = responsesOf(contract)[status];
  return response && Object.values(examplesOf(contract, response))[0];
}

function simulated() {
  const simulator = createSimulator({ services, clock: createVirtualClock() });
  return { simulator, jobs: createJobsClient(simulator.clientOptions) };
}

describe("get", () => {
  test("reads the contract's example, from the URL that the row describes", async () => {
    const server = await serve(json(exampleOf("200"), 200, { "X-Request-Id": "r" }));
    const jobs = createJobsClient({ endpoints: { "tape-library": server.url }, credentials: { token }, services });
    const [began, ended] = [new Date("2026-01-01T00:00:00Z"), new Date("2026-01-01T01:00:00Z")];
    expect(await jobs.get(ref)).toEqual({
      ...ref,
      type: "recall",
      state: "failed",
      status: "torn",
      progress: 100,
      startedAt: began,
      endedAt: ended,
      error: { code: "TL-7", reason: "The tape is torn." },
      subJobs: [
        {
          id: "T-0042.1",
          type: "mount",
          state: "failed",
          status: "jammed",
          progress: 12,
          startedAt: began,
          endedAt: ended,
          error: { code: "TL-9", reason: "The drive is jammed." },
        },
      ],
      requestId: "r",
      raw: exampleOf("200"),
    });
    expect(server.requests.map(({ url }) => url)).toEqual(["/v3.1/project-1/tape-library/tasks/T-0042/state"]);
  });

  test("reads the service's own error body, and says what is known of its codes and its right", async () => {
    const server = await serve(json(exampleOf("404"), 404), json(exampleOf("403"), 403), json({}, 403));
    const jobs = createJobsClient({ endpoints: { "tape-library": server.url }, credentials: { token }, services });
    const missing = await jobs.get(ref).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(missing).toMatchObject({ code: "TL-404", service: "tape-library" });
    expect(String(missing)).toContain("No robot knows this task.");
    await expect(jobs.get(ref)).rejects.toThrow("hangs at the porter's");
    await expect(jobs.get(ref)).rejects.toThrow("tapes:tasks:get");
  });
});

describe("hosts", () => {
  function asked(options: object) {
    const urls: string[] = [];
    const fetch = (url: string) => {
      urls.push(url);
      return Promise.resolve(Response.json(exampleOf("200")));
    };
    return { urls, jobs: createJobsClient({ credentials: { token }, services, fetch, ...options }) };
  }
  const path = "/v3.1/project-1/tape-library/tasks/T-0042/state";

  test("follow from cloud and region", async () => {
    const { urls, jobs } = asked({ cloud: "otc", region: "eu-nl" });
    await jobs.get(ref);
    expect(urls).toEqual([`https://tape.eu-nl.otc.t-systems.com${path}`]);
  });

  test("are none in a cloud that does not have the service, unless an endpoint is given", async () => {
    const huaweicloud = { cloud: "huaweicloud", region: "cn-north-4" };
    await expect(asked(huaweicloud).jobs.get(ref)).rejects.toThrow(ConfigurationError);
    await expect(asked(huaweicloud).jobs.get(ref)).rejects.toThrow("huaweicloud does not offer it");
    const { urls, jobs } = asked({ ...huaweicloud, endpoints: { "tape-library": "https://tapes.test/base" } });
    await jobs.get(ref);
    expect(urls).toEqual([`https://tapes.test/base${path}`]);
  });
});

test("wait resolves with the job that succeeded, and rejects with the one that failed", async () => {
  const { simulator, jobs } = simulated();
  const add = (scenario: "success" | "failure") =>
    simulator.addJob({ service: "tape-library", scenario, duration: 60_000 });
  expect(await jobs.wait(add("success"))).toMatchObject({ status: "stored", raw: { phase: "stored", step_count: 2 } });
  await expect(jobs.wait(add("failure"))).rejects.toMatchObject({
    name: "JobFailedError",
    job: { status: "torn", error: { code: expect.any(String) }, subJobs: [{}, { status: "jammed" }] },
  });
});

test("watch tells every change, and the word that says only over is looked into", async () => {
  const { simulator, jobs } = simulated();
  const { id } = simulator.addJob({
    service: "tape-library",
    scenario: "complete-with-open-sub-jobs",
    duration: 60_000,
  });
  const seen: string[] = [];
  for await (const { status, state, progress } of jobs.watch({ service: "tape-library", id })) {
    seen.push(`${status} ${state} ${progress}`);
  }
  expect(seen).toEqual(["writing running 10", "unmounted running 80", "unmounted succeeded 100"]);
});

test("waitAll mixes it with the others", async () => {
  const { simulator, jobs } = simulated();
  const refs = [
    simulator.addJob({ service: "tape-library", scenario: "complete-with-failed-sub-job" }),
    simulator.addJob({ service: "dcs", scenario: "success" }),
    { service: "tape-library", id: "unknown" },
  ] as const;
  expect(await jobs.waitAll(refs)).toMatchObject([
    { job: { service: "tape-library", status: "unmounted", state: "failed" } },
    { job: { service: "dcs", state: "succeeded" } },
    { error: { name: "NotFoundError" } },
  ]);
});

test("the generated client goes to the same place, and knows the project of its URL", async () => {
  const { simulator, jobs } = simulated();
  const { id, projectId } = simulator.addJob({ service: "tape-library", scenario: "slow" });
  const params = { path: { project_id: projectId, job_id: id } };
  const path = "/v3.1/{project_id}/tape-library/tasks/{job_id}/state";
  expect(Object.keys(jobs.clients)).toEqual(["sfsTurbo", "workspace", "dcs", "tape-library"]);
  expect((await jobs.clients["tape-library"].GET(path, { params })).data).toMatchObject({ task: id, phase: "queued" });
  simulator.injectFault({ kind: "gateway-error", status: 403, code: "APIGW.0302", message: "No.", times: 2 });
  expect((await jobs.clients["tape-library"].GET(path, { params })).error).toMatchObject({ error_code: "APIGW.0302" });
  await expect(jobs.get({ service: "tape-library", id })).rejects.toThrow(PermissionError);
});
