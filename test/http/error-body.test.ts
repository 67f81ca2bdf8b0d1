import { inspect } from "node:util";
import {
  ApiError,
  AuthenticationError,
  isJobsError,
  JobFailedError,
  RateLimitError,
  ServerError,
} from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { errorResponse, fakeClient, token } from "../helpers/fake-client.ts";
import { sampleText } from "../helpers/samples.ts";

async function errorOf(response: Response): Promise<ApiError> {
  const { jobs } = fakeClient([response]);
  return jobs.get({ service: "sfs-turbo", id: "job-1" }).then(
    () => Promise.reject(new Error("resolved")),
    (error: ApiError) => error,
  );
}

// What other shapes tell is in faults.test.ts, with every status.
describe("code and message are found in the body of", () => {
  test.each([
    ["the gateway (429)", 429, "apigw-1", "APIGW.0308", "The throttling threshold has been reached: policy user over"],
    ["the dedicated gateway (401)", 401, "apigw-4", "APIG.0301", "Incorrect IAM authentication information: decrypt"],
    ["IAM, with its numeric code", 401, "iam-1", "401", "Unauthorized."],
    ["DCS", 400, "dcs-3", "111400063", "Invalid {0} parameter in the request."],
    ["DCS, in its newer style", 401, "dcs-5", "DCS.1002", "Token expired."],
    ["SFS Turbo", 404, "sfs-turbo-4", "SFS.TURBO.0001", "parameter error"],
    ["SFS Turbo, for an unknown job", 404, "sfs-turbo-5", "SFS.TURBO.0019", "Invalid Job Id"],
    ["SFS Turbo, for a share that is gone", 403, "sfs-turbo-7", "SFS.TURBO.9000", "no privileges to operate"],
    ["Workspace", 409, "workspace-5", "WKS.00010032", "Operation conflict."],
    ["a service with an encoded message", 400, "errors-1", "XXX.0001", "Some errors occurred."],
    ["a service that nests", 400, "errors-2", "XXX.0001", "Some errors occurred."],
  ])("%s", async (_who, status, name, code, message) => {
    const error = await errorOf(errorResponse(status, sampleText(name)));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status, code });
    expect(error.message).toContain(message);
  });

  test.each([
    [
      "a flat pair before a nested one",
      { error: { code: "B", message: "n" }, error_code: "A.1", error_msg: "m" },
      "A.1",
    ],
    ["a whole nested pair before half a flat one", { message: "half", error: { code: "A.1", message: "m" } }, "A.1"],
  ])("%s", async (_shape, body, code) => {
    expect((await errorOf(errorResponse(400, body))).code).toBe(code);
  });
});

test.each([
  ["an HTML page", "<html><head><title>502 Bad Gateway</title></head></html>", "<title>502 Bad Gateway</title>"],
  ["a text", "upstream connect error", "upstream connect error"],
  ["an array", "[1]", "[1]"],
])("if %s has no known shape, the message says so and quotes its start", async (_what, body, start) => {
  const error = await errorOf(errorResponse(502, body));
  expect(error).toBeInstanceOf(ServerError);
  expect(error.code).toBeUndefined();
  expect(error.message).toContain("none of the known error shapes");
  expect(error.message).toContain(start);
});

test("at most 300 characters of a body are quoted, and a message stays below 4 kB", async () => {
  const quoted = await errorOf(errorResponse(502, "x".repeat(10_000)));
  expect(quoted.message.match(/x+/)?.[0]).toHaveLength(299);
  const endless = await errorOf(errorResponse(400, { error_code: "A".repeat(9_000), error_msg: "错".repeat(100_000) }));
  expect(new TextEncoder().encode(endless.message).length).toBeLessThan(4_000);
  expect(endless.message).toContain("GET https://sfs-turbo.test/v1/project-1/sfs-turbo/jobs/job-1");
});

