import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { createServer as createTlsServer } from "node:tls";
import { gzipSync } from "node:zlib";
import { createJobsClient, type JobsClient, type JobsClientOptions, type JobsEvent } from "huaweicloud-jobs";
import { beforeAll, describe, expect, test } from "vitest";
import { placedAt, token } from "../helpers/fake-client.ts";
import { createFastClock } from "../helpers/fast-clock.ts";
import {
  type Fault,
  type FaultyServer,
  flood,
  gzipBomb,
  hangAfter,
  json,
  onLoopback,
  rawResponse,
  resetAfter,
  resetAtOnce,
  selfSigned,
  send,
  trickle,
  withFaults,
} from "../helpers/faulty-server.ts";
import { unusedPort } from "../helpers/server.ts";

const ref = { service: "dcs", id: "job-1" } as const;
const done = { job_id: "job-1", status: "SUCCESS" };
const good = json(done);
const body = JSON.stringify(done);

function clientOf(url: string, options: Partial<JobsClientOptions> = {}): JobsClient {
  return createJobsClient({
    ...placedAt(url),
    retry: { maxAttempts: 3, baseDelay: 1, maxDelay: 2 },
    clock: createFastClock(),
    ...options,
  });
}

/** The result of a call: "a job", the status of a response that is a value, or the class of an error. */
type Result = string | number;

/** The result of a call in short, and the value or error itself. */
interface CallResult {
  readonly result: Result;
  readonly value: unknown;
}

type Call = (jobs: JobsClient) => Promise<CallResult>;

const byGet: Call = (jobs) => jobs.get(ref).then((value) => ({ result: "a job", value }), failed);

const byWait: Call = (jobs) =>
  jobs
    .wait(ref, { interval: { min: 1, max: 2 }, timeout: Number.POSITIVE_INFINITY })
    .then((value) => ({ result: "a job", value }), failed);

const byClient: Call = (jobs) =>
  jobs.clients.dcs
    .GET("/v2/{project_id}/jobs/{job_id}", { params: { path: { project_id: "project-1", job_id: "job-1" } } })
    .then((value) => ({ result: value.response.status, value }), failed);

function failed(value: unknown): CallResult {
  return { result: value instanceof Error ? value.constructor.name : `no error, but ${value}`, value };
}

/** Makes a call to a server with these faults, and waits until no connection is open. */
function callWith(faults: readonly Fault[], call: Call, options?: Partial<JobsClientOptions>) {
  return withFaults(faults, async (server) => {
    const { result, value } = await call(clientOf(server.url, options));
    const { requests } = server;
    await allClosed(server);
    return { observed: { result, requests }, value };
  });
}

async function allClosed({ open }: FaultyServer): Promise<void> {
  while (open.size > 0) {
    await pause(2);
  }
}

/** What a wait does after a single fault: poll again and find the job, or end. */
type WaitBehaviour = "goes on" | "ends";

/** A result of `get`, after how many requests if the fault persists, and what a wait does. */
type Effect = readonly [get: Result, requests: number, wait: WaitBehaviour];

/** A fault and its effect; the result of `clients.*` if it differs. */
type Row = readonly [what: string, effect: Effect, fault: Fault, client?: Result];

const retried = (get: Result): Effect => [get, 3, "goes on"];
const final = (get: Result): Effect => [get, 1, "ends"];

async function check([, [result, requests, wait], fault, client = result]: Row, options?: Partial<JobsClientOptions>) {
  const [get, generated, inWait] = await Promise.all([
    callWith([fault], byGet, options),
    callWith([fault], byClient, options),
    callWith([fault, good], byWait, options),
  ]);
  if (result === "TimeoutError") {
    // On a slow machine the deadline may pass before a request arrives, so count the attempts.
    const expected = { name: result, attempts: requests };
    expect({ get: get.value, client: generated.value }).toMatchObject({ get: expected, client: expected });
    expect(inWait.observed).toEqual({ result: "a job", requests: expect.toSatisfy((count: number) => count >= 2) });
    return { get: get.value, client: generated.value };
  }
  // The generated clients know nothing about jobs: they accept any JSON.
  const isGoodToClient = typeof client === "number" && client < 300;
  expect({ get: get.observed, client: generated.observed, wait: inWait.observed }).toEqual({
    get: { result, requests },
    client: { result: client, requests: isGoodToClient ? 1 : requests },
    wait: wait === "ends" ? { result, requests: 1 } : { result: "a job", requests: 2 },
  });
  return { get: get.value, client: generated.value };
}

