import { createJobsClient, passwordCredentials } from "huaweicloud-jobs";
import { expect, test } from "vitest";
import { placedAt } from "../helpers/fake-client.ts";
import { json, serve } from "../helpers/server.ts";

const ref = { service: "dcs", id: "j" } as const;

function deferred() {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test("a function that keeps its token receives the rejection, even while another call of it is in progress", async () => {
  const { promise: rejection, resolve: reject } = deferred();
  const finishCall: (() => void)[] = [];
  let kept = "stale-token";
  const jobs = createJobsClient({
    ...placedAt(),
    credentials: async ({ rejected } = {}) => {
      kept = rejected === undefined ? kept : "fresh-token";
      const token = kept;
      const { promise, resolve } = deferred();
      finishCall.push(resolve);
      await promise;
      return { token };
    },
    fetch: async (_url, init) => {
      await rejection;
      const isFresh = new Headers(init.headers).get("X-Auth-Token") === "fresh-token";
      return isFresh ? Response.json({ status: "RUNNING" }) : Response.json({}, { status: 401 });
    },
  });
  const calls = (count: number) => expect.poll(() => finishCall).toHaveLength(count);
  const first = jobs.get(ref);
  await calls(1);
  finishCall[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  const second = jobs.get({ ...ref, id: "k" });
  await calls(2);
  reject();
  await calls(3);
  finishCall[1]?.();
  finishCall[2]?.();
  expect(await Promise.all([first, second])).toMatchObject([{ state: "running" }, { state: "running" }]);
  await calls(3);
});

test("a response from IAM is not quoted: it may contain a token", async () => {
  const body = { access: { token: { id: "MIIF-canary-token" } } };
  const server = await serve(json(body, 201));
  const user = { username: "ada", password: "s3cret", domainName: "d", iamEndpoint: server.url };
  const login = passwordCredentials(user)();
  await expect(login).rejects.toThrow("X-Subject-Token");
  await expect(login).rejects.not.toThrow("canary");
});