test("control characters of a server do not reach a message", async () => {
  const error = await errorOf(
    errorResponse(400, {
      error_code: "A\u001b[31m",
      error_msg: "line one\r\nline\u0007 two\u009b",
      request_id: "r\u0000",
    }),
  );
  expect(error.message).toContain("400 A [31m: line one line two, request ID r (GET");
  expect(error.code).toBe("A [31m");
});

test("the request ID comes from the header, else from the body", async () => {
  const body = { error_code: "A", error_msg: "m", request_id: "from-body" };
  expect((await errorOf(errorResponse(400, body))).requestId).toBe("from-body");
  expect((await errorOf(errorResponse(400, body, { "X-Request-Id": "from-header" }))).requestId).toBe("from-header");
});

test("a message that ends with a period goes on with the request ID", async () => {
  const body = { errCode: "SFS.TURBO.0100", errMsg: "The job does not exist." };
  const error = await errorOf(errorResponse(400, body, { "x-request-id": "r-1" }));
  expect(error.message).toContain("The job does not exist, request ID r-1 (GET ");
});

test("an error has the message without request and hint, and the hint; its JSON has neither twice", async () => {
  const body = { errCode: "SFS.TURBO.0100", errMsg: "Refused." };
  const error = await errorOf(errorResponse(401, body, { "x-request-id": "r-1" }));
  expect(error).toMatchObject({ summary: "401 SFS.TURBO.0100: Refused.", hint: expect.stringMatching(/^The token/) });
  expect(error.message).toMatch(new RegExp(`^401 SFS.TURBO.0100: Refused, request ID r-1 \\(.*\\)\\. ${error.hint}$`));
  expect(Object.keys(JSON.parse(JSON.stringify(error)))).not.toContain("summary");
});

test("the message names status, code, method, URL and request ID", async () => {
  const error = await errorOf(errorResponse(404, sampleText("sfs-turbo-5"), { "X-Request-Id": "req-7" }));
  expect(error.message).toContain("404 SFS.TURBO.0019: Invalid Job Id");
  expect(error.message).toContain("GET https://sfs-turbo.test/v1/project-1/sfs-turbo/jobs/job-1");
  expect(error.message).toContain("request ID req-7");
});

test("Retry-After is reported in milliseconds", async () => {
  expect((await errorOf(errorResponse(429, "", { "Retry-After": "7" }))).retryAfter).toBe(7_000);
  expect((await errorOf(errorResponse(429, "", { "Retry-After": "soon" }))).retryAfter).toBeUndefined();
  expect((await errorOf(errorResponse(429))).retryAfter).toBeUndefined();
});

test("a redirect without a target is reported as such, and one with a token in it does not show it", async () => {
  expect((await errorOf(errorResponse(302))).message).toContain("redirected to an unknown place");
  expect(
    (await errorOf(errorResponse(302, "", { Location: `https://u:${token}@${token}.test/` }))).message,
  ).not.toContain(token);
  expect((await errorOf(errorResponse(304, ""))).message).toContain("304: the response has no body");
});

test("with tokens that change, all that were in use are redacted in each response", async () => {
  const tokens = ["first-token", "second-token"];
  const { jobs } = fakeClient([], {
    credentials: () => ({ token: tokens.shift() ?? "" }),
    fetch: async () => errorResponse(401, { error_code: "X", error_msg: "bad tokens first-token, second-token" }),
  });
  const ref = { service: "dcs", id: "j" } as const;
  for (const settled of await Promise.allSettled([jobs.get(ref), jobs.get(ref)])) {
    const { message } = (settled as PromiseRejectedResult).reason as Error;
    expect(message).toContain("bad tokens [redacted], [redacted]");
  }
});

test("a token in the texts of a job is redacted, in the raw body too", async () => {
  const body = {
    status: "FAIL",
    job_type: token,
    job_error_code: token,
    fail_reason: `token ${token} is bad`,
    sub_jobs: [{ id: token, status: token, fail_reason: token }],
  };
  const { jobs } = fakeClient([body]);
  const job = await jobs.get({ service: "workspace", id: "j" });
  expect(JSON.stringify(job)).not.toContain(token);
  expect(job.error?.reason).toBe("token [redacted] is bad");
  expect(job.raw).toEqual(JSON.parse(JSON.stringify(body).replaceAll(token, "[redacted]")));
});

