import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { type Credentials, createJobsClient } from "huaweicloud-jobs";
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { sign } from "../../src/credentials/sign.ts";
import { errorResponse, fakeClient, placedAt } from "../helpers/fake-client.ts";

interface Vector {
  readonly name: string;
  readonly ak: string;
  readonly sk: string;
  readonly method: string;
  readonly endpoint: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly requestHeaders: Record<string, string>;
  readonly body: string;
  readonly expectedSignedHeaders: readonly string[];
  readonly expectedAuthorization: string;
}

const file = new URL("../fixtures/signing-vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] };

describe.each(["node:crypto", "WebCrypto"])("with %s", (module) => {
  let digests: MockInstance<SubtleCrypto["digest"]>;
  beforeEach(() => {
    digests = vi.spyOn(crypto.subtle, "digest");
    if (module === "WebCrypto") {
      vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    }
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each(vectors)("the official vector $name is reproduced", async (vector) => {
    const date = vector.requestHeaders["X-Sdk-Date"] ?? "";
    const now = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    const headers = Object.fromEntries(
      Object.entries(vector.requestHeaders).filter(
        ([name]) => name !== "X-Sdk-Date" && vector.expectedSignedHeaders.includes(name.toLowerCase()),
      ),
    );
    const signed = await sign(
      { accessKeyId: vector.ak, secretAccessKey: vector.sk },
      {
        method: vector.method,
        url: `${vector.endpoint}${vector.path}?${new URLSearchParams(vector.query)}`,
        headers,
        body: new TextEncoder().encode(vector.body),
        now,
      },
    );
    expect(signed["Authorization"]).toBe(vector.expectedAuthorization);
    expect(signed["X-Sdk-Date"]).toBe(date);
  });

  test(`${module === "WebCrypto" ? "some" : "no"} digest goes through the thread pool`, async () => {
    await sign({ accessKeyId: "a", secretAccessKey: "s" }, { method: "GET", url: "https://a.test/", now: 0 });
    expect(digests.mock.calls.length > 0).toBe(module === "WebCrypto");
  });

  test("a text and its bytes have the same signature", async () => {
    const key = { accessKeyId: "a", secretAccessKey: "sch\u00fcssel" };
    const request = { method: "POST", url: "https://a.test/", now: 0 };
    const body = '{"name":"gr\u00fcn"}';
    const signed = await sign(key, { ...request, body });
    expect(signed).toEqual(await sign(key, { ...request, body: new TextEncoder().encode(body) }));
    expect(signed).not.toEqual(await sign(key, request));
  });
});

/** The signature of a request, computed step by step with `node:crypto`. */
function signatureOf(
  secret: string,
  headers: Headers,
  canonicalPath: string,
  canonicalQuery: string,
  host: string,
): string {
  const date = headers.get("X-Sdk-Date") ?? "";
  const signed = /SignedHeaders=([^,]+)/.exec(headers.get("Authorization") ?? "")?.[1] ?? "";
  const lines = signed.split(";").map((name) => `${name}:${name === "host" ? host : headers.get(name)}\n`);
  const empty = createHash("sha256").update("").digest("hex");
  const canonical = ["GET", canonicalPath, canonicalQuery, lines.join(""), signed, empty].join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  return createHmac("sha256", secret).update(`SDK-HMAC-SHA256\n${date}\n${hash}`).digest("hex");
}

const key = { accessKeyId: "AK-0001", secretAccessKey: "SK-0001-secret" };

async function headersOf(credentials: Credentials, query: Record<string, unknown> = {}, baseUrl = "https://dcs.test") {
  const sent: Headers[] = [];
  const { clients } = createJobsClient({
    endpoints: { dcs: baseUrl },
    credentials,
    fetch: async (_url, init) => {
      sent.push(new Headers(init.headers));
      return Response.json({});
    },
  });
  await clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", {
    params: { path: { project_id: "p-1", job_id: "j~1" }, query } as never,
  });
  return sent[0] ?? new Headers();
}

describe("a request with an access key", () => {
  test("is signed for its path, host, date and project", async () => {
    const headers = await headersOf(key);
    const signature = signatureOf(key.secretAccessKey, headers, "/v2/p-1/jobs/j~1/", "", "dcs.test");
    expect(headers.get("Authorization")).toBe(
      `SDK-HMAC-SHA256 Access=AK-0001, SignedHeaders=host;x-project-id;x-sdk-date, Signature=${signature}`,
    );
    expect(headers.get("X-Project-Id")).toBe("p-1");
    expect(headers.get("X-Sdk-Date")).toMatch(/^\d{8}T\d{6}Z$/);
    expect(headers.has("X-Auth-Token")).toBe(false);
  });

  test("has the security token of a temporary key, signed", async () => {
    const headers = await headersOf({ ...key, securityToken: "ST-0001" });
    expect(headers.get("X-Security-Token")).toBe("ST-0001");
    expect(headers.get("Authorization")).toContain("SignedHeaders=host;x-project-id;x-sdk-date;x-security-token,");
  });

  test("is signed correctly, whatever its path and query", async () => {
    const query = { z: "1", "a b": "c/d+é*'()!", empty: "", list: ["b", "a"] };
    const headers = await headersOf(key, query, "https://dcs.test:8443/proxy%20one/(x)");
    const canonicalQuery = "a%20b=c%2Fd%2B%C3%A9%2A%27%28%29%21&empty=&list=a&list=b&z=1";
    const path = "/proxy%20one/%28x%29/v2/p-1/jobs/j~1/";
    expect(headers.get("Authorization")).toContain(
      signatureOf(key.secretAccessKey, headers, path, canonicalQuery, "dcs.test:8443"),
    );
  });

  test("is signed again for each attempt", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    const dates: (string | null)[] = [];
    const jobs = createJobsClient({
      ...placedAt(),
      credentials: key,
      clock: {
        now: () => now,
        sleep: async () => {
          now += 60_000;
        },
      },
      fetch: async (_url, init) => {
        dates.push(new Headers(init.headers).get("X-Sdk-Date"));
        return dates.length < 3 ? new Response(null, { status: 503 }) : Response.json({ status: "SUCCESS" });
      },
    });
    await jobs.get({ service: "dcs", id: "j" });
    expect(dates).toEqual(["20260101T000000Z", "20260101T000100Z", "20260101T000200Z"]);
  });
});

test("neither key, secret, security token nor signature is shown when the server echoes them", async () => {
  const credentials = { ...key, securityToken: "ST-0001-secret" };
  const { jobs } = fakeClient([], {
    credentials,
    fetch: async (_url, init) => {
      const headers = new Headers(init.headers);
      const echo = [...headers].map(([name, value]) => `${name}=${value}`).join(" ");
      return errorResponse(401, {
        error_code: "APIGW.0301",
        error_msg: `verify aksk signature fail ${echo} ${key.secretAccessKey}`,
      });
    },
  });
  const error: unknown = await jobs.get({ service: "dcs", id: "j" }).catch((error: unknown) => error);
  const shown = inspect(error, { depth: 9, showHidden: true });
  for (const secret of [...Object.values(credentials), /Signature=[0-9a-f]{8}/]) {
    expect(shown).not.toMatch(secret);
  }
});
