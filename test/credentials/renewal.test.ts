import { createJobsClient, type JobsClientOptions } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { placedAt } from "../helpers/fake-client.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const ref = { service: "dcs", id: "j" } as const;

/** A client of a server that accepts some tokens and rejects the others. */
function guardedClient(credentials: JobsClientOptions["credentials"], accepts: (token: string) => boolean) {
  const clock = createVirtualClock();
  const tokens: string[] = [];
  const jobs = createJobsClient({
    ...placedAt(),
    credentials,
    clock,
    fetch: async (_url, init) => {
      const token = new Headers(init.headers).get("X-Auth-Token") ?? "";
      tokens.push(token);
      const rejection = { error_code: "APIGW.0307", error_msg: "The token must be updated." };
      return accepts(token) ? Response.json({ status: "RUNNING" }) : Response.json(rejection, { status: 401 });
    },
  });
  return { jobs, tokens, clock };
}

/** A credentials function that yields token-1, token-2 and so on, and the arguments of its calls. */
function numbered(lifetime?: number, clock?: { now(): number }) {
  const calls: unknown[] = [];
  const load = async (request: unknown) => {
    calls.push(request);
    await new Promise((resolve) => setImmediate(resolve));
    const token = `token-${calls.length}`;
    return lifetime === undefined ? { token } : { token, expiresAt: new Date((clock?.now() ?? 0) + lifetime) };
  };
  return { calls, load };
}

describe("a 401", () => {
  test("with a token from a function causes one refresh and one retry, at once", async () => {
    const { calls, load } = numbered();
    const { jobs, tokens, clock } = guardedClient(load, (token) => token === "token-2");
    const began = clock.now();
    expect(await jobs.get(ref)).toHaveProperty("state", "running");
    expect(tokens).toEqual(["token-1", "token-2"]);
    expect(calls).toEqual([{}, { rejected: { token: "token-1" } }]);
    expect(clock.now()).toBe(began);
  });

  test("that persists is thrown after that retry", async () => {
    const { calls, load } = numbered();
    const { jobs, tokens } = guardedClient(load, () => false);
    await expect(jobs.get(ref)).rejects.toMatchObject({ name: "AuthenticationError", attempts: 2 });
    expect(tokens).toHaveLength(2);
    expect(calls).toHaveLength(2);
  });

  test("of a hundred concurrent requests causes one refresh", async () => {
    const { calls, load } = numbered();
    const { jobs } = guardedClient(load, (token) => token !== "token-1");
    await Promise.all(Array.from({ length: 100 }, () => jobs.get(ref)));
    expect(calls).toHaveLength(2);
  });

  test("with a static token is not retried", async () => {
    const { jobs, tokens } = guardedClient({ token: "mine" }, () => false);
    await expect(jobs.get(ref)).rejects.toHaveProperty("name", "AuthenticationError");
    expect(tokens).toHaveLength(1);
  });

  test("with an access key is never retried", async () => {
    const key = { accessKeyId: "AK-0001", secretAccessKey: "SK-0001" };
    for (const credentials of [key, () => key]) {
      const { jobs, tokens } = guardedClient(credentials, () => false);
      await expect(jobs.get(ref)).rejects.toHaveProperty("name", "AuthenticationError");
      expect(tokens).toHaveLength(1);
    }
  });

  test("during a wait is handled in the same way", async () => {
    const { calls, load } = numbered(24 * 3_600_000, { now: Date.now });
    let good = "token-1";
    const { jobs, tokens } = guardedClient(load, (token) => token === good);
    const onUpdate = () => {
      good = "token-2";
    };
    await jobs.wait(ref, { timeout: 60_000, onUpdate }).catch(() => {});
    expect(calls).toHaveLength(2);
    expect(tokens.slice(0, 3)).toEqual(["token-1", "token-1", "token-2"]);
    expect(tokens.length).toBeGreaterThan(5);
  });
});

/** A client whose clock the test sets. */
function clientAt(options: Pick<JobsClientOptions, "credentials" | "requestTimeout" | "fetch">) {
  const clock = { time: 0, now: () => clock.time, sleep: async () => {} };
  const jobs = createJobsClient({
    ...placedAt(),
    clock,
    fetch: async () => Response.json({ status: "RUNNING" }),
    ...options,
  });
  return { jobs, clock };
}