test("a body that shows no token is received as it is", async () => {
  const body = { status: "RUNNING", sub_jobs: [], more: { "a%20b": ["%41", 7, null, true, 1e300] } };
  const { jobs } = fakeClient([body]);
  expect((await jobs.get({ service: "workspace", id: "j" })).raw).toEqual(body);
});

test.each([
  ["in a text within JSON", { status: "FAIL", fail_reason: JSON.stringify({ token }) }],
  ["as the name of a member", { status: "FAIL", fail_reason: "", [token]: { [`x ${token}`]: 1 } }],
  [
    "in a URL within HTML",
    { status: "FAIL", fail_reason: `&lt;a href=&#x27;?t=%${token.charCodeAt(0).toString(16)}${token.slice(1)}` },
  ],
])("an error that carries a job shows no token, even inspected: %s", async (_where, body) => {
  const { jobs } = fakeClient([body]);
  const failed: unknown = await jobs.wait({ service: "workspace", id: "j" }).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(JobFailedError);
  expect(inspect(failed, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(token.slice(1));
});

test("a number that is a credential is redacted", async () => {
  const { jobs } = fakeClient(['{"status":"RUNNING","code":73057122,"list":[73057122,7305]}'], {
    credentials: { token: "73057122" },
  });
  const { raw } = await jobs.get({ service: "workspace", id: "j" });
  expect(raw).toEqual({ status: "RUNNING", code: "[redacted]", list: ["[redacted]", 7305] });
});

test.each(["SUCCESS", "workspace", "succeeded", "fail_reason", "sub_jobs"])(
  "a token that is one of our own words, %s, does not change the state",
  async (word) => {
    const { jobs } = fakeClient([{ status: "SUCCESS", sub_jobs: [] }], { credentials: { token: word } });
    const job = await jobs.get({ service: "workspace", id: "j" });
    expect(job).toMatchObject({ service: "workspace", id: "j", state: "succeeded" });
  },
);

test("a token that the server echoes is shown nowhere", async () => {
  const error = await errorOf(
    errorResponse(
      401,
      {
        error_code: token,
        error_msg: `bad token ${token}`,
        request_id: token,
        encoded_authorization_message: `for ${token}`,
        details: [token, { error_code: token }],
      },
      { "X-Request-Id": token },
    ),
  );
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${error.code} ${error.requestId}`).not.toContain(
    token,
  );
  const page = await errorOf(errorResponse(502, `${"x".repeat(290)}${token}`));
  expect(page.message).not.toContain(token.slice(0, 8));
});

test("a redirect is not followed, names its target and is not retried", async () => {
  const { jobs, requests } = fakeClient([errorResponse(302, "", { Location: "https://login.example.com/?next=x" })], {
    retry: { maxAttempts: 4 },
  });
  const error: unknown = await jobs.get({ service: "dcs", id: "j" }).catch((error: unknown) => error);
  expect(error).toMatchObject({ name: "ApiError", status: 302 });
  expect((error as ApiError).message).toContain("login.example.com");
  expect(requests).toHaveLength(1);
});

test("isJobsError recognizes the errors of another copy of the package, and nothing else", async () => {
  const foreign = Object.assign(new Error("from another copy"), { [Symbol.for("huaweicloud-jobs.error")]: true });
  expect(isJobsError(foreign)).toBe(true);
  expect(isJobsError(await errorOf(errorResponse(429)))).toBe(true);
  expect(await errorOf(errorResponse(429))).toBeInstanceOf(RateLimitError);
  for (const value of [new Error("plain"), undefined, null, "text", { name: "JobsError" }]) {
    expect(isJobsError(value)).toBe(false);
  }
});
