import { createJobsClient, type JobsEvent, jobRefFromResponse, NotFoundError } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { names, project, services, shareCreation, stories } from "./rows.ts";
import { serveJobs } from "./serve-jobs.ts";

const token = "token-of-the-project";
const quick = { interval: { min: 1, max: 2 } };
const builtIn = { url: `/v2/${project}/jobs/dcs-1`, replies: [{ status: "RUNNING" }, { status: "SUCCESS" }] };

/** A client of all seven services and of DCS, which one server plays. */
async function connect(more: { readonly onEvent?: (event: JobsEvent) => void } = {}) {
  const entries = [...Object.values(stories), builtIn].map(({ url, replies }) => [url, replies]);
  const server = await serveJobs(Object.fromEntries(entries));
  const endpoints = Object.fromEntries([...names, "dcs"].map((name) => [name, server.url]));
  const jobs = createJobsClient({ endpoints, projectId: project, credentials: { token }, services, ...more });
  return { server, jobs };
}

describe.each(names)("%s", (service) => {
  const { id, url, replies, seen, last } = stories[service];
  const ref = { service, id } as const;

  test("get reads the first response, from the URL that the row describes", async () => {
    const { server, jobs } = await connect();
    const job = await jobs.get(ref);
    expect(job).toMatchObject({ service, id, projectId: project, requestId: "req-1", raw: replies[0] });
    expect(`${job.status} ${job.state}`).toBe(seen[0]);
    expect(server.requests.map((request) => [request.method, request.url, request.headers["x-auth-token"]])).toEqual([
      ["GET", url, token],
    ]);
  });

  test("watch shows each change up to the end", async () => {
    const { jobs } = await connect();
    const changes: string[] = [];
    for await (const { status, state } of jobs.watch(ref, quick)) {
      changes.push(`${status} ${state}`);
    }
    expect(changes).toEqual(seen);
  });

  test("wait ends with the job as it was last seen", async () => {
    const { jobs } = await connect();
    const done = await jobs.wait(ref, quick).catch((error: { job: object }) => error.job);
    const body = last.status === "404" ? replies[0] : replies.at(-1);
    expect(done).toEqual({ service, id, projectId: project, requestId: "req-1", raw: body, ...last });
  });
});

test("waitAll follows all of them beside a job of a built-in service, in order", async () => {
  const { jobs } = await connect();
  const refs = [
    ...names.map((service) => ({ service, id: stories[service].id })),
    { service: "dcs", id: "dcs-1" } as const,
  ];
  const outcomes = await jobs.waitAll(refs, quick);
  expect(outcomes.map(({ ref, job, error }) => [ref.service, job?.state, error])).toEqual([
    ["ecs", "succeeded", undefined],
    ["elb", "failed", undefined],
    ["cce", "succeeded", undefined],
    ["rds", "succeeded", undefined],
    ["kafka", "succeeded", undefined],
    ["share-creation", "succeeded", undefined],
    ["share-deletion", "succeeded", undefined],
    ["dcs", "succeeded", undefined],
  ]);
});

test("the error of a failed job of one's own names the job, its error and its sub-jobs", async () => {
  const { jobs } = await connect();
  await expect(jobs.wait({ service: "elb", id: stories.elb.id }, quick)).rejects.toThrow(
    `Job elb/${stories.elb.id} failed: ELB.8907 quota; sub-job s-1: ELB.1 no`,
  );
});

test("an ID that no row knows is not found, and its error names service and URL", async () => {
  const { server, jobs } = await connect();
  const error = await jobs.get({ service: "kafka", id: "i/t" }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ service: "kafka", url: `${server.url}/v2/${project}/instances/i/tasks/t` });
});

test("the response of the starting call leads to the job, where the row says", async () => {
  const { jobs } = await connect();
  const ref = jobRefFromResponse("share-creation", { id: stories["share-creation"].id, name: "share" }, shareCreation);
  expect(await jobs.wait(ref, quick)).toMatchObject({ state: "succeeded", status: "200" });
});

test("the events tell each poll and each change, also that a job is gone", async () => {
  const events: string[] = [];
  const { jobs } = await connect({
    onEvent(event) {
      if (event.type === "poll") {
        events.push(`poll ${event.poll} ${event.state ?? event.error}`);
      }
      if (event.type === "change") {
        events.push(`${event.from ?? "new"} to ${event.to} (${event.status})`);
      }
    },
  });
  await jobs.wait({ service: "share-deletion", id: stories["share-deletion"].id }, quick);
  expect(events).toEqual(["poll 1 running", "new to running (200)", "poll 2 succeeded", "running to succeeded (404)"]);
});
