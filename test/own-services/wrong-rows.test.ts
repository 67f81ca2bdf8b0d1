import {
  ConfigurationError,
  createJobsClient,
  defineService,
  jobRefFromResponse,
  type OwnService,
  readJobBody,
} from "huaweicloud-jobs";
import { openWaits, startWaitWorker } from "huaweicloud-jobs/bullmq";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { describe, expect, test } from "vitest";
import { ecs } from "./rows.ts";

const good = {
  path: "/v1/{project_id}/jobs/{job_id}",
  fields: { status: "status" },
  states: { DONE: "succeeded" },
};

/** Creates a client with a row; a request would fail the test. */
function use(services: unknown) {
  return createJobsClient({
    cloud: "otc",
    region: "eu-de",
    projectId: "p",
    credentials: { token: "token" },
    services: services as Record<string, OwnService>,
    fetch: () => expect.unreachable("nothing is sent"),
  });
}

const define = (row: unknown): OwnService => defineService(row as never);

/** A row in which the value at a dotted place is this one. */
function rowWith(place: string, value: unknown) {
  const row: Record<string, unknown> = structuredClone({ ...good, hosts: { prefix: "a" }, subJobs: { list: "a" } });
  const [first = "", second] = place.split(".");
  row[first] = second === undefined ? value : { ...(row[first] as object), [second]: value };
  return define(row);
}

const members = "is not known; the members are";
const path = 'must be a path such as "/v1/{project_id}/jobs/{job_id}"';
const label = 'must be the first label of a host, such as "ecs"';
const dotted = 'must be a dotted name such as "job.status" or "jobs.0.status"; got';
const text = "must be a text that is not empty";
const meanings = 'must be one of "pending", "running", "succeeded", "failed", "unknown"; got';
const OK = "succeeded";

/** What is wrong, the place of the value, the value, what is said of it, and the place that is named if it is another one. */
type WrongRow = [what: string, place: string, value: unknown, message: string, named?: string];