/** Declares a test for each row. */
function testEach(rows: readonly Row[], options?: Partial<JobsClientOptions>): void {
  for (const row of rows) {
    const [what, [get, requests, wait]] = row;
    const waiting = get === "a job" ? "" : `, and a wait ${wait}`;
    test(`${what}: ${get} after ${requests} request${requests > 1 ? "s" : ""}${waiting}`, async () => {
      await check(row, options);
    });
  }
}

const aJob = final("a job");
const invalid = retried("InvalidResponseError");
const network = retried("NetworkError");
const timeout = retried("TimeoutError");
const serverError = retried("ServerError");
const badRequest = final("BadRequestError");
const apiError = final("ApiError");
const chunked = { "Transfer-Encoding": "chunked" };
const gzipped = { "Content-Encoding": "gzip" };
/** A response with this `Content-Length`. */
const sized = (length: number | string, content: string) =>
  rawResponse(200, content, { "Content-Length": String(length) });
/** The beginning of a response that announces more. */
const half = (status: number, content: string) => rawResponse(status, content, { "Content-Length": "99" });
const hints = "HTTP/1.1 103 Early Hints\r\n";
const page = "<!DOCTYPE html><html><title>Log in</title></html>";
const head = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

beforeAll(async () => {
  // The first request of a process is slow.
  await callWith([good], byGet);
});

describe("a connection that breaks", () => {
  testEach([
    ["a reset before the request is read", network, resetAtOnce],
    ["a reset before the headers", network, resetAfter()],
    ["a reset amid the headers", network, resetAfter(`${head}X-Half`)],
    ["a close before the headers", network, send("")],
    ["a close amid the headers", network, send(`${head}X-Half`)],
    ["a reset after the headers", invalid, resetAfter(sized(40, ""))],
    ["a reset amid the body", invalid, resetAfter(sized(body.length, body.slice(0, 20)))],
    ["a reset amid the body of an error", serverError, resetAfter(half(503, '{"error_code":"A')), 503],
    ["a close amid the body of an error", final("PermissionError"), send(half(403, '{"error_code":"A')), 403],
  ]);
});

describe("a body that is not as long as announced", () => {
  testEach([
    ["a body cut short", invalid, send(sized(body.length, body.slice(0, -9)))],
    ["a Content-Length that is too large for a whole body", invalid, send(sized(body.length + 9, body))],
    ["a Content-Length that is too small", invalid, send(sized(body.length - 9, body))],
    ["headers alone, as to a HEAD", invalid, send(sized(body.length, ""))],
    ["a Content-Length that is not a number", network, send(sized("many", body))],
    ["a negative Content-Length", network, send(sized("-1", body))],
    ["two lengths that differ", network, send(`${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n${body}`)],
    ["chunks without the last one", invalid, send(rawResponse(200, `14\r\n${body.slice(0, 20)}\r\n`, chunked))],
    ["a chunk whose size is not a number", invalid, send(rawResponse(200, `many\r\n${body}\r\n0\r\n\r\n`, chunked))],
    ["a body without a length that ends with the connection", aJob, send(`${head}\r\n${body}`), 200],
  ]);
});

describe("a body that is too large", () => {
  const spaces = Buffer.alloc(2 ** 16, " ");
  const chunk = Buffer.concat([Buffer.from("10000\r\n"), spaces, Buffer.from("\r\n")]);
  testEach([
    ["a body of 2 MiB", invalid, send(rawResponse(200, Buffer.alloc(2 ** 21, " ")))],
    ["a body without end", invalid, flood(rawResponse(200, "", chunked), chunk)],
    ["a server error without end", serverError, flood(rawResponse(503, "", chunked), chunk), 503],
    ["a client error without end", badRequest, flood(rawResponse(400, "", chunked), chunk), 400],
    ["a gzip bomb", invalid, send(rawResponse(200, gzipBomb(), gzipped))],
    ["a gzip bomb as an error", serverError, send(rawResponse(502, gzipBomb(), gzipped)), 502],
    ["headers without end", network, flood(`${head}X-Long: `, Buffer.alloc(2 ** 16, "x"))],
  ]);
});

