import type { RequestListener } from "node:http";
import { createJobsClient, type MetadataOptions, metadataCredentials } from "huaweicloud-jobs";
import { describe, expect, test, vi } from "vitest";
import { placedAt } from "../helpers/fake-client.ts";
import { json, reset, serve } from "../helpers/server.ts";

const credential = {
  access: "temporary-ak",
  secret: "temporary-sk-1234",
  securitytoken: "temporary-st-1234",
  expires_at: "2099-01-01T00:00:00.000000Z",
};
const key = {
  accessKeyId: "temporary-ak",
  secretAccessKey: "temporary-sk-1234",
  securityToken: "temporary-st-1234",
  expiresAt: new Date("2099-01-01T00:00:00Z"),
};
const session: RequestListener = (_request, response) => void response.end("session-token\n");
const keys = json({ credential });

test("a key is requested with a session token, and shared", async () => {
  const server = await serve(session, keys);
  const credentials = metadataCredentials({ endpoint: server.url });
  expect(await Promise.all([credentials(), credentials(), credentials()])).toEqual([key, key, key]);
  expect(await credentials()).toEqual(key);
  expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "PUT /meta-data/latest/api/token",
    "GET /openstack/latest/securitykey",
  ]);
  expect(server.requests[0]?.headers["x-metadata-token-ttl-seconds"]).toBe("21600");
  expect(server.requests[1]?.headers["x-metadata-token"]).toBe("session-token");
});

test.each([404, 405, 503])(
  "an older service (%s to the request for a session token) is asked without one",
  async (status) => {
    const server = await serve(json({}, status), keys);
    expect(await metadataCredentials({ endpoint: `${server.url}/` })()).toEqual(key);
    expect(server.requests[1]?.headers).not.toHaveProperty("x-metadata-token");
  },
);

test("requests are signed with the key and its security token", async () => {
  const server = await serve(session, keys);
  const dcs = await serve(json({ status: "SUCCESS" }));
  const credentials = metadataCredentials({ endpoint: server.url });
  const jobs = createJobsClient({ ...placedAt(dcs.url), credentials });
  await jobs.get({ service: "dcs", id: "j" });
  await jobs.get({ service: "dcs", id: "j" });
  expect(server.requests).toHaveLength(2);
  expect(dcs.requests[0]?.headers).toMatchObject({
    "x-security-token": "temporary-st-1234",
    authorization: expect.stringContaining("Access=temporary-ak"),
  });
});

test.each([
  ["is over in a moment", new Date(Date.now() + 1_000).toISOString(), 2],
  ["is not said", undefined, 1],
  ["has passed", "2000-01-01T00:00:00Z", 1],
])("a key whose end %s is requested as often as that needs", async (_, expires_at, times) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  try {
    const server = await serve(session, json({ credential: { ...credential, expires_at } }), session, keys);
    const credentials = metadataCredentials({ endpoint: server.url });
    await credentials();
    vi.setSystemTime(Date.now() + 10_000);
    await credentials();
    expect(server.requests).toHaveLength(2 * times);
  } finally {
    vi.useRealTimers();
  }
});

describe("an error says what is wrong, and shows no key", () => {
  const attempt = (endpoint: string, fetch?: MetadataOptions["fetch"]) =>
    Promise.resolve(metadataCredentials({ endpoint, fetch })()).catch((error: unknown) => error);

  test("no agency", async () => {
    const server = await serve(session, json({}, 404));
    expect(await attempt(server.url)).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("agency"),
    });
  });

  test.each([
    ["a reset", [reset], "NetworkError"],
    ["a refusal of the session", [json({}, 403)], "PermissionError"],
    ["a failure", [session, json({}, 500)], "ServerError"],
    ["half a key", [session, json({ credential: { ...credential, secret: "" } })], "InvalidResponseError"],
    ["no JSON", [session, session], "InvalidResponseError"],
  ] as const)("%s", async (_, handlers, name) => {
    const server = await serve(...handlers);
    const error = (await attempt(server.url)) as Error;
    expect(error.name).toBe(name);
    expect(`${error.stack}${JSON.stringify(error)}`).not.toMatch(/temporary|session-token/);
  });

  test("a service that hangs is given up after three seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const attempted = attempt("http://metadata.test", () => new Promise(() => {}));
      await vi.advanceTimersByTimeAsync(3_000);
      expect(await attempted).toMatchObject({ name: "TimeoutError", message: expect.stringContaining("3000 ms") });
    } finally {
      vi.useRealTimers();
    }
  });

  test("without an endpoint, it is the address that each server has", async () => {
    const urls: string[] = [];
    const credentials = metadataCredentials({
      fetch: async (url) => {
        urls.push(url);
        return Response.json({ credential });
      },
    });
    await credentials();
    expect(urls).toEqual([
      "http://169.254.169.254/meta-data/latest/api/token",
      "http://169.254.169.254/openstack/latest/securitykey",
    ]);
  });
});

test.each([
  [{ endpoint: "ftp://a" }, '"endpoint"'],
  [{ endpoint: "http://user:secret@a.test" }, "user name"],
  [{ fetch: 1 }, '"fetch"'],
  [{ end_point: "http://a.test" }, '"options.end_point" is not known'],
])("a wrong option is named: %j", (options, message) => {
  expect(() => metadataCredentials(options as MetadataOptions)).toThrow(message);
});
