import { createJobsClient, type Fetch, type JobsClient } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { json, serve } from "../helpers/server.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const ref = { service: "dcs", id: "j" } as const;

function client(dcs: string, fetch?: Fetch) {
  const clock = createVirtualClock();
  const credentials = { token: "t".repeat(20) };
  return {
    clock,
    jobs: createJobsClient({
      endpoints: { dcs, workspace: dcs, "sfs-turbo": dcs },
      projectId: "p",
      credentials,
      clock,
      fetch,
    }),
  };
}

describe("a certificate that is not accepted ends get and wait at once", () => {
  test.each([
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "CERT_HAS_EXPIRED",
    "HOSTNAME_MISMATCH",
  ])("%s", async (code) => {
    let requests = 0;
    const { jobs, clock } = client("https://dcs.test", () => {
      requests += 1;
      const cause = Object.assign(new Error("the certificate is wrong"), { code });
      return Promise.reject(new TypeError("fetch failed", { cause }));
    });
    const began = clock.now();
    for (const call of [jobs.get(ref), jobs.wait(ref)]) {
      await expect(call).rejects.toMatchObject({ name: "NetworkError", code });
      await expect(call).rejects.toThrow("NODE_EXTRA_CA_CERTS");
    }
    expect(requests).toBe(2);
    expect(clock.now()).toBe(began);
  });
});

/** What Node's `fetch` (NODE_USE_ENV_PROXY) and undici's ProxyAgent reject with. */
const tunnelFailure = (status: number) => `Proxy response (${status}) !== 200 when HTTP Tunneling`;

const failing = (message: string) =>
  client("https://dcs.test", () => Promise.reject(new TypeError("fetch failed", { cause: new Error(message) })));

test.each([
  ...["UnknownIssuer", "NotValidForName", "Expired"].map(
    (reason) => `error sending request for url (https://dcs.test/): invalid peer certificate: ${reason}`,
  ),
  ...[302, 400, 403, 405, 407].map(tunnelFailure),
  "Proxy Authentication Required (407)",
])("what Deno says of a certificate, and a proxy's refusal, end get and wait at once: %s", async (message) => {
  await expectEnd(failing(message).jobs);
});

test.each([1, 22, 6000])("port %i, which fetch blocks, ends get and wait at once", async (port) => {
  await expectEnd(client(`http://127.0.0.1:${port}`).jobs);
});

async function expectEnd(jobs: JobsClient): Promise<void> {
  await expect(jobs.wait(ref)).rejects.toMatchObject({ name: "NetworkError", attempts: 1 });
  await expect(jobs.get(ref)).rejects.toMatchObject({ name: "NetworkError", attempts: 1 });
}

test.each([429, 500, 502, 503, 504])("a proxy that responds with %i is ridden out", async (status) => {
  const { jobs } = failing(tunnelFailure(status));
  await expect(jobs.wait(ref, { timeout: 60_000 })).rejects.toHaveProperty("name", "WaitTimeoutError");
});

test.each(["ECONNREFUSED", "ENOTFOUND", "ECONNRESET", "UND_ERR_SOCKET"])("%s is ridden out", async (code) => {
  const { jobs } = client("https://dcs.test", () =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code }) })),
  );
  await expect(jobs.wait(ref, { timeout: 60_000 })).rejects.toHaveProperty("name", "WaitTimeoutError");
});

describe('the gateway\'s "no such API"', () => {
  test.each(["APIGW.0101", "APIG.0101", "apig.0101"])("%s ends a wait at once, whatever the grace", async (code) => {
    const body = { error_code: code, error_msg: "The API does not exist or has not been published." };
    const server = await serve(json(body, 404));
    const { jobs } = client(server.url);
    const wait = jobs.wait(ref, { notFoundGrace: 60_000 });
    await expect(wait).rejects.toMatchObject({ name: "NotFoundError", code });
    await expect(wait).rejects.toThrow(
      `There is no such API at ${new URL(server.url).host}: check endpoint and region.`,
    );
    expect(server.requests).toHaveLength(1);
  });

  test("is no word of the service: its own 404 still has the grace", async () => {
    const body = { error_code: "DCS.4041", error_msg: "No such job." };
    const server = await serve(json(body, 404), json({ status: "SUCCESS" }));
    const { jobs } = client(server.url);
    expect(await jobs.wait(ref, { notFoundGrace: 60_000 })).toHaveProperty("state", "succeeded");
  });
});

describe("a 200 with the service's error in it", () => {
  test.each([
    ["workspace", { error_code: "WKS.00010099", error_msg: "The Workspace service is disabled." }, "WKS.00010099"],
    ["sfs-turbo", { errCode: "SFS.TURBO.0019", errMsg: "Internal error." }, "SFS.TURBO.0019"],
    ["dcs", { error_code: "DCS.4001", error_msg: "No." }, "DCS.4001"],
  ] as const)("ends get and wait of %s with its code", async (service, body, code) => {
    const server = await serve(json(body));
    const { jobs } = client(server.url);
    for (const call of [jobs.get({ service, id: "j" }), jobs.wait({ service, id: "j" })]) {
      await expect(call).rejects.toMatchObject({ name: "ApiError", status: 200, code, attempts: 1 });
    }
    expect(server.requests).toHaveLength(2);
  });

  test("is one only if the body has no status", async () => {
    const server = await serve(json({ status: "RUNNING", error_code: "DCS.1" }), json({ status: "SUCCESS" }));
    expect(await client(server.url).jobs.wait(ref)).toHaveProperty("state", "succeeded");
  });
});