describe("a response that cannot be read", () => {
  testEach([
    ["another protocol", network, send("SSH-2.0-OpenSSH_9.2\r\n")],
    ["random bytes", network, send(Buffer.from("00ff16030100fe0d0a", "hex"))],
    ["a header without a colon", network, send(`${head}odd\r\n\r\n${body}`)],
    ["a bare body", network, send(body)],
    ["an HTML page", invalid, send(rawResponse(200, page))],
    ["an empty body", invalid, send(rawResponse(200))],
    ["a blank body", invalid, send(rawResponse(200, " \n"))],
    ["bytes that are not UTF-8", invalid, send(rawResponse(200, Buffer.from([0xff, 0xfe, 0x00, 0x7b])))],
    ["two jobs in a row", invalid, send(rawResponse(200, body + body))],
    ["a body that is not gzip as announced", invalid, send(rawResponse(200, body, gzipped))],
    ["gzip with broken bytes amid it", invalid, send(rawResponse(200, gzipSync(body).fill(0xff, 12, 24), gzipped))],
    ["gzip cut short", invalid, send(rawResponse(200, gzipSync(body).subarray(0, 20), gzipped))],
    ["an error whose gzip is broken", serverError, send(rawResponse(500, "{}", gzipped)), 500],
    ["a header without a name", aJob, send(`${head}: odd\r\n\r\n${body}`), 200],
    ["good gzip", aJob, send(rawResponse(200, gzipSync(body), gzipped)), 200],
    ["a byte order mark before the job", aJob, send(rawResponse(200, `\ufeff${body}`)), 200],
  ]);
});

describe("JSON that is not a job", () => {
  const lists = "[".repeat(10_000) + "]".repeat(10_000);
  testEach([
    ["null", invalid, json(null), 200],
    ["a list", invalid, json([done]), 200],
    ["an object without members", invalid, json({}), 200],
    ["another job", invalid, json({ ...done, job_id: "job-2" }), 200],
    ["an error body with status 200", apiError, json({ error_code: "A", error_msg: "m" }), 200],
    ["lists in lists, ten thousand deep", invalid, send(rawResponse(200, lists)), "InvalidResponseError"],
    ["the same as an error", badRequest, send(rawResponse(400, lists)), 400],
  ]);
});

describe("an unusual status", () => {
  testEach([
    ["103 before the response", aJob, send(`${hints}Link: </a.css>; rel=preload\r\n\r\n`, rawResponse(200, body)), 200],
    ["102 twice before it", aJob, send("HTTP/1.1 102 Processing\r\n\r\n".repeat(2), rawResponse(200, body)), 200],
    ["103 before an error", retried("RateLimitError"), send(`${hints}\r\n`, rawResponse(429, "{}")), 429],
    ["103 and nothing more", network, send(`${hints}\r\n`)],
    ["101", network, send("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n")],
    ["201 with a job", aJob, json(done, 201), 201],
    ["202 without a body", invalid, send(rawResponse(202))],
    ["204", invalid, send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), 204],
    ["205", invalid, send(rawResponse(205)), 205],
    ["304", apiError, send("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"), 304],
    ["599", serverError, json({}, 599), 599],
    ["999, which HTTP does not have", serverError, json({}, 999), "InvalidResponseError"],
  ]);
});

describe("slowness within the deadline", () => {
  testEach([
    ["headers byte by byte", aJob, trickle("", rawResponse(200, body).toString()), 200],
    ["a body byte by byte", aJob, trickle(sized(body.length, ""), body), 200],
  ]);
});

describe.concurrent("slowness beyond the deadline of 300 ms", () => {
  const endless = { every: 20, endless: true };
  testEach(
    [
      ["no response", timeout, hangAfter()],
      ["a connection that is not read from", timeout, (socket) => socket.pause()],
      ["headers that stop", timeout, hangAfter(`${head}X-Half`)],
      ["headers byte by byte", timeout, trickle(head, "X: y\r\n", endless)],
      ["headers without a body", timeout, hangAfter(sized(40, ""))],
      ["a body that stops", timeout, hangAfter(sized(body.length, body.slice(0, 20)))],
      ["a body byte by byte", timeout, trickle(sized(9999, ""), " ", endless)],
      ["an error whose body stops", timeout, hangAfter(half(403, '{"error_code"'))],
      ["103 again and again", timeout, trickle("", `${hints}\r\n`, { endless: true })],
    ],
    { requestTimeout: 300 },
  );
});

