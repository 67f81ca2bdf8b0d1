import { randomUUID } from "node:crypto";
import { createJobsClient, defineService, JobsError, type OwnService } from "huaweicloud-jobs";
import { openWaits, startWaitWorker } from "huaweicloud-jobs/bullmq";
import { expect, onTestFinished, test } from "vitest";
import { useRedis } from "../helpers/redis.ts";
import { names, type OwnName, project, type Reply, services, stories } from "./rows.ts";
import { serveJobs } from "./serve-jobs.ts";

const token = "token-of-the-project";
const quick = { interval: { min: 20, max: 40 } };

/** The story of a row under an ID that no other test has. */
function storyOf(service: OwnName) {
  const { id, url, replies } = stories[service];
  const mine = randomUUID();
  const part = id.split("/").at(-1) ?? id;
  const renamed: { id: string; url: string; replies: readonly Reply[] } = JSON.parse(
    JSON.stringify({ id, url, replies }).replaceAll(part, mine),
  );
  return { ref: { service, id: renamed.id } as const, url: renamed.url, replies: renamed.replies };
}

const used = useRedis();

/** Waits and workers for jobs of these rows, which one server plays. */
async function open(
  replies: Readonly<Record<string, readonly Reply[]>>,
  own: Record<string, OwnService> = services,
  place: { readonly projectId?: string } = { projectId: project },
) {
  const { connection } = used.redis;
  const server = await serveJobs(replies);
  const endpoints = Object.fromEntries([...Object.keys(own), "dcs"].map((name) => [name, server.url]));
  const options = { connection, endpoints, services: own as typeof services };
  const waits = openWaits({ ...options, ...place });
  const changes: string[] = [];
  const start = () => {
    const worker = startWaitWorker({
      ...options,
      credentials: { token },
      rateLimit: { requestsPerSecond: 500 },
      onUpdate: ({ service, status, state }) => changes.push(`${service} ${status} ${state}`),
    });
    onTestFinished(() => worker.close());
    return worker;
  };
  onTestFinished(() => waits.close());
  return { server, waits, start, changes };
}

test("jobs of all rows are waited for to their ends, beside one of a built-in service", async () => {
  const told = names.map((service) => ({ ...storyOf(service), seen: stories[service].seen }));
  const dcs = { service: "dcs", id: randomUUID() } as const;
  const { waits, start, changes } = await open({
    ...Object.fromEntries(told.map(({ url, replies }) => [url, replies])),
    [`/v2/${project}/jobs/${dcs.id}`]: [{ status: "RUNNING" }, { status: "SUCCESS" }],
  });
  start();
  const refs = [...told.map(({ ref }) => ref), dcs];
  await waits.add(refs, quick);
  for (const ref of refs) {
    const outcome = await waits.outcome(ref);
    const state = ref.service === "elb" ? "failed" : "succeeded";
    expect(outcome).toMatchObject({ ref, job: { service: ref.service, id: ref.id, projectId: project, state } });
    expect(outcome.job).not.toHaveProperty("raw");
  }
  for (const { ref, seen } of told) {
    const own = changes.filter((change) => change.startsWith(`${ref.service} `));
    expect(own).toEqual(seen.map((change) => `${ref.service} ${change}`));
  }
});

test("times, progress and errors of an own job come back from Redis", async () => {
  const { ref, url, replies } = storyOf("elb");
  const { waits, start } = await open({ [url]: replies });
  start();
  await waits.add([ref], quick);
  const { job } = await waits.outcome(ref);
  expect(job).toMatchObject({ ...stories.elb.last });
});

test("that a job was seen outlives the worker that saw it: another one learns that it is gone", async () => {
  const { ref, url, replies } = storyOf("share-deletion");
  const { waits, start, server } = await open({ [url]: replies });
  const first = start();
  await waits.add([ref], { interval: { min: 300, max: 400 } });
  const updates = waits.watch([ref])[Symbol.asyncIterator]();
  expect((await updates.next()).value).toMatchObject({ type: "update", job: { state: "running" } });
  await first.close();
  expect(server.requests).toHaveLength(1);
  start();
  expect(await waits.outcome(ref)).toMatchObject({ job: { state: "succeeded", status: "404" } });
  await updates.return?.();
});

test("a job that was never seen is not found", async () => {
  const ref = { service: "share-deletion", id: randomUUID() } as const;
  const url = `/v1/${project}/sfs-turbo/shares/${ref.id}`;
  const missing = { status: 404, body: { errCode: "SFS.TURBO.0103", errMsg: "The share does not exist." } };
  const { waits, start } = await open({ [url]: [missing] });
  start();
  await waits.add([ref], quick);
  expect(await waits.outcome(ref)).toMatchObject({ error: { name: "NotFoundError", code: "SFS.TURBO.0103" } });
});

test("a reference with a wrong ID, or of a service without a row, is refused before anything is added", async () => {
  const { waits } = await open({});
  await expect(waits.add([{ service: "kafka", id: "one-part" }])).rejects.toThrow('"id" must be 2 parts');
  await expect(waits.add([{ service: "evs" as "ecs", id: "a" }])).rejects.toThrow('"service" must be one of');
});

test("a job of a path without a project needs none", async () => {
  const ref = { service: "plain", id: randomUUID() } as const;
  const plain = defineService({ path: "/v1/{job_id}", fields: { status: "status" }, states: { OK: "succeeded" } });
  const { waits, start } = await open({ [`/v1/${ref.id}`]: [{ status: "RUNNING" }, { status: "OK" }] }, { plain }, {});
  start();
  await waits.add([ref as never], quick);
  expect(await waits.outcome(ref as never)).toMatchObject({ job: { state: "succeeded", projectId: "" } });
});

test("waits without the row do not know the service", async () => {
  const waits = openWaits({ connection: used.redis.connection, cloud: "otc", region: "eu-de", projectId: project });
  onTestFinished(() => waits.close());
  await expect(waits.add([{ service: "ecs" as "dcs", id: "a" }])).rejects.toThrow(
    '"service" must be one of "sfs-turbo"',
  );
});

test("a job of a client is a reference for durable waits, and the other way round", async () => {
  const { ref, url, replies } = storyOf("kafka");
  const { waits, start, server } = await open({ [url]: replies });
  const jobs = createJobsClient({
    endpoints: { kafka: server.url },
    projectId: project,
    credentials: { token },
    services,
  });
  const seen = await jobs.get(ref);
  start();
  await waits.add([seen], quick);
  const { job } = await waits.outcome(ref);
  if (job === undefined) {
    throw new JobsError("no job");
  }
  expect(await jobs.get(job)).toMatchObject({ state: "succeeded" });
});

test("a row that no longer reads what the service says ends the wait with its name", async () => {
  const ref = { service: "broken", id: randomUUID() } as const;
  const broken = defineService({ ...services.ecs, read: () => null as never });
  const { waits, start } = await open({ [`/v1/${project}/jobs/${ref.id}`]: [{ status: "RUNNING" }] }, { broken });
  start();
  await waits.add([ref as never], quick);
  expect(await waits.outcome(ref as never)).toMatchObject({
    error: { name: "ConfigurationError", message: expect.stringContaining('"services.broken.read()"') },
  });
});