describe("a wrong row is named, with the place in it", () => {
  test.each<WrongRow>([
    ["an unknown member", "feilds", {}, `${members} path, hosts, title, fields`],
    ["no path", "path", undefined, path],
    ["a path that is no text", "path", 7, path],
    ["a path without a slash", "path", "v1/{job_id}", `${path}, each place a whole segment; got "v1/{job_id}"`],
    ["a path that is a URL", "path", "https://evil.test/{job_id}", path],
    ["a path that names a host", "path", "//evil.test/{job_id}", path],
    ["a path with an empty segment", "path", "/v1//{job_id}", path],
    ["a path with ..", "path", "/v1/../{job_id}", path],
    ["a path with .", "path", "/./{job_id}", path],
    ["a path with an encoded dot", "path", "/%2e%2e/{job_id}", path],
    ["a path with a backslash", "path", "/v1\\{job_id}", path],
    ["a path with a line break", "path", "/v1/{job_id}\n", path],
    ["a path with a tab", "path", "/\t/evil.test/{job_id}", path],
    ["a path with a fragment", "path", "/v1/{job_id}#x", path],
    ["a place within a segment", "path", "/v1/job-{job_id}", path],
    ["two places in a segment", "path", "/v1/{a}{b}", path],
    ["a place without a name", "path", "/v1/{}", path],
    ["a place that is not closed", "path", "/v1/{job_id", path],
    ["a query within a value", "path", "/v1?id=x{job_id}", path],
    ["a place for the name of a parameter", "path", "/v1?{name}={job_id}", path],
    ["two queries", "path", "/v1?a={a}?b={b}", path],
    ["the same parameter twice", "path", "/v1?id={a}&id={b}", "has the parameter id twice"],
    ["no place", "path", "/v1/jobs", "needs a place for the job's ID, such as {job_id}."],
    ["the project alone", "path", "/v1/{project_id}", "needs a place for the job's ID"],
    ["a place twice", "path", "/v1/{job_id}/x/{job_id}", "has the place {job_id} twice."],
    ["the project twice", "path", "/{project_id}/{a}/{project_id}", "has the place {project_id} twice."],

    ["hosts that are a text", "hosts", "ecs", 'must be an object; got "ecs"'],
    ["hosts that are null", "hosts", null, "must be an object; got null"],
    ["an unknown member of hosts", "hosts.host", "b", `${members} prefix`],
    ["no prefix", "hosts.prefix", undefined, `${label}; got undefined`],
    ["a prefix with a dot", "hosts.prefix", "evil.test", label],
    ["a prefix with a slash", "hosts.prefix", "evil/", label],
    ["a prefix with an @", "hosts.prefix", "a@evil", label],
    ["a prefix with a line break", "hosts.prefix", "ecs\n", label],
    ["a prefix in capitals", "hosts.prefix", "ECS", label],
    ["a prefix with a dash at its end", "hosts.prefix", "ecs-", label],
    ["a prefix that is too long", "hosts.prefix", "a".repeat(64), label],
    ["clouds that are no list", "hosts.clouds", "otc", "must be a list that is not empty; got"],
    ["no clouds", "hosts.clouds", [], "must be a list that is not empty; got"],
    [
      "an unknown cloud",
      "hosts.clouds",
      ["otc", "aws"],
      'must be one of "huaweicloud", "otc"; got "aws"',
      "hosts.clouds[1]",
    ],
    ["exceptions that are a list", "hosts.exceptions", [], "must be an object"],
    ...["https://x", "x.test:8443", "xn--a.b", "127.1", "0x7f.0.0.1", "256.256.256.256"].map(
      (host): WrongRow => [
        `an exception that is no host: ${host}`,
        "hosts.exceptions",
        { "eu-de": host },
        `must be a host name; got "${host}"`,
        'hosts.exceptions["eu-de"]',
      ],
    ),
    ...["EU-DE", "eude", "", "eu-de "].map(
      (region): WrongRow => [
        `an exception of no region: ${region}`,
        "hosts.exceptions",
        { [region]: "a.test" },
        `must be a region such as "eu-de" or "cn-north-4"; got "${region}"`,
      ],
    ),
    ["a title that is empty", "title", " ", `${text}; got " "`],
    ["a title that is no text", "title", 7, `${text}; got 7`],

    ["no fields", "fields", undefined, "must be an object; got null"],
    ["fields that are a list", "fields", [], "must be an object; got a list"],
    ["no status", "fields.status", undefined, `${dotted} undefined`],
    ["an unknown field", "fields.state", "s", `${members} status, id, type`],
    ["a field that is no text", "fields.status", ["a", "b"], `${dotted} a list`],
    ["an empty field", "fields.id", "", `${dotted} ""`],
    ["a field that begins with a dot", "fields.status", ".s", `${dotted} ".s"`],
    ["a field with two dots", "fields.status", "a..b", `${dotted} "a..b"`],
    ["an item of a body", "fields.status", "0.status", `${dotted} "0.status"`],
    ["a number for a field", "fields.id", "10", `${dotted} "10"`],
    ["an item for the sub-jobs", "subJobs.list", "0.parts", `${dotted} "0.parts"`],
    ["a field with a space", "fields.status", "a b", `${dotted} "a b"`],
    ["a field with a bracket", "fields.type", "jobs[0].type", `${dotted} "jobs[0].type"`],
    ["a field that is null", "fields.code", null, `${dotted} null`],

    ["no states", "states", undefined, "must be an object; got null"],
    ["states that are a list", "states", ["DONE"], "must be an object; got a list"],
    ["a state that there is not", "states", { DONE: "done" }, `${meanings} "done"`, 'states["DONE"]'],
    ["a word that means nothing", "states", { OK, X: undefined }, "must be one of", 'states["X"]'],
    ["a word named like a member of every object", "states", { OK, constructor: 1 }, meanings, 'states["constructor"]'],
    ["an empty word", "states", { "": "running", OK }, text, 'states[""] (the word)'],
    ["a word of spaces", "states", { " ": "running", OK }, text, 'states[" "] (the word)'],
    [
      "a word with signs of a terminal",
      "states",
      { "\u001b[2J\n": "done" },
      meanings,
      String.raw`states["\u001b[2J\n"]`,
    ],
    ["the same word twice", "states", { Ok: OK, OK: "failed" }, 'has "Ok" and "OK", which are the same word.'],
    ["the same word with a space", "states", { OK, "OK ": "failed" }, 'has "OK" and "OK ", which are the same word.'],
    ["no success", "states", { A: "failed" }, 'needs a word that means "succeeded", or the row needs "gone".'],
    ["no words at all", "states", {}, 'needs a word that means "succeeded"'],

    ["sub-jobs that are a text", "subJobs", "list", 'must be an object; got "list"'],
    ["an unknown member of sub-jobs", "subJobs.count", "b", `${members} list, total, fields, states`],
    ["sub-jobs without a list", "subJobs.list", undefined, `${dotted} undefined`],
    ["a wrong total", "subJobs.total", 3, `${dotted} 3`],
    ["a sub-job without a status", "subJobs.fields", {}, `${dotted} undefined`, "subJobs.fields.status"],
    ["a wrong field of a sub-job", "subJobs.fields", { status: "s", id: "a." }, `${dotted} "a."`, "subJobs.fields.id"],
    ["a function for a sub-job's word", "subJobs.states", { X: () => "failed" }, meanings, 'subJobs.states["X"]'],

    ["a wrong started", "started", "job id", `${dotted} "job id"`],
    [
      "a time that there is not",
      "time",
      "iso",
      'must be one of "utc", "epoch-milliseconds", "epoch-seconds"; got "iso"',
    ],
    ["a time that is a function", "time", () => new Date(), 'must be one of "utc"'],
    ["a time without write", "time.read", () => undefined, "must be a function; got undefined", "time.write"],
    ["a time without read", "time.write", String, "must be a function; got undefined", "time.read"],
    ["a wrong gone", "gone", "running", 'must be one of "succeeded", "failed"; got "running"'],
    ["a gone that is true", "gone", true, 'must be one of "succeeded", "failed"; got true'],
    ["a read that is no function", "read", "status", 'must be a function; got "status"'],

    ["errors that are a list", "errors", [], "must be an object; got a list"],
    ["an unknown member of errors", "errors.gone", [], `${members} action, codes, notFound, otherProject.`],
    ["an action that is no text", "errors.action", 1, `${text}; got 1`],
    ["codes that are a list", "errors.codes", ["A"], "must be an object; got a list"],
    ["a code without a hint", "errors.codes", { "A.1": "" }, `${text}; got ""`, 'errors.codes["A.1"]'],
    ["a long code", "errors.codes", { ["c".repeat(99)]: "" }, text, `errors.codes["${"c".repeat(60)}…"]`],
    ["notFound that is a text", "errors.notFound", "A.404", 'must be a list that is not empty; got "A.404"'],
    ["a code of notFound that is a number", "errors.notFound", ["A", 404], `${text}; got 404`, "errors.notFound[1]"],
  ])("%s", (_what, place, value, message, named = place) => {
    const services = { ecs: rowWith(place, value) };
    expect(() => use(services)).toThrow(ConfigurationError);
    expect(() => use(services)).toThrow(`"services.ecs.${named}" ${message}`);
  });

  test.each([undefined, null, "ecs", 7, [], () => {}, Symbol("ecs")])("a row that is %s", (row) => {
    expect(() => use({ ecs: define(row) })).toThrow(ConfigurationError);
    expect(() => use({ ecs: define(row) })).toThrow('"services.ecs" must be an object');
  });

  test("only where it is used: defineService itself refuses nothing", () => {
    expect(() => define({ path: 7 })).not.toThrow();
    expect(() => defineService<object>()({ path: 7 } as never)).not.toThrow();
  });
});

