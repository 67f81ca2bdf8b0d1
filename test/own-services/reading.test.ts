import {
  ConfigurationError,
  createJobsClient,
  defineService,
  type FinishedJob,
  InvalidResponseError,
  readJobBody,
  type ServiceDefinition,
} from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { ecs, elb, names, rds, services, shareCreation, stories } from "./rows.ts";

const plain = {
  path: "/v1/jobs/{job_id}",
  fields: {
    id: "id",
    type: "type",
    status: "status",
    startedAt: "began",
    endedAt: "ended",
    code: "code",
    reason: "why",
    progress: "progress",
  },
  states: { RUNNING: "running", OK: "succeeded", BAD: "failed" },
} as const;

const facts = ["id", "type", "status", "began", "ended", "code", "why", "progress"];

/** The body is not a job, for this reason. */
function expectNoJob(attempt: () => unknown, message: string): void {
  expect(attempt).toThrow(InvalidResponseError);
  expect(attempt).toThrow(message);
}

/** The row is wrong, for this reason. */
function expectMistake(attempt: () => unknown, message: string): void {
  expect(attempt).toThrow(ConfigurationError);
  expect(attempt).toThrow(message);
}

/** What a row with these members reads. */
const read = (body: unknown, more: Partial<ServiceDefinition> = {}) =>
  readJobBody(defineService({ ...plain, ...more }), body);

describe("a body of the vendor", () => {
  test.each(names)("of %s is read", (name) => {
    const { replies, last } = stories[name];
    const [body] = replies.filter((reply) => !("body" in reply)).slice(-1);
    const facts = last.status === "404" ? { state: "running", status: "200", subJobs: [] } : last;
    expect(readJobBody(services[name], body)).toMatchObject(facts);
  });

  test.each(["ecs", "cce"] as const)("of %s has sub-jobs that are written as the job is", (name) => {
    expect(readJobBody(services[name], stories[name].replies.at(-1)).subJobs).toHaveLength(1);
  });
});

describe("status", () => {
  test.each([
    ["RUNNING", "running"],
    ["running", "running"],
    [" Ok\n", "succeeded"],
    ["BAD", "failed"],
    ["PAUSED", "unknown"],
    ["constructor", "unknown"],
    ["__proto__", "unknown"],
  ])("%j means %s, and is kept as received", (status, state) => {
    expect(read({ status })).toMatchObject({ status, state });
  });

  test("is found whatever case the row has it in", () => {
    const states = { Initializing: "pending", "all done": "succeeded", " Spaced ": "failed" } as const;
    const stateOf = (status: string) => read({ status }, { states }).state;
    expect(["INITIALIZING", "All Done", "spaced"].map(stateOf)).toEqual(["pending", "succeeded", "failed"]);
  });

  test("can be a number where the row has a numeric word, and only there", () => {
    expect(readJobBody(shareCreation, { status: 100 })).toMatchObject({ status: "100", state: "running" });
    expect(readJobBody(shareCreation, { status: "303" })).toMatchObject({ status: "303", state: "failed" });
    expect(() => read({ status: 100 })).toThrow('the body has no "status"');
  });

  test.each([{}, { status: null }, { status: "" }, { status: "  " }, { status: {} }, { status: true }])(
    "is not in %j, which is not a job",
    (body) => {
      expectNoJob(() => read(body), 'the body has no "status"');
    },
  );

  test("can be a number with a fraction where the row has one", () => {
    const states = { "0.5": "running", "1.0": "running", 1: "succeeded", " -1.5 ": "failed" } as const;
    expect([0.5, 1, -1.5, 2.5].map((status) => read({ status }, { states }).state)).toEqual([
      "running",
      "succeeded",
      "failed",
      "unknown",
    ]);
    expect(read({ status: 2 }, { states: { "0.25": "succeeded", OK: "succeeded" } }).status).toBe("2");
    expect(read({ status: 2 }, { states: { " 2 ": "succeeded" } }).state).toBe("succeeded");
    for (const word of ["2 days", "day 2", "1.x"]) {
      expect(() => read({ status: 2 }, { states: { [word]: "succeeded" } })).toThrow('the body has no "status"');
    }
    expect(() => read({ status: true }, { states: { true: "succeeded" } })).toThrow('the body has no "status"');
  });

  test("is read if the row gives another name as undefined", () => {
    expect(read({ status: "OK", type: "t" }, { fields: { status: "status", type: undefined } })).not.toHaveProperty(
      "type",
    );
  });

  test("that is missing is named as the row names it", () => {
    expect(() => readJobBody(elb, { status: "INIT" })).toThrow('the body has no "job.status"');
    expect(() => readJobBody(services.kafka, { tasks: [] })).toThrow('the body has no "tasks.0.status"');
  });

  test.each([null, undefined, "OK", 7, true, [{ status: "OK" }]])("is not in %j, which is not an object", (body) => {
    expect(() => read(body)).toThrow("the body is not a JSON object");
  });

  test("may have a function that looks at the parts and the error", () => {
    const states = {
      END: ({ subJobs, total, error }) =>
        error || subJobs.some(({ state }) => state === "failed")
          ? "failed"
          : subJobs.length < total
            ? "running"
            : "succeeded",
      OK: "succeeded",
      BAD: "failed",
    } as const satisfies ServiceDefinition["states"];
    const more = { states, subJobs: { list: "parts", total: "count", fields: { status: "status" } } };
    const stateOf = (body: object) => read({ status: "end", ...body }, more).state;
    expect(stateOf({})).toBe("succeeded");
    expect(stateOf({ why: "no space" })).toBe("failed");
    expect(stateOf({ parts: [{ status: "OK" }], count: 2 })).toBe("running");
    expect(stateOf({ parts: [{ status: "OK" }, { status: "BAD" }], count: "2" })).toBe("failed");
  });
});

