import { createServer } from "node:http";
import { createJobsClient, defineService, type JobsClientOptions, passwordCredentials } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { run } from "../cli/run.ts";
import { errorResponse, placedAt } from "../helpers/fake-client.ts";
import { manyRefs } from "../helpers/gateway.ts";
import { json, listenOn, serve } from "../helpers/server.ts";

const key = { accessKeyId: "AK-0001", secretAccessKey: "SK-0001" };
const otherKey = { accessKeyId: "AK-0002", secretAccessKey: "SK-0002" };
const ref = { service: "dcs", id: "j" } as const;

interface GuardedServer {
  readonly url: string;
  /** The credential of each request. */
  readonly requests: string[];
  /** The credentials that it accepts; `"*"` for all. */
  readonly accepted: Set<string>;
}

/** A server that knows credentials by token or access key, and answers after a while. */
async function guarded(delay: number, ...accepted: string[]): Promise<GuardedServer> {
  const known = new Set(accepted);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { authorization = "", "x-auth-token": token } = request.headers;
    const credential = String(token ?? /Access=([^,]+)/.exec(authorization)?.[1]);
    requests.push(credential);
    setTimeout(() => {
      const isAccepted = known.has(credential);
      const body = isAccepted ? { status: "RUNNING" } : { error_code: "APIGW.0301", error_msg: "Incorrect IAM" };
      response.writeHead(isAccepted ? 200 : 401, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    }, delay);
  });
  return { url: await listenOn(server), requests, accepted: known };
}

function clientOf({ url }: GuardedServer, credentials: JobsClientOptions["credentials"]) {
  const rateLimit = { requestsPerSecond: 10_000 };
  return createJobsClient({ endpoints: { dcs: url, workspace: url }, projectId: "p", credentials, rateLimit });
}

const refusal = { name: "AuthenticationError", status: 401, code: "APIGW.0301" };

describe.each([
  { delay: 0, count: 20 },
  { delay: 0, count: 200 },
  { delay: 60, count: 20 },
  { delay: 60, count: 200 },
  { delay: 2_000, count: 20 },
  { delay: 2_000, count: 200 },
])("a wrong access key, $count calls at once, a server that answers after $delay ms", ({ delay, count }) => {
  const refs = manyRefs(count);
  type Jobs = ReturnType<typeof clientOf>;
  const ways: Record<string, (jobs: Jobs) => Promise<unknown>[]> = {
    wait: (jobs) => refs.map((ref) => jobs.wait(ref)),
    get: (jobs) => refs.map((ref) => jobs.get(ref)),
    watch: (jobs) => refs.map((ref) => jobs.watch(ref).next()),
    waitAll: (jobs) => [jobs.waitAll(refs).then((outcomes) => Promise.all(outcomes.map(jobOf)))],
    "two services": (jobs) => refs.flatMap(({ id }) => [jobs.wait({ service: "workspace", id }), jobs.get(ref)]),
  };

  test("two requests at most are sent, and every call ends with the refusal", async () => {
    const results = Object.entries(ways).map(async ([way, call]) => {
      const server = await guarded(delay);
      const outcomes = await Promise.allSettled(call(clientOf(server, key)));
      return { way, requests: server.requests.length, outcomes };
    });
    for (const { way, requests, outcomes } of await Promise.all(results)) {
      expect(requests, way).toBeLessThanOrEqual(2);
      for (const outcome of outcomes) {
        expect(outcome, way).toMatchObject({ status: "rejected", reason: refusal });
      }
    }
  });
});

async function jobOf<T>({
  job,
  error,
}: {
  readonly job?: T | undefined;
  readonly error?: Error | undefined;
}): Promise<T | undefined> {
  if (error !== undefined) {
    throw error;
  }
  return job;
}

