import { Redis as Client } from "ioredis";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  allEnd,
  allOf,
  answersOf,
  endsOf,
  newRef,
  newRefs,
  projectId,
  quick,
  useTestRedis,
  withQueue,
} from "./open.ts";

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };

/** A record as version 1 writes it, which all later releases must read. */
const versionOne = (id: string) => ({
  version: 1,
  ref: { service: "dcs", id, projectId },
  rules: { interval: { min: 20, max: 40 }, notFoundGrace: 0, failOnUnknown: false, unauthorizedGrace: 1_000 },
  addedAt: Date.now(),
  timeout: 3_600_000,
  failures: 1,
  starts: 3,
  dueAt: 0,
  refusedSince: 0,
  lastJob: {
    service: "dcs",
    id,
    projectId,
    state: "running",
    status: "RUNNING",
    startedAt: "2026-01-02T03:04:05.678Z",
    subJobs: [{ state: "running", status: "RUNNING" }],
  },
  lastError: { name: "ServerError", message: "503: busy" },
});

const idOf = ({ id }: { readonly id: string }) => `${projectId}/${id}`;

describe("records in Redis", () => {
  const here = useTestRedis();

  async function redisOf() {
    const client = new Client(here.connection);
    onTestFinished(() => client.disconnect());
    return client;
  }

  const keyOf = (ref: { readonly id: string }) => `{huaweicloud-jobs}:dcs dcs.test:${idOf(ref)}`;

  test("of version 1 are read", async () => {
    const ref = newRef();
    await withQueue(here.connection, (queue) => queue.add("wait", versionOne(ref.id), { jobId: idOf(ref) }));
    here.startWorker({ fetch: answersOf(running, success) });
    expect(await here.openWaits().outcome(ref)).toMatchObject({ job: { state: "succeeded" } });
  });

  test("have the typical duration of the wait", async () => {
    const ref = newRef();
    await here.openWaits().add([ref], { typicalDuration: 300_000 });
    await withQueue(here.connection, async (queue) => {
      expect((await queue.getJob(idOf(ref)))?.data).toHaveProperty("rules.typicalDuration", 300_000);
      // The workers of the other tests do not have to poll it.
      await queue.remove(idOf(ref));
    });
  });

  type Record = ReturnType<typeof versionOne>;
  const withRules = (rules: object) => (given: Record) => ({ ...given, rules: { ...given.rules, ...rules } });
  const withLastJob = (facts: object) => (given: Record) => ({ ...given, lastJob: { ...given.lastJob, ...facts } });

  test.each<[string, (given: Record) => unknown, string]>([
    [
      "of a later version",
      (given) => ({ ...given, version: 2 }),
      "it is of version 2, and this release reads version 1",
    ],
    ["without a version", ({ version, ...given }) => given, "it is without a version"],
    ["without the reference", ({ ref, ...given }) => given, "a member is missing or of the wrong type"],
    ["with a typical duration that is not a number", withRules({ typicalDuration: "5m" }), "wrong type"],
    ["with an interval that is not a number", withRules({ interval: { min: "a" } }), "wrong type"],
    ["with a job that has no sub-jobs", withLastJob({ subJobs: undefined }), "wrong type"],
    ["with a time that is none", withLastJob({ endedAt: "soon" }), "wrong type"],
    ["with a sub-job that is none", withLastJob({ subJobs: [null] }), "wrong type"],
    ["with a grace that is not a number", withRules({ unauthorizedGrace: "1" }), "wrong type"],
    ["with no floor between polls", withRules({ interval: { min: 0, max: 0 } }), "wrong type"],
    ["that is a list", () => [1, 2], "it is not an object"],
  ])("%s end at once with an error that says so", async (_, change, message) => {
    const ref = newRef();
    let polls = 0;
    await withQueue(here.connection, (queue) => queue.add("wait", change(versionOne(ref.id)), { jobId: idOf(ref) }));
    here.startWorker({
      fetch(url, init) {
        polls += 1;
        return answersOf(running)(url, init);
      },
    });
    const { error } = await here.openWaits().outcome(ref);
    expect(error).toMatchObject({ name: "JobsError", message: expect.stringContaining(message) });
    expect(polls).toBe(0);
  });

  test.each([
    ["an ID that leads elsewhere", { id: "../../v2/p/secrets" }, '"id" must be'],
    ["another project's path", { projectId: "a/b" }, '"projectId" must be'],
    ["another service", { service: "workspace" }, '"service" must be one of "dcs"'],
  ])("with %s end at once, and nothing is sent", async (_, change, message) => {
    const ref = newRef();
    const record = versionOne(ref.id);
    await withQueue(here.connection, (queue) =>
      queue.add("wait", { ...record, ref: { ...record.ref, ...change } }, { jobId: idOf(ref) }),
    );
    const urls: string[] = [];
    here.startWorker({
      fetch(url, init) {
        urls.push(url);
        return answersOf(running)(url, init);
      },
    });
    const { error } = await here.openWaits().outcome(ref);
    expect(error).toMatchObject({ name: "ConfigurationError", message: expect.stringContaining(message) });
    expect(urls).toEqual([]);
  });

  test.each([
    ["data", "{ half of it"],
    ["opts", "{ half of it"],
    ["progress", "no JSON"],
  ])("whose %s is not JSON end alone, harm no other, and can be added again", async (field, value) => {
    const [broken, ...others] = newRefs(30);
    const refs = [...others, broken as (typeof others)[number]];
    const waits = here.openWaits();
    await waits.add(refs, quick);
    const redis = await redisOf();
    await redis.hset(keyOf(refs[29] as never), field, value);
    expect((await waits.outcome(refs[29] as never)).error?.message).toContain("cannot be read");
    here.startWorker({ fetch: answersOf(running, success), onRedisError: () => {} });
    expect(await endsOf(waits, others)).toEqual(allEnd(others));
    await withQueue(here.connection, (queue) =>
      expect.poll(() => redis.zscore(queue.toKey("completed"), idOf(refs[29] as never))).not.toBeNull(),
    );
    await waits.add(refs, quick);
    expect(await endsOf(waits, refs)).toEqual(allEnd(refs));
  });

  test("of a job that was edited are no change to those who watch, and of an outcome an error", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    await waits.add([ref], quick);
    const redis = await redisOf();
    const edited = { service: "dcs", id: ref.id, projectId, state: "running", status: "RUNNING", subJobs: [null] };
    await redis.hset(keyOf(ref), "progress", JSON.stringify(edited));
    const events = allOf(waits.watch([ref]));
    here.startWorker({ fetch: answersOf(success) });
    expect((await events).map(({ job }) => job?.state)).toEqual(["succeeded", "succeeded"]);
    await redis.hset(keyOf(ref), "returnvalue", JSON.stringify({ version: 1, job: edited }));
    expect((await waits.outcome(ref)).error?.message).toContain("cannot be read");
  });

  test("of an outcome that another release wrote are an error, and the wait can begin again", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    here.startWorker({ fetch: answersOf(success) });
    await waits.add([ref], quick);
    await waits.outcome(ref);
    const redis = await redisOf();
    await redis.hset(keyOf(ref), "returnvalue", JSON.stringify({ version: 7, result: "fine" }));
    expect((await waits.outcome(ref)).error?.message).toContain("another release wrote it");
    await waits.add([ref], quick);
    expect(await waits.outcome(ref)).toMatchObject({ job: { state: "succeeded" } });
  });
});