test.each(["/", "/a", "/{a}", "{", "a", ".", "a.", "-", "a-", "?a=", "&a=b", " "])(
  "a row in which %j stands many times is refused, in linear time",
  (sign) => {
    const text = sign.repeat(200_000 / sign.length);
    for (const start of ["", "/", "/{a}", "/{a}?b=", "a"]) {
      for (const end of ["", "%", " "]) {
        const long = start + text + end;
        const fields = { status: long };
        const hosts = { prefix: long, exceptions: { "eu-de": long } };
        for (const more of [
          { path: long },
          { hosts },
          { hosts: { ...hosts, prefix: "a" } },
          { fields },
          { title: long },
        ]) {
          expect(() => readJobBody(define({ ...good, ...more }), {})).toThrow();
        }
      }
    }
  },
);

describe("a row with an instance of a class is refused, as it would lose members", () => {
  class Row {
    path = good.path;
    fields = good.fields;
    states = good.states;
    read() {
      return {};
    }
  }
  const instance = (members: object) => Object.assign(new (class Part {})(), members);

  test.each<[string, unknown, string]>([
    ["the row", new Row(), ""],
    ["the row, which another object inherits from", Object.create(good), ""],
    ["fields", { ...good, fields: instance(good.fields) }, ".fields"],
    ["states", { ...good, states: new Map([["DONE", "succeeded"]]) }, ".states"],
    ["states of a class", { ...good, states: instance(good.states) }, ".states"],
    ["hosts", { ...good, hosts: instance({ prefix: "a" }) }, ".hosts"],
    ["exceptions", { ...good, hosts: { prefix: "a", exceptions: instance({ "eu-de": "a.b" }) } }, ".hosts.exceptions"],
    ["sub-jobs", { ...good, subJobs: instance({ list: "a" }) }, ".subJobs"],
    ["codes", { ...good, errors: { codes: new Map() } }, ".errors.codes"],
  ])("as %s", (_what, row, place) => {
    const message = (name: string) => `"${name}${place}" must be a plain object, no instance of a class; got object`;
    expect(() => use({ ecs: define(row) })).toThrow(ConfigurationError);
    expect(() => use({ ecs: define(row) })).toThrow(message("services.ecs"));
    expect(() => readJobBody(define(row), { status: "DONE" })).toThrow(message("row"));
  });

  test("but not an object without a prototype", () => {
    const row = define(Object.assign(Object.create(null), good));
    expect(readJobBody(row, { status: "DONE" })).toMatchObject({ state: "succeeded" });
  });
});