describe("a refused credential", () => {
  test("is not sent later, by nobody", async () => {
    const server = await guarded(0);
    const jobs = clientOf(server, key);
    const error = await jobs.get(ref).catch((error: unknown) => error);
    await expect(jobs.wait(ref)).rejects.toBe(error);
    const path = { project_id: "p", job_id: "j" };
    await expect(jobs.clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", { params: { path } })).rejects.toBe(error);
    expect(server.requests).toHaveLength(1);
  });

  test("works again in a new client", async () => {
    const server = await guarded(0);
    await expect(clientOf(server, key).get(ref)).rejects.toMatchObject(refusal);
    server.accepted.add(key.accessKeyId);
    expect(await clientOf(server, key).get(ref)).toHaveProperty("state", "running");
  });

  test("is not counted against another one", async () => {
    const server = await guarded(0, otherKey.accessKeyId);
    const keys = [key, otherKey];
    const jobs = clientOf(server, () => keys.shift() ?? otherKey);
    expect(await jobs.get(ref)).toHaveProperty("state", "running");
    expect(server.requests).toEqual([key.accessKeyId, otherKey.accessKeyId]);
  });
});

test("a function is asked once for another key, however many requests are refused", async () => {
  const server = await guarded(20);
  const calls: unknown[] = [];
  const expiresAt = new Date(Date.now() + 3_600_000);
  const jobs = clientOf(server, (request) => {
    calls.push(request);
    return { ...key, expiresAt };
  });
  await Promise.allSettled(manyRefs(50).map((ref) => jobs.get(ref)));
  await Promise.allSettled(manyRefs(50).map((ref) => jobs.wait(ref)));
  expect(calls).toEqual([{}, { rejected: { ...key, expiresAt } }]);
  expect(server.requests.length).toBeLessThanOrEqual(2);
});

test("a request that was refused late is not sent with a key that was refused meanwhile", async () => {
  let keys = 0;
  const sent: string[] = [];
  let respond = () => {};
  const late = new Promise<void>((resolve) => {
    respond = resolve;
  });
  const jobs = createJobsClient({
    ...placedAt(),
    credentials: () => ({ token: `key-${++keys}`, expiresAt: new Date(Date.now() + 3_600_000) }),
    fetch: async (url, { headers }) => {
      const { "X-Auth-Token": sentKey = "" } = headers as Record<string, string>;
      sent.push(sentKey);
      if (url.endsWith("/late") && sentKey === "key-1") {
        await late;
      }
      return sentKey === "key-3" ? Response.json({ status: "SUCCESS" }) : errorResponse(401);
    },
  });
  const first = jobs.get({ service: "dcs", id: "late" });
  await expect(jobs.get(ref)).rejects.toMatchObject({ name: "AuthenticationError" });
  respond();
  expect(await first).toMatchObject({ state: "succeeded" });
  expect(sent.sort()).toEqual(["key-1", "key-1", "key-2", "key-3"]);
});

test("another key that a function yields is used at once", async () => {
  const server = await guarded(20, otherKey.accessKeyId);
  const expiresAt = new Date(Date.now() + 3_600_000);
  const jobs = clientOf(server, ({ rejected } = {}) => ({ ...(rejected ? otherKey : key), expiresAt }));
  const outcomes = await Promise.all(manyRefs(50).map((ref) => jobs.get(ref)));
  expect(outcomes.map(({ state }) => state)).toEqual(outcomes.map(() => "running"));
  expect(server.requests.filter((sent) => sent === key.accessKeyId).length).toBeLessThanOrEqual(2);
});

describe("an accepted credential", () => {
  test("is sent by any number of requests at once", async () => {
    const server = await guarded(50, key.accessKeyId);
    const jobs = clientOf(server, key);
    await jobs.get(ref);
    const began = performance.now();
    await Promise.all(manyRefs(40).map((ref) => jobs.get(ref)));
    // Two at a time would take a second.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(server.requests).toHaveLength(41);
  });

  test("is repeated once when it is refused later", async () => {
    const server = await guarded(0, key.accessKeyId);
    const jobs = clientOf(server, key);
    await jobs.get(ref);
    server.accepted.clear();
    for (let call = 0; call < 5; call++) {
      await expect(jobs.get(ref)).rejects.toMatchObject(refusal);
    }
    await Promise.allSettled(manyRefs(20).map((ref) => jobs.get(ref)));
    expect(server.requests).toHaveLength(3);
  });

  test("goes on if the repeat is accepted", async () => {
    const server = await guarded(0, key.accessKeyId);
    const jobs = clientOf(server, key);
    await jobs.get(ref);
    server.accepted.clear();
    await expect(jobs.get(ref)).rejects.toMatchObject(refusal);
    server.accepted.add(key.accessKeyId);
    await Promise.all(manyRefs(20).map((ref) => jobs.get(ref)));
    expect(server.requests).toHaveLength(22);
  });
});

describe.each([
  ["dcs", "DCS.1004"],
  ["dcs", "111401004"],
  ["ecs", "Ecs.0401"],
] as const)("%s: a 401 %s, which says that the project is not the credential's", (service, code) => {
  const ecs = defineService({
    path: "/v1/{project_id}/jobs/{job_id}",
    fields: { status: "status" },
    states: { RUNNING: "running", SUCCESS: "succeeded" },
    errors: { otherProject: ["Ecs.0401"] },
  });

  /** A service that knows only jobs of the project "own". */
  async function ownServer() {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(String(request.url));
      const isOwn = request.url?.includes("/own/");
      response.writeHead(isOwn ? 200 : 401, { "Content-Type": "application/json" });
      response.end(JSON.stringify(isOwn ? { status: "SUCCESS" } : { error_code: code, error_msg: "other project" }));
    });
    return { url: await listenOn(server), requests };
  }
  const refsOf = (projectId: string) =>
    manyRefs(20).map(({ id }) => ({ service, id: `${id}-${projectId}`, projectId }));

  test.each(["a key", "a function"])("ends the waits of that project alone: %s", async (kind) => {
    const { url, requests } = await ownServer();
    const calls: unknown[] = [];
    const yielding = (request?: object) => {
      calls.push(request);
      return { token: "good", expiresAt: new Date(Date.now() + 3_600_000) };
    };
    const jobs = createJobsClient({
      endpoints: { dcs: url, ecs: url },
      services: { ecs },
      rateLimit: { requestsPerSecond: 1_000 },
      credentials: kind === "a key" ? { token: "good" } : yielding,
    });
    for (const order of [
      ["other", "own"],
      ["own", "other"],
      ["own", "other", "own"],
    ]) {
      const outcomes = await jobs.waitAll(order.flatMap(refsOf));
      for (const { ref, job, error } of outcomes) {
        if (ref.projectId === "own") {
          expect(job).toHaveProperty("state", "succeeded");
        } else {
          expect(error).toMatchObject({ name: "AuthenticationError", code, url: expect.stringContaining(ref.id) });
          expect(error?.message).toContain("is good, but for another project than other.");
        }
      }
    }
    expect(calls.length).toBeLessThanOrEqual(1);
    expect(requests).toHaveLength(20 * 7 - 20);
  });
});

