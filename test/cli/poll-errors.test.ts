import { expect, test } from "vitest";
import { nameOf } from "../../src/cli/outcome.ts";
import { troubleReader } from "../../src/cli/trouble-words.ts";
import { createWorld, parseLines, run } from "./run.ts";

const world = createWorld();

function addTroubled(kind: "reset" | "server-error" | "throttled" | "empty") {
  const ref = world.simulator.addJob({ service: "dcs", scenario: "success", duration: 60_000 });
  world.simulator.injectFault({ kind, id: ref.id, times: 3 });
  return nameOf(ref);
}

const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;

test.each([
  ["reset", "no answer (NetworkError)"],
  ["server-error", "500 Internal Server Error (ServerError)"],
  ["throttled", "429 Too Many Requests (RateLimitError)"],
  ["empty", "an answer that is no job (InvalidResponseError)"],
] as const)("without a terminal trouble (%s) and its end are told once, on standard error", async (kind, words) => {
  const job = addTroubled(kind);
  const { code, stdout, stderr } = await run(["wait", job], world);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    new RegExp(
      `^${time} ${job} trouble: ${words.replace(/[()]/g, String.raw`\$&`)}; trying again\n${time} ${job} answers again\n$`,
    ),
  );
  expect(stdout).not.toContain(words);
});

test("with --json standard output has jobs alone", async () => {
  const { stdout, stderr } = await run(["wait", addTroubled("reset"), "--json"], { ...world, columns: 80 });
  expect(parseLines(stdout).every(({ event }) => event === "update" || event === "outcome")).toBe(true);
  expect(stderr.split("\n")).toHaveLength(3);
});

test("what ends the wait is no trouble that passes", async () => {
  const job = nameOf(world.simulator.addJob({ service: "dcs", scenario: "slow" }));
  world.simulator.injectFault({ kind: "gateway-error", status: 400, code: "A.1", message: "No." });
  expect(await run(["wait", job], world)).toMatchObject({ code: 1, stderr: "" });
});

test("on a terminal the live line tells of it", async () => {
  const ref = world.simulator.addJob({ service: "dcs", scenario: "slow" });
  world.simulator.injectFault({ kind: "reset", id: ref.id, times: Number.POSITIVE_INFINITY });
  let shown = "";
  const stop = new AbortController();
  const clock = { now: () => Date.now(), sleep: () => new Promise<void>(() => {}) };
  const around = { ...world, clock, columns: 100, signal: stop.signal };
  const onOutput = (text: string) => {
    shown += text;
    if (shown.includes("no answer (NetworkError)")) {
      stop.abort(new Error("seen"));
    }
  };
  const { stderr } = await run(["wait", nameOf(ref)], { ...around, onOutput });
  expect(shown).toContain("no answer (NetworkError)");
  expect(stderr).not.toContain("NetworkError");
});

test("what was answered is told with its own poll alone, and forgotten: there may be thousands", () => {
  const troubleIn = troubleReader();
  const of = { at: 0, service: "dcs" };
  const answer = { ...of, type: "response", method: "GET", attempt: 1, duration: 1, status: 503 } as const;
  const poll = { ...of, type: "poll", projectId: "project-1", poll: 1 } as const;
  for (const id of ["job-1", "job-2"]) {
    troubleIn({ ...answer, url: `https://dcs.test/v2/project-1/jobs/${id}` });
  }
  const said = ["job-2", "job-1", "job-2"].map((id) => troubleIn({ ...poll, id, error: "ServerError" }));
  expect(said).toEqual([
    "503 Service Unavailable (ServerError)",
    "503 Service Unavailable (ServerError)",
    "no job (ServerError)",
  ]);
});