test("a wait's own deadline cuts a request without a response", async () => {
  await withFaults([hangAfter()], async (server) => {
    const call = clientOf(server.url).wait(ref, { timeout: 5_000 });
    await expect(call).rejects.toHaveProperty("name", "WaitTimeoutError");
    await allClosed(server);
  });
});

describe("a redirect is not followed", () => {
  test.each([301, 302, 303, 307, 308])("%d to another origin, which receives no request", async (status) => {
    await withFaults([good], async (other) => {
      const target = { Location: `${other.url}/v2/project-1/jobs/job-1` };
      await check(["it", apiError, send(rawResponse(status, "", target)), status]);
      expect(other.requests).toBe(0);
    });
  });

  testEach([
    ["302 to the same origin", apiError, send(rawResponse(302, "", { Location: "/elsewhere" })), 302],
    ["302 to nowhere", apiError, send(rawResponse(302)), 302],
    ["302 to no URL", apiError, send(rawResponse(302, "", { Location: "http://[" })), 302],
    ["300", apiError, json({ choices: [] }, 300), 300],
  ]);
});

describe("a server that cannot be reached is a NetworkError after 3 requests, and a wait goes on", () => {
  async function checkUnreachable(url: string): Promise<void> {
    for (const call of [byGet, byClient]) {
      const { result, value } = await call(clientOf(url));
      expect(result).toBe("NetworkError");
      expect(value).toHaveProperty("attempts", 3);
    }
    const enough = new AbortController();
    const onEvent = (event: JobsEvent) => event.type === "poll" && event.poll === 3 && enough.abort("three polls");
    const wait = clientOf(url, { onEvent }).wait(ref, { interval: { min: 1, max: 2 }, signal: enough.signal });
    await expect(wait).rejects.toBe("three polls");
  }

  test("refused", async () => {
    await checkUnreachable(`http://127.0.0.1:${await unusedPort()}`);
  });

  test.each(["dcs.nowhere.invalid", `${"long".repeat(16)}.test`])("unknown to DNS: %s", async (host) => {
    await checkUnreachable(`https://${host}`);
  });

  test("TLS to a port that speaks plain HTTP", async () => {
    const plain = createServer((socket) => {
      socket.on("error", () => {}).once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    });
    await onLoopback(plain, (port) => checkUnreachable(`https://127.0.0.1:${port}`));
  });

  test("TLS with a self-signed certificate; nothing is sent to it", async () => {
    let read = "";
    const server = createTlsServer(selfSigned(), (socket) => {
      socket
        .on("error", () => {})
        .on("data", (bytes) => {
          read += bytes;
        });
    });
    await onLoopback(server, async (port) => {
      const url = `https://127.0.0.1:${port}`;
      for (const call of [byGet, byClient]) {
        expect(await call(clientOf(url))).toMatchObject({ result: "NetworkError", value: { attempts: 1 } });
      }
      await expect(clientOf(url).wait(ref)).rejects.toThrow("self-signed certificate");
    });
    expect(read).toBe("");
  });

  test("TLS whose handshake fails", async () => {
    await onLoopback(createTlsServer({}), (port) => checkUnreachable(`https://127.0.0.1:${port}`));
  });
});

describe("a 401", () => {
  const rejection = json({ error_code: "APIGW.0301", error_msg: "m" }, 401);
  const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a-secret-access-key" };
  let count = 0;

  test.each([
    ["a token means one request", 1, { token }],
    ["a token from a function means two requests", 2, () => ({ token: `token-${++count}` })],
    ["an access key means one request", 1, keys],
    ["an access key from a function means one request", 1, () => keys],
  ])("for %s", async (_what, requests, credentials) => {
    for (const [call, result] of [
      [byGet, "AuthenticationError"],
      [byWait, "AuthenticationError"],
      [byClient, 401],
    ] as const) {
      const { observed } = await callWith([rejection], call, { credentials });
      expect(observed).toEqual({ result, requests });
    }
  });

  test("for a token from a function is fixed by the next token", async () => {
    const credentials = () => ({ token: `token-${++count}` });
    for (const call of [byGet, byWait]) {
      const { observed } = await callWith([rejection, good], call, { credentials });
      expect(observed).toEqual({ result: "a job", requests: 2 });
    }
  });
});