test("a request that hangs holds nobody up", async () => {
  const server = createServer((request, response) => {
    if (!request.url?.endsWith("/hangs")) {
      response.writeHead(200, { "Content-Type": "application/json" }).end('{"status":"RUNNING"}');
    }
  });
  const url = await listenOn(server);
  const jobs = createJobsClient({ ...placedAt(url), credentials: key });
  const controller = new AbortController();
  const hanging = jobs.get({ service: "dcs", id: "hangs" }, { signal: controller.signal });
  await Promise.all(manyRefs(20).map((ref) => jobs.get(ref)));
  controller.abort("the test ends");
  await expect(hanging).rejects.toBe("the test ends");
});

test("requests that are aborted while the credential is on probation leave no place taken", async () => {
  const server = await guarded(100, key.accessKeyId);
  const jobs = clientOf(server, key);
  const controller = new AbortController();
  const aborted = manyRefs(20).map((ref) => jobs.get(ref, { signal: controller.signal }));
  await expect.poll(() => server.requests.length).toBe(2);
  controller.abort();
  await Promise.allSettled(aborted);
  expect(await jobs.get(ref)).toHaveProperty("state", "running");
  expect(server.requests).toHaveLength(3);
});

describe.each([0, 60, 2_000])("a wrong password, an IAM that answers after %i ms", (delay) => {
  test.each([20, 200])("%i jobs: one login, and all end with IAM's refusal", async (count) => {
    const logins: unknown[] = [];
    const iam = createServer((request, response) => {
      logins.push(request.url);
      setTimeout(() => {
        const body = { error: { code: 401, message: "The username or password is wrong.", title: "Unauthorized" } };
        response.writeHead(401, { "Content-Type": "application/json" }).end(JSON.stringify(body));
      }, delay);
    });
    const server = await guarded(0);
    const user = { username: "u", password: "wrong-password", domainName: "d", projectId: "p" };
    const jobs = clientOf(server, passwordCredentials({ ...user, iamEndpoint: await listenOn(iam) }));
    const outcomes = await jobs.waitAll(manyRefs(count));
    expect(outcomes.filter(({ error }) => error?.name === "AuthenticationError")).toHaveLength(count);
    await expect(jobs.get(ref)).rejects.toHaveProperty("name", "AuthenticationError");
    expect(logins).toHaveLength(1);
    expect(server.requests).toHaveLength(0);
  });
});

test.each([302, 400, 403, 404, 423])("a login that IAM refuses with %i is not tried again", async (status) => {
  const iam = await serve(json({ error: { code: status, message: "The user is locked." } }, status));
  const server = await guarded(0);
  const user = { username: "u", password: "wrong-password", domainName: "d", projectId: "p" };
  const jobs = clientOf(server, passwordCredentials({ ...user, iamEndpoint: iam.url }));
  const outcomes = await jobs.waitAll(manyRefs(20));
  await expect(jobs.get(ref)).rejects.toHaveProperty("status", status);
  expect(outcomes.map(({ error }) => error)).toEqual(outcomes.map(() => expect.objectContaining({ status })));
  expect(iam.requests).toHaveLength(1);
});

test.each(["wait", "get"])(
  "the command's %s of twelve jobs sends two requests at most with a wrong key",
  async (verb) => {
    const server = await guarded(60);
    const env = { HUAWEICLOUD_SDK_AK: key.accessKeyId, HUAWEICLOUD_SDK_SK: key.secretAccessKey };
    const refs = manyRefs(12).map(({ id }) => `dcs/${id}`);
    const { code } = await run([verb, ...refs, "--project", "p", "--endpoint", `dcs=${server.url}`], { env });
    expect(code).toBe(4);
    expect(server.requests.length).toBeLessThanOrEqual(2);
  },
);
