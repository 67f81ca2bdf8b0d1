import { createJobsClient, passwordCredentials } from "huaweicloud-jobs";
import { expect, test } from "vitest";
import { json, serve } from "../helpers/server.ts";

const ref = { service: "dcs", id: "j" } as const;

function deferred() {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test("a refusal is told to a function that keeps its token, also while another call of it is under way", async () => {
  const { promise: refusal, resolve: refuse } = deferred();
  const answers: (() => void)[] = [];
  let kept = "stale-token";
  const jobs = createJobsClient({
    endpoints: { dcs: "https://dcs.test" },
    projectId: "p",
    credentials: async ({ rejected } = {}) => {
      kept = rejected === undefined ? kept : "fresh-token";
      const token = kept;
      const { promise, resolve } = deferred();
      answers.push(resolve);
      await promise;
      return { token };
    },
    fetch: async (_url, init) => {
      await refusal;
      const isFresh = new Headers(init.headers).get("X-Auth-Token") === "fresh-token";
      return isFresh ? Response.json({ status: "RUNNING" }) : Response.json({}, { status: 401 });
    },
  });
  const asked = (count: number) => expect.poll(() => answers).toHaveLength(count);
  const first = jobs.get(ref);
  await asked(1);
  answers[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  const second = jobs.get({ ...ref, id: "k" });
  await asked(2);
  refuse();
  await asked(3);
  answers[1]?.();
  answers[2]?.();
  expect(await Promise.all([first, second])).toMatchObject([{ state: "running" }, { state: "running" }]);
  await asked(3);
});

test("an answer of IAM is not quoted: what stands in it may be a token", async () => {
  const body = { access: { token: { id: "MIIF-canary-token" } } };
  const server = await serve(json(body, 201));
  const user = { username: "ada", password: "s3cret", domainName: "d", iamEndpoint: server.url };
  const login = passwordCredentials(user)();
  await expect(login).rejects.toThrow("X-Subject-Token");
  await expect(login).rejects.not.toThrow("canary");
});