describe("a function for a word", () => {
  const stateFrom = (END: unknown) => () => read({ status: "END" }, { states: { END } } as never);

  test.each([
    ["throws", () => JSON.parse("{"), 'The function "row.states["END"]" failed: SyntaxError'],
    ["returns no state", () => "done", '"row.states["END"]()" must be one of "pending"'],
    ["returns nothing", () => undefined, '"row.states["END"]()" must be one of "pending"'],
    ["returns a promise", async () => "failed", '"row.states["END"]" must return a value, not a promise'],
    ["rejects", async () => Promise.reject(new Error("no")), '"row.states["END"]" must return a value, not a promise'],
  ])("that %s is a mistake in the row", (_what, mapping, message) => {
    expectMistake(stateFrom(mapping), message);
  });

  test("that throws a long text, or what is no usual error, has a short message on one line", () => {
    const messageOf = (thrown: unknown) => {
      try {
        return stateFrom(() => {
          throw thrown;
        })();
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(messageOf(new Error(`a\n${"b".repeat(100_000)}`))).toMatch(
      /^The function "row.states\["END"\]" failed: Error: a b{250,300}…\.$/,
    );
    expect(messageOf(odd({ name: Symbol("x") }))).toBe('The function "row.states["END"]" failed: object.');
    expect(messageOf(null)).toBe('The function "row.states["END"]" failed: object.');
  });

  test("cannot change the job", () => {
    const job = read(
      { status: "END", why: "no", parts: [{ status: "OK", began: "2026-01-02 03:04:05" }, { status: "BAD" }] },
      {
        subJobs: { list: "parts" },
        states: {
          ...plain.states,
          END({ subJobs, error }) {
            Object.assign(error as object, { reason: "another" });
            subJobs[0]?.startedAt?.setTime(0);
            Object.assign(subJobs[0] as object, { state: "failed" });
            (subJobs as unknown[]).pop();
            return "failed";
          },
        },
      },
    );
    expect(job).toMatchObject({
      status: "END",
      state: "failed",
      error: { reason: "no" },
      subJobs: [
        { status: "OK", state: "succeeded", startedAt: new Date("2026-01-02T03:04:05Z") },
        { status: "BAD", state: "failed" },
      ],
    });
  });
});

/** An error whose members are not what an error has. */
function odd(members: object): Error {
  return Object.defineProperties(new Error("odd"), Object.getOwnPropertyDescriptors(members));
}

describe("an ID", () => {
  test("of the body is told, as a text", () => {
    expect(read({ status: "OK", id: 7 }).id).toBe("7");
    expect(read({ status: "OK", id: "" })).not.toHaveProperty("id");
  });
});

describe("an error", () => {
  const error = { code: "C.1", why: "no space" };

  test("is told only of a job that failed", () => {
    expect(read({ status: "BAD", ...error }).error).toEqual({ code: "C.1", reason: "no space" });
    for (const status of ["OK", "RUNNING", "PAUSED"]) {
      expect(read({ status, ...error })).not.toHaveProperty("error");
    }
  });

  test("is told only of sub-jobs that failed", () => {
    const subJobs = { list: "parts" };
    const parts = ["OK", "BAD", "RUNNING", undefined].map((status) => ({ status, ...error }));
    expect(read({ status: "BAD", parts }, { subJobs }).subJobs.map((part) => part.error?.code)).toEqual([
      undefined,
      "C.1",
      undefined,
      undefined,
    ]);
  });

  test.each([null, "", "  ", undefined])("is none if code and reason are %j", (nothing) => {
    expect(read({ status: "BAD", code: nothing, why: nothing })).not.toHaveProperty("error");
  });

  test("may have a number for its code", () => {
    expect(read({ status: "BAD", code: 31 }).error).toEqual({ code: "31" });
  });
});

describe("progress", () => {
  test.each([
    [60, 60],
    [0, 0],
    ["60%", 60],
    [" 7.5 % ", 7.5],
    ["12.25", 12.25],
    ["60 % done", undefined],
    ["100", 100],
    ["", undefined],
    ["101%", undefined],
    ["-1%", undefined],
    ["half", undefined],
    [null, undefined],
    [Number.NaN, undefined],
    [[60], undefined],
  ])("%j is read as %j", (progress, expected) => {
    expect(read({ status: "RUNNING", progress }).progress).toBe(expected);
  });
});

describe("a time", () => {
  const timeOf = (began: unknown, time?: ServiceDefinition["time"]) =>
    read({ status: "OK", began }, { time }).startedAt?.toISOString();

  test.each([
    ["2019-02-25T06:19:05Z", "2019-02-25T06:19:05.000Z"],
    ["2019-02-25T06:19:05", "2019-02-25T06:19:05.000Z"],
    ["2019-02-25 06:19:05", "2019-02-25T06:19:05.000Z"],
    ["2019-02-25t06:19:05.7z", "2019-02-25T06:19:05.700Z"],
    ["2019-02-25T06:19:05,789Z", "2019-02-25T06:19:05.789Z"],
    ["2019-02-25T06:19Z", "2019-02-25T06:19:00.000Z"],
    ["2019-02-25T06:19:05.789462123Z", "2019-02-25T06:19:05.789Z"],
    ["2019-02-25T06:19:05+08:00", "2019-02-24T22:19:05.000Z"],
    ["2019-02-25T06:19:05+0800", "2019-02-24T22:19:05.000Z"],
    ["2019-02-25T06:19:05+08", "2019-02-24T22:19:05.000Z"],
    ["2019-02-25T06:19:05 +0800", "2019-02-24T22:19:05.000Z"],
    ["2019-02-25T06:19:05-0330", "2019-02-25T09:49:05.000Z"],
    ["2019-02-25 06:19:05.789462 +0000 UTC", "2019-02-25T06:19:05.789Z"],
    ["2019-02-25 06:19:05 +0000 UTC", "2019-02-25T06:19:05.000Z"],
    ["2019-02-25 06:19:05.1 +0800 CST", "2019-02-24T22:19:05.100Z"],
    ["2019-02-25 06:19:05 +0800 +0800", "2019-02-24T22:19:05.000Z"],
    ["2019-02-25 06:19:05 UTC", "2019-02-25T06:19:05.000Z"],
    ["2019-02-25 06:19:05 GMT", "2019-02-25T06:19:05.000Z"],
  ])("%j is read", (text, iso) => {
    expect(timeOf(text)).toBe(iso);
  });

  test.each([
    ["2019-02-25 06:19:05 CST", "the zone's name alone does not tell which zone it is"],
    ["2019-02-30T06:19:05Z", "there is no such day"],
    ["2019-02-25T06:60:05Z", "there is no such minute"],
    ["2019-02-25T06:19:05+25:00", "there is no such zone"],
    ["2019-02-25", "it has no time of day"],
    ["20190225T061905Z", "its form is not known"],
    ["soon", "it is not a time"],
    ["", "it is empty"],
    [1_551_075_545, "a number has no form"],
    [null, "it is nothing"],
    [{}, "it is an object"],
  ])("%j is left out: %s", (value, _why) => {
    expect(timeOf(value)).toBeUndefined();
  });

  test.each([
    ["epoch-milliseconds", "1551075545789", "2019-02-25T06:19:05.789Z"],
    ["epoch-milliseconds", 1_551_075_545_789, "2019-02-25T06:19:05.789Z"],
    ["epoch-seconds", "1551075545", "2019-02-25T06:19:05.000Z"],
    ["epoch-seconds", 1_551_075_545, "2019-02-25T06:19:05.000Z"],
    ["epoch-seconds", 1_551_075_545.789, "2019-02-25T06:19:05.789Z"],
    ["epoch-seconds", "1551075545.1", "2019-02-25T06:19:05.100Z"],
    ["epoch-seconds", " 1.005 ", "1970-01-01T00:00:01.005Z"],
    ["epoch-milliseconds", 1_551_075_545_789.4, "2019-02-25T06:19:05.789Z"],
    ["epoch-milliseconds", 0, undefined],
    ["epoch-milliseconds", "0", undefined],
    ["epoch-seconds", 0, undefined],
    ["epoch-seconds", "0.0", undefined],
    ["epoch-seconds", "1.", undefined],
    ["epoch-seconds", "-1", undefined],
    ["epoch-seconds", "99999999999999", undefined],
    ["epoch-seconds", "2019-02-25T06:19:05Z", undefined],
    ["epoch-seconds", "", undefined],
  ] as const)("as %s reads %j", (time, value, iso) => {
    expect(timeOf(value, time)).toBe(iso);
  });

  test("is read by the row's own function", () => {
    const time = { read: (value: unknown) => new Date(`${value}-01-01T00:00:00Z`), write: String };
    expect(timeOf("2026", time)).toBe("2026-01-01T00:00:00.000Z");
  });

  test.each([null, "", " \t"])("is not %j, whatever the row's own function makes of it", (value) => {
    expect(timeOf(value, { read: () => new Date(0), write: String })).toBeUndefined();
  });

  test("may come from an object with methods", () => {
    class Days {
      readonly #day = 86_400_000;
      private readonly since = 0;
      read(value: unknown) {
        return new Date(this.since + Number(value) * this.#day);
      }
      write(time: Date) {
        return time.getTime() / this.#day;
      }
    }
    expect(timeOf(365, new Days())).toBe("1971-01-01T00:00:00.000Z");
  });

  test.each<[string, () => unknown]>([
    ["an invalid Date", () => new Date("soon")],
    ["a text", () => "2026-01-01"],
    ["a number", () => 1_767_225_600_000],
    ["null", () => null],
    ["a promise", async () => new Date()],
    ["an error, thrown", () => JSON.parse("{")],
    ["an error, as a rejection", async () => Promise.reject(new Error("no"))],
  ])("is left out if the row's own function gives %s", (_what, readTime) => {
    expect(timeOf("x", { read: readTime as never, write: String })).toBeUndefined();
  });

  test.each([null, undefined, "", "  "])("that is %j does not reach the row's own function", (nothing) => {
    expect(timeOf(nothing, { read: () => new Date(0), write: String })).toBeUndefined();
  });
});

const begun = ["2019-02-25", "2019-02-25 06:19:05", "2019-02-25T06:19:05.", "2019-02-25T06:19:05 "];
const starts = ["", "1", "1.", "60", ...begun];
const repeated = [" ", "\t", "0", "1 ", "%", " %", ".", ":", "-", "+08", "+0800 ", "UTC ", "Z", "a.", "\ud800"];

test.each(repeated)("a text of many times %j takes no longer than its length, wherever it is", (sign) => {
  const began = performance.now();
  for (const start of starts) {
    const text = `${start}${sign.repeat(300_000 / sign.length)}x`;
    const members = Object.fromEntries(facts.map((name) => [name, text]));
    const job = read({ ...members, parts: [members], count: text }, { subJobs: { list: "parts", total: "count" } });
    expect(job).toMatchObject({ status: text, state: "unknown" });
    for (const time of ["epoch-milliseconds", "epoch-seconds"] as const) {
      expect(read(members, { time })).not.toHaveProperty("startedAt");
    }
  }
  expect(performance.now() - began).toBeLessThan(5_000);
});

describe("a dotted name", () => {
  const statusAt = (name: string, body: unknown) =>
    read(body, { fields: { status: name }, states: { OK: "succeeded" } }).status;

  test.each([
    ["a.b.c.d.e", { a: { b: { c: { d: { e: "OK" } } } } }],
    ["jobs.0.status", { jobs: [{ status: "OK" }] }],
    ["jobs.2", { jobs: ["", "", "OK"] }],
    ["jobs.0", { jobs: { 0: "OK" } }],
    ["metadata.annotations/x", { metadata: { "annotations/x": "OK" } }],
    ["__proto__.x", JSON.parse('{"__proto__":{"x":"OK"}}')],
    ["constructor", { constructor: "OK" }],
  ])("%s leads to a value", (name, body) => {
    expect(statusAt(name, body)).toBe("OK");
  });

  test.each([
    ["a.b", { a: "OK" }],
    ["a.b", { a: null }],
    ["a.b", { "a.b": "OK" }],
    ["jobs.0.status", { jobs: [] }],
    ["jobs.-1", { jobs: ["OK"] }],
    ["status.length", { status: "OK" }],
    ["constructor.name", { a: "OK" }],
    ["__proto__.constructor.name", {}],
    ["toString", {}],
    ["jobs.length", { jobs: [{}, {}] }],
  ])("%s leads to nothing in %j", (name, body) => {
    expect(() => statusAt(name, body)).toThrow(InvalidResponseError);
  });
});

describe("sub-jobs", () => {
  test("are a list of what may not even be objects", () => {
    const parts = [{ status: "OK", id: "a" }, null, "text", 7, [], { status: 3 }];
    expect(read({ status: "RUNNING", parts }, { subJobs: { list: "parts" } }).subJobs).toEqual([
      { id: "a", state: "succeeded", status: "OK" },
      ...Array.from({ length: 5 }, () => ({ state: "unknown" })),
    ]);
  });

  test.each([undefined, null, {}, "list", 5])("are none if the list is %j", (parts) => {
    expect(read({ status: "RUNNING", parts }, { subJobs: { list: "parts" } }).subJobs).toEqual([]);
  });

  test("have names and words of their own if the row gives them", () => {
    const subJobs = {
      list: "parts",
      fields: { status: "state", progress: "done" },
      states: { "1": "running", "2": "succeeded" },
    } as const;
    const parts = [{ state: 1, done: "50%" }, { state: "2" }];
    expect(read({ status: "RUNNING", parts }, { subJobs })).toMatchObject({
      progress: 75,
      subJobs: [{ state: "running", progress: 50 }, { state: "succeeded" }],
    });
  });

  test("may have a function for a word, which sees a part without parts", () => {
    const END = ({ subJobs, total, error }: FinishedJob) =>
      error === undefined && subJobs.length === 0 && total === 0 ? "succeeded" : "failed";
    const parts = [{ status: "END" }, { status: "END", why: "no space" }];
    const more = { states: { ...plain.states, END } as const, subJobs: { list: "parts" } };
    expect(read({ status: "RUNNING", parts }, more).subJobs.map(({ state }) => state)).toEqual(["succeeded", "failed"]);
  });

  test("by the thousand are read: in quadratic time, these take minutes", () => {
    const sub_jobs = Array.from({ length: 50_000 }, (_, index) => ({ job_id: `s-${index}`, status: "SUCCESS" }));
    expect(readJobBody(ecs, { status: "RUNNING", entities: { sub_jobs } }).subJobs).toHaveLength(50_000);
  });
});

describe("read", () => {
  const reading = (given: unknown, body: object = { status: "RUNNING", id: "i", type: "t" }) =>
    read(body, { read: () => given } as never);

  test("takes precedence, and what it leaves out is read as declared", () => {
    const given = { state: "failed", progress: 30, error: { code: "C" }, startedAt: new Date(0) };
    expect(reading(given)).toEqual({
      id: "i",
      type: "t",
      status: "RUNNING",
      state: "failed",
      progress: 30,
      error: { code: "C" },
      startedAt: new Date(0),
      subJobs: [],
    });
    expect(reading({ status: "OK" })).toMatchObject({ status: "OK", state: "succeeded" });
    expect(reading({})).toMatchObject({ status: "RUNNING", state: "running" });
  });

  test("may find the status where no name leads", () => {
    const found = { read: ({ list }: { list: { s: string }[] }) => ({ status: list.at(-1)?.s ?? "" }) };
    expect(read({ list: [{ s: "BAD" }, { s: "OK" }] }, found as never)).toMatchObject({ state: "succeeded" });
    expect(() => read({ list: [] }, found as never)).toThrow('the body has no "status"');
    expect(reading({ state: "succeeded" }, {})).toMatchObject({ state: "succeeded", status: "succeeded" });
  });

  test("receives the body as it came", () => {
    const bodies: unknown[] = [];
    const body = { status: "OK", more: [1, { a: null }] };
    read(body, {
      read(given) {
        bodies.push(given);
        return {};
      },
    });
    expect(bodies).toEqual([body]);
  });

  test("may use the other members of its row", () => {
    const row = {
      ...plain,
      read(this: ServiceDefinition) {
        return { type: this.path };
      },
    };
    expect(readJobBody(defineService(row), { status: "OK" })).toMatchObject({ type: plain.path });
  });

  test("says with undefined that a body is not a job", () => {
    expectNoJob(() => reading(undefined), "read function says that the body is not a job");
  });

  test("that fails has not read the body, which then is not a job", () => {
    const odds = [{ name: Symbol("x") }, { message: Symbol("x") }, { message: Object.create(null) }];
    for (const [given, message] of [
      [new TypeError("x is undefined"), "TypeError: x is undefined"],
      ...odds.map((members) => [odd(members), "object."] as const),
      [Object.create(null), ""],
      [undefined, ""],
    ] as const) {
      const read = () => {
        throw given;
      };
      expectNoJob(() => readJobBody(defineService({ ...plain, read }), { status: "OK" }), `failed: ${message}`);
    }
  });

  test("has no value where it gives null, an empty text, an invalid Date, or a progress that is none", () => {
    const nothing = { id: null, type: "", progress: Number.NaN, startedAt: new Date("soon"), endedAt: null, error: {} };
    expect(reading({ ...nothing, subJobs: null, state: null, status: " " })).toEqual({
      id: "i",
      type: "t",
      status: "RUNNING",
      state: "running",
      subJobs: [],
    });
    expect(reading({ progress: 101 })).not.toHaveProperty("progress");
    expect(reading({ progress: -1 })).not.toHaveProperty("progress");
    expect(reading({ error: { code: null, reason: "" } })).not.toHaveProperty("error");
  });

  test("may give numbers for texts", () => {
    expect(reading({ id: 7, type: 8, error: { code: 9 }, state: "failed" })).toMatchObject({
      id: "7",
      type: "8",
      error: { code: "9" },
    });
  });

  test("may give sub-jobs", () => {
    const subJobs = [
      { id: 1, state: "failed", status: "BAD", error: { reason: "no" }, progress: 10, endedAt: new Date(0) },
      { state: "running", type: null, startedAt: new Date("soon") },
    ];
    expect(reading({ subJobs }).subJobs).toEqual([
      { id: "1", state: "failed", status: "BAD", error: { reason: "no" }, progress: 10, endedAt: new Date(0) },
      { state: "running" },
    ]);
  });

  test("that gives facts which cannot be read has failed", () => {
    const getter = {
      get state() {
        throw new Error("no state");
      },
    };
    const facts = [getter, { error: getter }, { subJobs: [{ state: "failed" }, getter] }];
    for (const given of facts) {
      expectNoJob(() => reading(given), "the row's read function failed: Error: no state");
    }
  });

  test("cannot change the body", () => {
    const body = { status: "OK", list: [{ a: 1 }] };
    const before = structuredClone(body);
    read(body, {
      read(given) {
        (given as typeof body).list.pop();
        Object.assign(given as object, { status: "BAD" });
        return {};
      },
    });
    expect(body).toEqual(before);
  });

  const cyclic: Record<string, unknown> = {};
  cyclic["error"] = cyclic;
  test.each([
    ["null", null, '()" must be an object; got null'],
    ["a text", "OK", '()" must be an object; got "OK"'],
    ["a list", [{ status: "OK" }], '()" must be an object; got a list'],
    ["a promise", Promise.resolve({}), '" must return a value, not a promise'],
    ["an unknown member", { stat: "OK" }, '().stat" is not known; the members are id, type, status, state'],
    ["an unknown state", { state: "RUNNING" }, '().state" must be one of "pending", "running"'],
    ["a status that is no text", { status: {} }, '().status" must be a text; got object'],
    ["an ID that is no text", { id: true }, '().id" must be a text; got true'],
    ["a time that is no Date", { startedAt: "2026-01-01" }, '().startedAt" must be a Date; got "2026-01-01"'],
    ["a progress that is not a number", { progress: "60%" }, '().progress" must be a number; got "60%"'],
    ["an error that is a text", { error: "no" }, '().error" must be an object; got "no"'],
    ["an error with other members", { error: { message: "no" } }, '().error.message" is not known'],
    ["an error that is part of itself", cyclic, '().error.error" is not known'],
    ["sub-jobs that are no list", { subJobs: {} }, '().subJobs" must be a list; got object'],
    ["a list with a hole", { subJobs: Object.assign([], { 1: { state: "failed" } }) }, '().subJobs[0]" must be'],
    ["a hole at its end", { subJobs: Object.assign([{ state: "failed" }], { length: 2 }) }, '().subJobs[1]"'],
    ["a sub-job that is nothing", { subJobs: [null] }, '().subJobs[0]" must be an object; got null'],
    ["a sub-job without a state", { subJobs: [{ id: "a" }] }, '().subJobs[0].state" must be one of'],
    ["a sub-job with sub-jobs", { subJobs: [{ state: "failed", subJobs: [] }] }, '().subJobs[0].subJobs" is not known'],
  ])("that gives %s is a mistake in the row", (_what, given, message) => {
    expectMistake(() => reading(given), `"row.read${message}`);
  });
});

test("a read function that is asynchronous is a mistake in the row, and its rejection is nobody's", async () => {
  const row = defineService({ ...plain, read: (async () => Promise.reject(new Error("no"))) as never });
  expect(() => readJobBody(row, { status: "OK" })).toThrow('"row.read" must return a value, not a promise');
  await new Promise((resolve) => setTimeout(resolve, 10));
});

test("a promise among the facts is a mistake in the row, and its rejection is nobody's", async () => {
  const rejecting = () => Promise.reject(new Error("no"));
  const facts = [
    [() => ({ state: rejecting() }), "state"],
    [() => ({ id: "a", error: rejecting() }), "error"],
    [() => ({ subJobs: [{ state: "failed" }, rejecting()] }), "subJobs[1]"],
    [() => ({ error: { code: "1", reason: rejecting() }, subJobs: rejecting() }), "error.reason"],
  ] as const;
  for (const [give, place] of facts) {
    const row = defineService({ ...plain, read: give as never });
    expectMistake(() => readJobBody(row, { status: "OK" }), `"row.read().${place}" must be`);
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
});

describe("readJobBody", () => {
  test("does not know which job was asked for", () => {
    expect(readJobBody(rds, { job: { id: "any", status: "Running" } })).toMatchObject({ id: "any" });
  });

  test.each([undefined, null, {}, { ...ecs }, "ecs", plain])("takes no other row than one of defineService", (row) => {
    expectMistake(() => readJobBody(row as never, {}), '"row" must be made with defineService.');
  });
});

describe("a number beyond 2^53, which JSON.parse rounds", () => {
  const row = { path: "/v1/tasks/{task_id}", fields: { id: "task_id", status: "status" }, states: { OK: "succeeded" } };

  test.each(["9007199254740993", "1610521604143693812", "-9007199254740993"])(
    "is not taken for another ID than %s",
    async (id) => {
      const fetch = async () => new Response(`{"task_id":${id},"status":"OK"}`);
      const jobs = createJobsClient({
        endpoints: { tasks: "https://tasks.test" },
        credentials: { token: "t" },
        services: { tasks: defineService(row as ServiceDefinition) },
        fetch,
      } as never);
      expect(await jobs.get({ service: "tasks", id } as never)).toMatchObject({ id, state: "succeeded" });
    },
  );

  test.each([1e21, 2 ** 53, -(2 ** 60)])("is no text of a job: %s", (number) => {
    const job = read({ status: "BAD", id: number, code: number, why: "full" });
    expect(job).toMatchObject({ state: "failed", error: { reason: "full" } });
    expect(JSON.stringify(job)).not.toContain(String(number));
  });
});
