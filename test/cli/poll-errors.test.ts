import { expect, test } from "vitest";
import { nameOf } from "../../src/cli/outcome.ts";
import { pollErrorOf } from "../../src/cli/poll-errors.ts";
import type { Fetch } from "../../src/http/send-once.ts";
import { json, reset, serve } from "../helpers/server.ts";
import { createWorld, parseLines, run } from "./run.ts";

const world = createWorld();

function addFailing(kind: "reset" | "server-error" | "throttled" | "empty") {
  const ref = world.simulator.addJob({ service: "dcs", scenario: "success", duration: 60_000 });
  world.simulator.injectFault({ kind, id: ref.id, times: 3 });
  return nameOf(ref);
}

const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;

test.each([
  ["reset", "no response (NetworkError): simulator.invalid: read ECONNRESET"],
  ["server-error", "500 Internal Server Error (ServerError)"],
  ["throttled", "429 Too Many Requests (RateLimitError)"],
  ["empty", "a response that is not a job (InvalidResponseError): 200, but the body is empty"],
] as const)(
  "without a terminal, standard error reports once that polls fail (%s), and once that they succeed again",
  async (kind, words) => {
    const job = addFailing(kind);
    const { code, stdout, stderr } = await run(["wait", job], world);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      new RegExp(
        `^${time} ${job} poll failed: ${words.replace(/[()]/g, String.raw`\$&`)}; trying again\n${time} ${job} can be polled again\n$`,
      ),
    );
    expect(stdout).not.toContain(words);
  },
);

test("with --json, standard output has only jobs", async () => {
  const { stdout, stderr } = await run(["wait", addFailing("reset"), "--json"], { ...world, columns: 80 });
  expect(parseLines(stdout).every(({ event }) => event === "update" || event === "outcome")).toBe(true);
  expect(stderr.split("\n")).toHaveLength(3);
});

test.each([
  ["dcs", "sfs-turbo"],
  ["sfs-turbo", "dcs"],
] as const)(
  "two jobs of different services with the same ID show their own errors (%s before %s)",
  async (reset, refused) => {
    const id = `same-in-${reset}`;
    const jobs = [reset, refused].map((service) => {
      world.simulator.injectFault({ kind: service === reset ? "reset" : "server-error", service, id, times: 3 });
      return world.add({ service, id, scenario: "success", duration: 60_000 });
    });
    const { stderr } = await run(["wait", ...jobs], world);
    expect(stderr).toContain(`${reset}/${id} poll failed: no response (NetworkError): simulator.invalid: `);
    expect(stderr).toContain(`${refused}/${id} poll failed: 500 Internal Server Error (ServerError); trying again\n`);
  },
);

test("an error that ends the wait is not reported as a poll error", async () => {
  const job = world.add({ service: "dcs", scenario: "slow" });
  world.simulator.injectFault({ kind: "gateway-error", status: 400, code: "A.1", message: "No." });
  expect(await run(["wait", job], world)).toMatchObject({ code: 1, stderr: "" });
});

test("on a terminal, the live line shows the error", async () => {
  const ref = world.simulator.addJob({ service: "dcs", scenario: "slow" });
  world.simulator.injectFault({ kind: "reset", id: ref.id, times: Number.POSITIVE_INFINITY });
  let shown = "";
  const stop = new AbortController();
  const clock = { now: () => Date.now(), sleep: () => new Promise<void>(() => {}) };
  const options = { ...world, clock, columns: 100, signal: stop.signal };
  const onOutput = (text: string) => {
    shown += text;
    if (shown.includes("no response (NetworkError)")) {
      stop.abort(new Error("seen"));
    }
  };
  const { stderr } = await run(["wait", nameOf(ref)], { ...options, onOutput });
  expect(shown).toContain("no response (NetworkError)");
  expect(stderr).not.toContain("NetworkError");
});

test.each([
  ["ServerError", 503, "503 Service Unavailable (ServerError)"],
  ["ServerError", 599, "599 (ServerError)"],
  ["ServerError", undefined, "error (ServerError)"],
  ["TimeoutError", undefined, "no response in time (TimeoutError)"],
  ["RangeError", undefined, "error (RangeError)"],
  [undefined, undefined, undefined],
])("a poll with the error %s and the status %s is shown as %s", (error, status, text) => {
  expect(pollErrorOf({ ...(error && { error }), status })).toBe(text);
});

test.each([
  [{ error: "ServerError", status: 502 }, "IAM: 502 Bad Gateway (ServerError)"],
  [{ error: "NetworkError" }, "IAM: no response (NetworkError)"],
  [{ error: "JobsError" }, "IAM: no credentials (JobsError)"],
] as const)("if IAM fails, it is named: %j", (error, text) => {
  expect(pollErrorOf({ ...error, from: "iam" })).toBe(text);
});

test.each([
  [502, "IAM: 502 Bad Gateway (ServerError)"],
  [429, "IAM: 429 Too Many Requests (RateLimitError)"],
  ["reset", "IAM: no response (NetworkError)"],
] as const)("a login that IAM answers with %s is reported as IAM's trouble, and ridden out", async (fault, words) => {
  const fail = fault === "reset" ? reset : json({ error: { code: fault, message: "No." } }, fault);
  const issued = json({ token: { expires_at: "2999-01-01T00:00:00Z" } }, 201, {
    "X-Subject-Token": world.simulator.clientOptions.credentials.token,
  });
  const iam = await serve(fail, fail, issued);
  const { HUAWEICLOUD_JOBS_TOKEN: _, ...env } = world.env;
  const user = { OS_USERNAME: "u", OS_PASSWORD: "pass-word", OS_USER_DOMAIN_NAME: "d", OS_AUTH_URL: iam.url };
  const job = world.add({ service: "dcs", scenario: "success" });
  const fetch: Fetch = (url, init) => (url.startsWith(iam.url) ? globalThis.fetch(url, init) : world.fetch(url, init));
  const { code, stderr } = await run(["wait", job], { ...world, env: { ...env, ...user }, fetch });
  expect(code).toBe(0);
  expect(iam.requests).toHaveLength(3);
  const [line = ""] = stderr.split("\n");
  expect(line).toContain(`${job} poll failed: ${words}${fault === "reset" ? `: ${new URL(iam.url).host}: ` : ""}`);
  expect(line).toMatch(/; trying again$/);
});

test.each([
  ["a region that does not exist", "ENOTFOUND", "getaddrinfo ENOTFOUND dcs.eu-dee.otc.t-systems.com"],
  ["DNS that fails for a moment", "EAI_AGAIN", "getaddrinfo EAI_AGAIN dcs.eu-dee.otc.t-systems.com"],
  ["a firewall", "ECONNREFUSED", "connect ECONNREFUSED 80.158.0.1:443"],
])("the first line names host and cause: %s", async (_what, code, reason) => {
  const cause = Object.assign(new Error(reason), { code });
  const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
  const argv = ["wait", "dcs/abc", "--cloud", "otc", "--region", "eu-dee", "--project", "p", "--timeout", "1m"];
  const { code: exit, stderr } = await run(argv, {
    clock: createWorld().clock,
    fetch,
    env: { OS_TOKEN: "t".repeat(20) },
  });
  expect(stderr.split("\n")[0]).toMatch(
    new RegExp(
      `^${time} dcs/abc poll failed: no response \\(NetworkError\\): dcs.eu-dee.otc.t-systems.com: ${reason}; trying again$`,
    ),
  );
  expect(exit).toBe(3);
});