describe("a good row", () => {
  test.each<[string, object]>([
    ["gone in place of success", { states: {}, gone: "succeeded" }],
    ["a function in place of success", { states: { END: () => "succeeded" } }],
    [
      "members that are undefined",
      { hosts: undefined, title: undefined, subJobs: undefined, time: undefined, read: undefined },
    ],
    ["a path with usual signs", { path: "/v1.0/a-b_c~d/$metadata;v=1/{job_id}/@x:y" }],
    ["a query of its own", { path: "/v1/jobs?type=all&empty=&id={job_id}" }],
    ["a project in the query", { path: "/v1/jobs/{job_id}?project={project_id}" }],
    ["places in path and query", { path: "/v1/{instance_id}/jobs?id={job_id}" }],
    ["numeric words", { states: { 100: "running", "-1": "failed", 200: "succeeded" } }],
    ["names that begin with a digit", { fields: { status: "2fa.0" }, started: "0.job_id" }],
    ["names in other scripts", { fields: { status: "状态.值" }, states: { 完成: "succeeded" } }],
  ])("may have %s", (_what, more) => {
    expect(() => use({ ecs: define({ ...good, ...more }) })).not.toThrow();
  });
});

describe("a name", () => {
  test.each(["ecs", "a", "ecs-2", "share-creation", "a".repeat(40), "constructor"])("can be %s", (name) => {
    expect(() => use({ [name]: ecs })).not.toThrow();
  });

  test.each([
    "ECS",
    "e_c",
    "ecs-",
    "-ecs",
    "a--b",
    "2ecs",
    "",
    "e cs",
    "é",
    "ecs\n",
    "a".repeat(41),
    "__proto__",
    "\u001b[2J",
    "a/b",
    "a.b",
  ])("cannot be %j", (name) => {
    const services = Object.fromEntries([[name, ecs]]);
    expect(() => use(services)).toThrow(ConfigurationError);
    expect(() => use(services)).toThrow("needs another name: small letters, digits and single dashes, at most 40");
  });

  test.each(["sfs-turbo", "workspace", "dcs"])("cannot be %s, which is built in", (name) => {
    expect(() => use({ [name]: ecs })).toThrow(
      `"services.${name}" needs another name: "${name}" is a built-in service.`,
    );
  });
});

