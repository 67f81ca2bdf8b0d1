import fc from "fast-check";
import {
  ConfigurationError,
  createJobsClient,
  defineService,
  isJobsError,
  readJobBody,
  type ServiceDefinition,
} from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { expect, test } from "vitest";
import { checkJob } from "../fuzz/checks.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";
import { names, project, type Reply, services, stories } from "./rows.ts";

/** Bodies of the vendors, in which any value may be any other. */
const vendors: readonly unknown[] = Object.values(stories).flatMap(({ replies }) =>
  replies.map((reply: Reply) => ("body" in reply ? reply.body : reply)),
);
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    null,
    "",
    "100%",
    "2019-02-25 06:19:05 +0000 UTC",
    [],
    {},
    [null],
    -1,
    1e308,
    "SUCCESS",
    200,
  ),
);

function replaced(body: unknown, at: number, value: unknown): unknown {
  let count = 0;
  return JSON.parse(JSON.stringify(body), (_key, member) => (count++ === at ? value : member));
}

const body = fc.oneof(
  fc.jsonValue(),
  fc.tuple(fc.constantFrom(...vendors), fc.nat(40), odd).map(([given, at, value]) => replaced(given, at, value)),
  fc.record(
    {
      id: odd,
      job_id: odd,
      status: odd,
      job: odd,
      tasks: odd,
      metadata: odd,
      spec: odd,
      entities: odd,
      __proto__: odd,
    },
    { requiredKeys: [] },
  ),
);

test("whatever JSON a service sends, a client has a job that can be relied on, or one of the documented errors", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.constantFrom(200, 200, 200, 400, 404, 500),
      body,
      async (service, status, given) => {
        const jobs = createJobsClient({
          endpoints: { [service]: "https://own.test" },
          projectId: project,
          credentials: { token: "the-token" },
          retry: { maxAttempts: 1 },
          services,
          fetch: async () => new Response(JSON.stringify(given), { status }),
        });
        try {
          checkJob((await jobs.get({ service, id: stories[service].id })) as never);
        } catch (error) {
          expect(isJobsError(error), String(error)).toBe(true);
          expect(error).not.toBeInstanceOf(ConfigurationError);
        }
      },
    ),
    { numRuns: 300, verbose: 1 },
  );
});

test("whatever JSON a body is, reading it gives facts or an InvalidResponseError, and the same again", () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), body, (service, given) => {
      const read = () => {
        try {
          return readJobBody(services[service], given);
        } catch (error) {
          expect(error).toMatchObject({ name: "InvalidResponseError" });
          return String(error);
        }
      };
      const facts = read();
      expect(read()).toEqual(facts);
      if (typeof facts === "object") {
        checkJob({ service, id: "a", projectId: "p", raw: given, ...facts } as never);
      }
    }),
    { numRuns: 1_000, verbose: 1 },
  );
});

/** What a function of the user may do. */
const result = fc.oneof(
  odd,
  fc.constantFrom<unknown>(undefined, new Date("soon"), new Date(0), Symbol("s"), 10n, () => {}),
  fc.record(
    { id: odd, type: odd, status: odd, state: odd, progress: odd, startedAt: odd, error: odd, subJobs: odd },
    { requiredKeys: [] },
  ),
  fc.constant({ throws: true }),
);
const doing = (what: unknown) => () => {
  if (typeof what === "object" && what !== null && "throws" in what) {
    throw new TypeError("thrown");
  }
  return what as never;
};

test("whatever the functions of a row do, reading ends with facts, or with an error about the body or the row", () => {
  fc.assert(
    fc.property(result, result, result, body, (read, word, time, given) => {
      const row: ServiceDefinition = {
        path: "/v1/{job_id}",
        fields: { status: "status", startedAt: "job_id" },
        states: { SUCCESS: doing(word), OK: "succeeded" },
        time: { read: doing(time), write: String },
        read: doing(read),
      };
      try {
        const facts = readJobBody(defineService(row), given);
        checkJob({ service: "own", id: "a", projectId: "p", raw: given, ...facts } as never);
      } catch (error) {
        expect(["InvalidResponseError", "ConfigurationError"]).toContain((error as Error).name);
      }
    }),
    { numRuns: 1_000, verbose: 1 },
  );
});

/** A value that may stand where a row has another. */
const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    undefined,
    () => {},
    Symbol("s"),
    new Date(),
    "__proto__",
    "constructor",
    "a.0.b",
    "{job_id}",
  ),
);

test("whatever is in a row, it is used or refused with the place of the mistake", () => {
  const members = { path: junk, hosts: junk, title: junk, fields: junk, states: junk, subJobs: junk, started: junk };
  const row = fc.record(
    { ...members, time: junk, gone: junk, read: junk, errors: junk, more: junk },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.oneof(junk, row), (name, given) => {
      const isRecord = typeof given === "object" && given !== null && !Array.isArray(given);
      const own = defineService((isRecord ? { ...services[name], ...given } : given) as never);
      try {
        createSimulator({ services: { own } });
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigurationError);
        expect(String(error)).toMatch(/^ConfigurationError: (The function )?"services\.own/);
      }
    }),
    { numRuns: 1_000, verbose: 1 },
  );
});

test("what a simulator plays of any sound row, a client follows to its end", async () => {
  const place = fc.constantFrom("", "job.", "jobs.0.", "list.2.item.", "metadata.x.", "__proto__.", "constructor.");
  const name = (fact: string) => place.map((where) => where + fact);
  const word = fc.stringMatching(/^[A-Z_ ]{1,8}$|^\d{1,3}$/).filter((text) => text.trim() !== "");
  const optional = ["type", "startedAt", "endedAt", "code", "reason", "progress"];
  const row = fc.record({
    status: name("status"),
    fields: fc.record(Object.fromEntries(optional.map((fact) => [fact, name(fact)])), { requiredKeys: [] }),
    words: fc.uniqueArray(word, { minLength: 3, maxLength: 3, selector: (text) => text.trim().toLowerCase() }),
    time: fc.constantFrom("utc", "epoch-milliseconds", "epoch-seconds"),
    gone: fc.constantFrom(undefined, "succeeded", "failed"),
    subJobs: fc.option(fc.record({ list: name("parts") }), { nil: undefined }),
    path: fc.constantFrom("/v1/{project_id}/a/{id}", "/{a}/{b}", "/v1?x=1&id={id}", "/{project_id}/{a}/b?c={c}&d={d}"),
  });
  await fc.assert(
    fc.asyncProperty(
      row,
      fc.constantFrom("success", "failure"),
      async ({ status, fields, words, ...more }, scenario) => {
        const [running = "", good = "", bad = ""] = words;
        const own = defineService({
          ...more,
          fields: { status, ...fields },
          states: { [running]: "running", [good]: "succeeded", [bad]: "failed" },
        } as ServiceDefinition);
        const simulator = createSimulator({ services: { own }, clock: createVirtualClock() });
        const ref = simulator.addJob({ service: "own", scenario: scenario as "success", duration: 60_000 });
        const jobs = createJobsClient(simulator.clientOptions);
        const [outcome] = await jobs.waitAll([ref]);
        expect(outcome?.error).toBe(undefined);
        expect(outcome?.job?.state).toBe(scenario === "success" ? "succeeded" : "failed");
      },
    ),
    { numRuns: 40, verbose: 1 },
  );
});