/** For each status: the class, the number of requests of `get` if it persists, and what a wait does. */
const statuses: readonly (readonly [status: number, name: string, requests: number, wait: WaitBehaviour])[] = [
  [400, "BadRequestError", 1, "ends"],
  [401, "AuthenticationError", 1, "ends"],
  [403, "PermissionError", 1, "ends"],
  [404, "NotFoundError", 1, "ends"],
  [405, "ApiError", 1, "ends"],
  [408, "ApiError", 3, "goes on"],
  [409, "ApiError", 1, "ends"],
  [410, "ApiError", 1, "ends"],
  [418, "ApiError", 1, "ends"],
  [422, "ApiError", 1, "ends"],
  [425, "ApiError", 3, "goes on"],
  [429, "RateLimitError", 3, "goes on"],
  [500, "ServerError", 3, "goes on"],
  [501, "ServerError", 1, "ends"],
  [502, "ServerError", 3, "goes on"],
  [503, "ServerError", 3, "goes on"],
  [504, "ServerError", 3, "goes on"],
  [505, "ServerError", 1, "ends"],
];

/** The shapes of error bodies; the code that the error takes from them, its words, and its other members. */
const shapes: readonly (readonly [of: string, body: object | string, code: string, words: string, more?: object])[] = [
  ["SFS Turbo", { errCode: "SFS.TURBO.0001", errMsg: "parameter error" }, "SFS.TURBO.0001", "parameter error"],
  ["DCS", { error_code: "111400063", error_msg: "Invalid.", error_ext_msg: "more" }, "111400063", "Invalid."],
  [
    "Workspace",
    { error_code: "WKS.00010032", error_msg: "Conflict.", encoded_authorization_message: "XYZ" },
    "WKS.00010032",
    "Conflict.",
    { encodedAuthorizationMessage: "XYZ" },
  ],
  [
    "the gateway",
    { error_code: "APIGW.0301", error_msg: "decrypt token fail", request_id: "r-1" },
    "APIGW.0301",
    "decrypt token fail, request ID r-1",
    { requestId: "r-1" },
  ],
  ["IAM", { error: { message: "Wrong user.", code: 401, title: "Unauthorized" } }, "401", "Wrong user."],
  [
    "a policy",
    { code: "PDP.1", message: "Denied.", details: [{ code: "D.1", message: "by rule 7" }, "and", { odd: 1 }] },
    "PDP.1",
    "Denied.",
    { details: ["D.1: by rule 7", "and", '{"odd":1}'] },
  ],
  ["OpenStack", { itemNotFound: { code: 404, message: "No such item." } }, "404", "No such item."],
  ["something that nests", { fault: { error_code: "N.1", error_msg: "Nested." } }, "N.1", "Nested."],
  ["something in camel case", { errorCode: "C.1", errorMsg: "Camel." }, "C.1", "Camel."],
];

/** Bodies without a shape, and what the message says of them. */
const shapeless: readonly (readonly [of: string, body: string, message: string])[] = [
  ["a proxy, in HTML", page, "it starts: <!DOCTYPE html>"],
  ["a proxy, in words", "upstream is down", "it starts: upstream is down"],
  ["nobody", "", "the response has no body"],
];

describe.each(statuses)("status %d: %s, number of requests %d, and a wait %s", (status, name, requests, wait) => {
  test.each([
    ...shapes.map(([of, body, code, words, more]) => [of, body, `${code}: ${words}`, { code, ...more }] as const),
    ...shapeless.map(([of, body, message]) => [of, body, message, { code: undefined }] as const),
  ])("with the body of %s", async (_of, body, message, members) => {
    const fault = send(rawResponse(status, typeof body === "string" ? body : JSON.stringify(body)));
    const { get: error, client } = await check(["it", [name, requests, wait], fault, status]);
    expect(error).toMatchObject({ name, status, attempts: requests, service: "dcs", method: "GET", ...members });
    expect((error as Error).message).toContain(message);
    expect(client).toMatchObject(body === "" ? {} : { error: body });
    expect(client).not.toHaveProperty("data");
  });
});