describe("services that defineService did not make are refused", () => {
  test.each([
    ["the definition itself", good],
    ["a copy of a row", { ...ecs }],
    ["nothing", undefined],
    ["null", null],
    ["a text", "ecs"],
  ])("%s", (_what, row) => {
    expect(() => use({ ecs: row })).toThrow('"services.ecs" must be made with defineService.');
  });

  test.each([null, [], "ecs", 7, () => {}, new Map([["ecs", ecs]]), new Set([ecs])])(
    "services that are %s",
    (services) => {
      expect(() => use(services)).toThrow(ConfigurationError);
      expect(() => use(services)).toThrow('"services" must be an object');
    },
  );
});

describe("the same mistakes are found by", () => {
  const services = { ecs: define({ ...good, states: { A: "failed" } }) };
  const message = '"services.ecs.states" needs a word that means "succeeded"';

  test("a simulator", () => {
    expect(() => createSimulator({ services })).toThrow(message);
  });

  test("durable waits and their worker, before they connect", () => {
    expect(() => openWaits({ connection: {}, services })).toThrow(message);
    const worker = { endpoints: {}, credentials: { token: "t" }, rateLimit: { requestsPerSecond: 1 } };
    expect(() => startWaitWorker({ connection: {}, ...worker, services })).toThrow(message);
  });

  test("readJobBody, which names the row", () => {
    expect(() => readJobBody(services.ecs, {})).toThrow('"row.states" needs a word that means "succeeded"');
  });

  test("jobRefFromResponse", () => {
    expect(() => jobRefFromResponse("ecs", { job_id: "a" }, services.ecs)).toThrow(message);
    expect(() => jobRefFromResponse("ECS", { job_id: "a" }, ecs)).toThrow('"services.ECS" needs another name');
    for (const name of [undefined, null, true, ["ecs"]]) {
      expect(() => jobRefFromResponse(name as never, { job_id: "a" }, ecs)).toThrow("needs another name");
      expect(() => jobRefFromResponse(name as never, { job_id: "a" })).toThrow('"service" must be one of');
    }
    expect(() => jobRefFromResponse("dcs" as string, { job_id: "a" }, ecs)).toThrow("is a built-in service");
    expect(() => jobRefFromResponse("ecs", { job_id: "a" }, { ...ecs })).toThrow("must be made with defineService");
    expect(() => jobRefFromResponse("ecs" as never, { job_id: "a" })).toThrow('"service" must be one of "sfs-turbo"');
  });
});

test("a row has its own name in each client's messages, whoever used it first", () => {
  const row = define({ ...good, read: () => null });
  const nameIn = (run: () => unknown) => expect(run);
  nameIn(() => readJobBody(row, {})).toThrow('"row.read()"');
  use({ first: row });
  const jobs = createJobsClient({
    endpoints: { second: "https://second.test" },
    projectId: "p",
    credentials: { token: "token" },
    services: { second: row },
    fetch: async () => Response.json({}),
  });
  return expect(jobs.get({ service: "second", id: "j" })).rejects.toThrow('"services.second.read()"');
});