describe("a token with an expiry", () => {
  test("is used for all requests until shortly before it", async () => {
    const clock = createVirtualClock();
    const { calls, load } = numbered(3_600_000, clock);
    const { jobs } = guardedClient(load, () => true);
    const own = { ...jobs };
    for (let request = 0; request < 3; request++) {
      await own.get(ref);
    }
    expect(calls).toHaveLength(1);
  });

  test("is renewed five minutes before it", async () => {
    const { load, calls } = numbered();
    const { jobs, clock } = clientAt({
      credentials: async (request) => ({ ...(await load(request)), expiresAt: new Date(clock.time + 3_600_000) }),
    });
    await jobs.get(ref);
    clock.time = 3_299_000;
    await jobs.get(ref);
    expect(calls).toHaveLength(1);
    clock.time = 3_301_000;
    await jobs.get(ref);
    expect(calls).toHaveLength(2);
  });

  test("is used until then if it cannot be renewed early", async () => {
    let calls = 0;
    const { jobs, clock } = clientAt({
      credentials: () => {
        calls += 1;
        if (calls > 1) {
          throw new Error("vault is sealed");
        }
        return { token: "first", expiresAt: new Date(3_600_000) };
      },
    });
    await jobs.get(ref);
    clock.time = 3_400_000;
    await jobs.get(ref);
    await jobs.get(ref);
    expect(calls).toBe(2);
    clock.time = 3_600_000;
    await expect(jobs.get(ref)).rejects.toHaveProperty("name", "JobsError");
  });
});

test("an early renewal that hangs does not delay requests", async () => {
  const tokens: string[] = [];
  let calls = 0;
  const { jobs, clock } = clientAt({
    credentials: () => {
      calls += 1;
      return calls === 1 ? { token: "first", expiresAt: new Date(100_000) } : new Promise(() => {});
    },
    requestTimeout: 500,
    fetch: async (_url, init) => {
      tokens.push(new Headers(init.headers).get("X-Auth-Token") ?? "");
      return Response.json({ status: "RUNNING" });
    },
  });
  await jobs.get(ref);
  clock.time = 99_000;
  await jobs.get(ref);
  expect(tokens).toEqual(["first", "first"]);
  clock.time = 100_000;
  await expect(jobs.get(ref)).rejects.toHaveProperty("name", "TimeoutError");
  expect(tokens).toHaveLength(2);
});

test("an undefined member counts as absent", async () => {
  const credentials = { token: undefined, accessKeyId: "AK-0001", secretAccessKey: "SK-0001" } as never;
  const { jobs, tokens } = guardedClient(credentials, () => true);
  expect(await jobs.get(ref)).toHaveProperty("state", "running");
  expect(tokens).toEqual([""]);
});

test("a credential that throws when it is read is a JobsError, and is requested once", async () => {
  let calls = 0;
  const { jobs } = guardedClient(
    () => {
      calls += 1;
      return {
        get token(): string {
          throw new Error("boom");
        },
      };
    },
    () => true,
  );
  await expect(jobs.get(ref)).rejects.toMatchObject({ name: "JobsError", cause: { message: "boom" } });
  expect(calls).toBe(1);
});

test("concurrent requests share one call of the function", async () => {
  const { calls, load } = numbered();
  const { jobs } = guardedClient(load, () => true);
  await Promise.all(Array.from({ length: 50 }, () => jobs.get(ref)));
  expect(calls).toHaveLength(1);
});

test.each([
  ["nothing", undefined],
  ["a text", "token"],
  ["an empty token", { token: "" }],
  ["a token with a line end", { token: "a\nb" }],
  ["half an access key", { accessKeyId: "AK" }],
  ["an access key with an empty security token", { accessKeyId: "AK", secretAccessKey: "SK", securityToken: "" }],
  ["both kinds", { token: "t", accessKeyId: "AK", secretAccessKey: "SK" }],
  ["an expiry that is not a Date", { token: "t", expiresAt: "tomorrow" }],
  ["an expiry that is an invalid Date", { token: "t", expiresAt: new Date("never") }],
])("%s from a function is a ConfigurationError", async (_what, given) => {
  const { jobs, tokens } = guardedClient(
    () => given as never,
    () => true,
  );
  await expect(jobs.get(ref)).rejects.toMatchObject({ name: "ConfigurationError" });
  expect(tokens).toHaveLength(0);
});
