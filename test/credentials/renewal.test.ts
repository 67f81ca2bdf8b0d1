import { createJobsClient, type JobsClientOptions } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const ref = { service: "dcs", id: "j" } as const;

/** A client of a server that accepts some tokens and refuses the others. */
function guardedClient(credentials: JobsClientOptions["credentials"], accepts: (token: string) => boolean) {
  const clock = createVirtualClock();
  const tokens: string[] = [];
  const jobs = createJobsClient({
    endpoints: { dcs: "https://dcs.test" },
    projectId: "p",
    credentials,
    clock,
    fetch: async (_url, init) => {
      const token = new Headers(init.headers).get("X-Auth-Token") ?? "";
      tokens.push(token);
      const refusal = { error_code: "APIGW.0307", error_msg: "The token must be updated." };
      return accepts(token) ? Response.json({ status: "RUNNING" }) : Response.json(refusal, { status: 401 });
    },
  });
  return { jobs, tokens, clock };
}

/** A credentials function that yields token-1, token-2 and so on, and tells how it was asked. */
function numbered(lifetime?: number, clock?: { now(): number }) {
  const asked: unknown[] = [];
  const ask = async (request: unknown) => {
    asked.push(request);
    await new Promise((resolve) => setImmediate(resolve));
    const token = `token-${asked.length}`;
    return lifetime === undefined ? { token } : { token, expiresAt: new Date((clock?.now() ?? 0) + lifetime) };
  };
  return { asked, ask };
}

describe("a 401", () => {
  test("with a token from a function leads to one refresh and one repeat, at once", async () => {
    const { asked, ask } = numbered();
    const { jobs, tokens, clock } = guardedClient(ask, (token) => token === "token-2");
    const began = clock.now();
    expect(await jobs.get(ref)).toHaveProperty("state", "running");
    expect(tokens).toEqual(["token-1", "token-2"]);
    expect(asked).toEqual([{}, { rejected: { token: "token-1" } }]);
    expect(clock.now()).toBe(began);
  });

  test("that stays one is told after that repeat", async () => {
    const { asked, ask } = numbered();
    const { jobs, tokens } = guardedClient(ask, () => false);
    await expect(jobs.get(ref)).rejects.toMatchObject({ name: "AuthenticationError", attempts: 2 });
    expect(tokens).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });

  test("of a hundred requests at once leads to one refresh", async () => {
    const { asked, ask } = numbered();
    const { jobs } = guardedClient(ask, (token) => token !== "token-1");
    await Promise.all(Array.from({ length: 100 }, () => jobs.get(ref)));
    expect(asked).toHaveLength(2);
  });

  test("with a token of one's own is not repeated", async () => {
    const { jobs, tokens } = guardedClient({ token: "mine" }, () => false);
    await expect(jobs.get(ref)).rejects.toHaveProperty("name", "AuthenticationError");
    expect(tokens).toHaveLength(1);
  });

  test("with an access key is never repeated", async () => {
    const key = { accessKeyId: "AK-0001", secretAccessKey: "SK-0001" };
    for (const credentials of [key, () => key]) {
      const { jobs, tokens } = guardedClient(credentials, () => false);
      await expect(jobs.get(ref)).rejects.toHaveProperty("name", "AuthenticationError");
      expect(tokens).toHaveLength(1);
    }
  });

  test("in the middle of a wait is mended in the same way", async () => {
    const { asked, ask } = numbered(24 * 3_600_000, { now: Date.now });
    let good = "token-1";
    const { jobs, tokens } = guardedClient(ask, (token) => token === good);
    const onUpdate = () => {
      good = "token-2";
    };
    await jobs.wait(ref, { timeout: 60_000, onUpdate }).catch(() => {});
    expect(asked).toHaveLength(2);
    expect(tokens.slice(0, 3)).toEqual(["token-1", "token-1", "token-2"]);
    expect(tokens.length).toBeGreaterThan(5);
  });
});

/** A client whose time the test sets. */
function clientAt(options: Pick<JobsClientOptions, "credentials" | "requestTimeout" | "fetch">) {
  const clock = { time: 0, now: () => clock.time, sleep: async () => {} };
  const jobs = createJobsClient({
    endpoints: { dcs: "https://dcs.test" },
    projectId: "p",
    clock,
    fetch: async () => Response.json({ status: "RUNNING" }),
    ...options,
  });
  return { jobs, clock };
}

describe("a token that tells its end", () => {
  test("serves all requests until shortly before", async () => {
    const clock = createVirtualClock();
    const { asked, ask } = numbered(3_600_000, clock);
    const { jobs } = guardedClient(ask, () => true);
    const own = { ...jobs };
    for (let request = 0; request < 3; request++) {
      await own.get(ref);
    }
    expect(asked).toHaveLength(1);
  });

  test("is renewed five minutes before", async () => {
    const { ask, asked } = numbered();
    const { jobs, clock } = clientAt({
      credentials: async (request) => ({ ...(await ask(request)), expiresAt: new Date(clock.time + 3_600_000) }),
    });
    await jobs.get(ref);
    clock.time = 3_299_000;
    await jobs.get(ref);
    expect(asked).toHaveLength(1);
    clock.time = 3_301_000;
    await jobs.get(ref);
    expect(asked).toHaveLength(2);
  });

  test("is used to its end when it cannot be renewed early", async () => {
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

test("an early renewal that hangs holds up no request", async () => {
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

test("a member that is undefined is as if absent", async () => {
  const credentials = { token: undefined, accessKeyId: "AK-0001", secretAccessKey: "SK-0001" } as never;
  const { jobs, tokens } = guardedClient(credentials, () => true);
  expect(await jobs.get(ref)).toHaveProperty("state", "running");
  expect(tokens).toEqual([""]);
});

test("a credential that throws when it is read is a JobsError, asked for once", async () => {
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

test("requests at the same time share one call of the function", async () => {
  const { asked, ask } = numbered();
  const { jobs } = guardedClient(ask, () => true);
  await Promise.all(Array.from({ length: 50 }, () => jobs.get(ref)));
  expect(asked).toHaveLength(1);
});

test.each([
  ["nothing", undefined],
  ["a text", "token"],
  ["an empty token", { token: "" }],
  ["a token with a line end", { token: "a\nb" }],
  ["half an access key", { accessKeyId: "AK" }],
  ["an access key with an empty security token", { accessKeyId: "AK", secretAccessKey: "SK", securityToken: "" }],
  ["both kinds", { token: "t", accessKeyId: "AK", secretAccessKey: "SK" }],
  ["an end that is no date", { token: "t", expiresAt: "tomorrow" }],
  ["an end that is no moment", { token: "t", expiresAt: new Date("never") }],
])("%s from a function is a ConfigurationError", async (_what, given) => {
  const { jobs, tokens } = guardedClient(
    () => given as never,
    () => true,
  );
  await expect(jobs.get(ref)).rejects.toMatchObject({ name: "ConfigurationError" });
  expect(tokens).toHaveLength(0);
});
