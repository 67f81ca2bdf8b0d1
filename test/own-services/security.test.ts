import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import fc from "fast-check";
import {
  ConfigurationError,
  createJobsClient,
  defineService,
  isJobsError,
  jobRefFromResponse,
  readJobBody,
  type ServiceDefinition,
} from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "../cli/run.ts";
import { checkHidden, cores, encodings, secrets } from "../helpers/canary.ts";
import { ecs, kafka, names, project, services, shareCreation, stories } from "./rows.ts";

/** A client of all rows whose requests are recorded, and whose responses are these. */
function recording(reply: () => Response = () => Response.json({}), more: object = {}) {
  const urls: string[] = [];
  const jobs = createJobsClient({
    cloud: "otc",
    region: "eu-de",
    projectId: project,
    credentials: { token: "token" },
    services,
    retry: { maxAttempts: 1 },
    async fetch(url) {
      urls.push(url);
      return reply();
    },
    ...more,
  });
  return { jobs, urls };
}

describe("an ID", () => {
  const bad = [
    "",
    ".",
    "..",
    "a/..",
    "../a",
    "a b",
    "a%2Fb",
    "a%2fb",
    "a?b",
    "a#b",
    "a\\b",
    "a\nb",
    "é",
    "a&b=c",
    "a@b",
    "a:b",
  ];

  test.each([...bad, "a/b", "a/b/c", "/", "a/", "/a", "x".repeat(256)])("of one part cannot be %j", async (id) => {
    const { jobs, urls } = recording();
    for (const service of ["ecs", "rds", "share-creation"] as const) {
      await expect(jobs.get({ service, id })).rejects.toThrow(ConfigurationError);
    }
    expect(urls).toEqual([]);
  });

  test.each([...bad, "a", "a/b/c", "/", "a/", "/b", "//", "a//b", "../b", "a/.", `a/${"x".repeat(256)}`])(
    "of two parts cannot be %j",
    async (id) => {
      const { jobs, urls } = recording();
      await expect(jobs.get({ service: "kafka", id })).rejects.toThrow(ConfigurationError);
      expect(urls).toEqual([]);
    },
  );

  test("of another number of parts is told how many, and which", async () => {
    const { jobs } = recording();
    await expect(jobs.get({ service: "kafka", id: "a" })).rejects.toThrow(
      '"id" must be 2 parts, as in "instance_id/task_id"; got "a".',
    );
    await expect(jobs.get({ service: "kafka", id: "a/%2e" })).rejects.toThrow(
      '"id (task_id)" must be 1 to 255 characters',
    );
  });

  test.each([undefined, null, 7, {}, ["a", "b"]])("is a text, not %j", async (id) => {
    const { jobs } = recording();
    await expect(jobs.get({ service: "kafka", id: id as never })).rejects.toThrow(ConfigurationError);
  });

  test("in the response of a starting call is checked as any other", () => {
    expect(jobRefFromResponse("ecs", { job_id: "a-1" }, ecs)).toEqual({ service: "ecs", id: "a-1" });
    expect(() => jobRefFromResponse("ecs", { job_id: "../a" }, ecs)).toThrow(ConfigurationError);
    expect(() => jobRefFromResponse("kafka", { job_id: "a" }, kafka)).toThrow(
      '"job_id" must be 2 parts, as in "instance_id/task_id"; got "a".',
    );
    expect(() => jobRefFromResponse("ecs", null, ecs)).toThrow("holds no job ID");
  });

  test("in the response of a starting call may be a number that JSON can hold", () => {
    expect(jobRefFromResponse("ecs", { job_id: 4711 }, ecs)).toEqual({ service: "ecs", id: "4711" });
    expect(jobRefFromResponse("ecs", { jobId: 0 }, ecs)).toEqual({ service: "ecs", id: "0" });
    expect(jobRefFromResponse("shares", { id: 2 ** 53 - 1 }, shareCreation).id).toBe("9007199254740991");
    expect(() => jobRefFromResponse("ecs", { job_id: 2 ** 53 }, ecs)).toThrow('"job_id" must be 1 to 255 characters');
    expect(() => jobRefFromResponse("ecs", { job_id: 1.5 }, ecs)).toThrow('"job_id" must be 1 to 255 characters');
    expect(() => jobRefFromResponse("kafka", { job_id: 7 }, kafka)).toThrow('"job_id" must be 2 parts');
  });

  test("whatever it is, leaves the path as the row has it, or is refused before anything is sent", async () => {
    const part = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.string({
        maxLength: 8,
        unit: fc.constantFrom("a", ".", "%", "2", "e", "F", "?", "#", "&", "=", "\\", "~", "-"),
      }),
      fc.constantFrom("..", ".", "%2e%2e", "%2F", "a", "a?id=b"),
    );
    const id = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), id, fc.option(part, { nil: undefined }), async (service, id, own) => {
        const { jobs, urls } = recording();
        const error = await jobs.get({ service, id, projectId: own }).catch((reason: unknown) => reason);
        const [sent] = urls;
        if (sent === undefined) {
          expect(error).toBeInstanceOf(ConfigurationError);
          return;
        }
        const parts = id.split("/");
        const path = services[service].path
          .replace("{project_id}", own ?? project)
          .replace(/\{\w+\}/g, () => parts.shift() ?? "");
        const prefix = services[service].hosts?.prefix;
        expect(parts).toEqual([]);
        expect(sent).toBe(`https://${prefix}.eu-de.otc.t-systems.com${path}`);
        expect(new URL(sent).href).toBe(sent);
      }),
      { numRuns: 400, verbose: 1 },
    );
  });
});

describe("an ID in a body", () => {
  const uuid = "26f6b565-aaaa-bbbb-cccc-03f0bd975433";
  const asked = (service: "ecs" | "kafka", id: string, found: string | undefined) =>
    recording(() => Response.json({ status: "SUCCESS", job_id: found, tasks: [{ id: found, status: "SUCCESS" }] }))
      .jobs.get({ service, id })
      .then(({ state }) => state);

  test.each([
    ["ecs", "job-1", "job-1"],
    ["ecs", "job-1", " job-1 "],
    ["ecs", uuid, uuid.toUpperCase()],
    ["ecs", uuid.replaceAll("-", ""), uuid],
    ["ecs", uuid.replaceAll("-", ""), ` ${uuid} `],
    ["kafka", "cluster/task", undefined],
    ["kafka", "cluster/task", "task"],
    ["kafka", "cluster/task", "cluster/task"],
    ["kafka", `cluster/${uuid}`, uuid.replaceAll("-", "")],
  ] as const)("of %s is the one that was asked for: %s, %s", async (service, id, found) => {
    expect(await asked(service, id, found)).toBe("succeeded");
  });

  test.each([
    ["ecs", "job-1", "job1"],
    ["ecs", "a-bc", "ab-c"],
    ["ecs", "JobA", "joba"],
    ["ecs", "e", "-e-"],
    ["ecs", `${uuid}0`, `${uuid}-0`],
    ["kafka", "cluster/task", "cluster"],
    ["kafka", `${uuid}/task`, uuid],
    ["kafka", "cluster/task", "other/task"],
  ] as const)("of %s is another one: %s, %s", async (service, id, found) => {
    await expect(asked(service, id, found)).rejects.toThrow("the body is about another job");
  });
});

describe("a file of rows", () => {
  const base = {
    path: "/v1/{project_id}/jobs/{job_id}",
    hosts: { prefix: "ecs" },
    fields: { status: "status" },
    states: { OK: "succeeded" },
  };

  /** What the command does with a row from a file, in a cloud and region that the user named. */
  async function runWith(row: unknown, argv: readonly string[] = ["get", "own/a"]) {
    const hosts: string[] = [];
    const result = await run([...argv, "--services", "rows.json"], {
      files: { "rows.json": JSON.stringify({ own: row }) },
      env: {
        HUAWEICLOUD_JOBS_TOKEN: "the-token",
        HUAWEICLOUD_JOBS_PROJECT_ID: project,
        HUAWEICLOUD_JOBS_CLOUD: "otc",
        HUAWEICLOUD_JOBS_REGION: "eu-de",
      },
      async fetch(url) {
        hosts.push(new URL(url).host);
        return Response.json({ status: "OK" });
      },
    });
    return { ...result, hosts };
  }

  test("sends the token to the service's host in the user's cloud and region", async () => {
    expect(await runWith(base)).toMatchObject({ code: 0, hosts: ["ecs.eu-de.otc.t-systems.com"] });
  });

  test.each([
    ["exceptions", { prefix: "ecs", exceptions: { "eu-de": "evil.test" } }],
    ["exceptions that are null", { prefix: "ecs", exceptions: null }],
    ["a host for a prefix", { prefix: "evil.test/" }],
    ["a user name for a prefix", { prefix: "evil.test:443@x" }],
    ["a list for a prefix", { prefix: ["evil.test/"] }],
    ["a domain", { prefix: "ecs", domain: "evil.test" }],
  ])("cannot have %s", async (_what, hosts) => {
    expect(await runWith({ ...base, hosts })).toMatchObject({ code: 2, hosts: [], stdout: "" });
  });

  test.each([
    "//evil.test/{job_id}",
    "/\\evil.test/{job_id}",
    "https://evil.test/{job_id}",
    "@evil.test/{job_id}",
    ".evil.test/{job_id}",
    ":8443/{job_id}",
  ])("cannot have the path %s", async (path) => {
    expect(await runWith({ ...base, path })).toMatchObject({ code: 2, hosts: [], stdout: "" });
  });

  test("whatever is in it, sends a token to no other domain", async () => {
    const odd = fc.oneof(
      fc.string({
        maxLength: 12,
        unit: fc.constantFrom("/", ".", "@", ":", "\\", "e", "{job_id}", "?", "#", "%", "-", "\t", "\n", "_"),
      }),
      fc.constantFrom("ecs", "evil.test", "//evil.test", "/v1/{job_id}", "/@evil.test/{job_id}", "/:8443/{job_id}"),
      fc.jsonValue({ maxDepth: 1 }),
    );
    const hosts = fc.record({ prefix: odd, clouds: odd, exceptions: odd }, { requiredKeys: ["prefix"] });
    const row = fc.record({ path: odd, hosts }).map((members) => ({ ...base, ...members }));
    await fc.assert(
      fc.asyncProperty(row, async (members) => {
        const { hosts } = await runWith(members);
        expect(hosts.filter((host) => !/^[a-z0-9-]+\.eu-de\.otc\.t-systems\.com$/.test(host))).toEqual([]);
      }),
      { numRuns: 150, verbose: 1 },
    );
  });

  test("cannot take the place of a built-in service, nor of a row in another file", async () => {
    const files = { "a.json": JSON.stringify({ dcs: base }), "b.json": JSON.stringify({ own: base }) };
    const asDcs = await run(["get", "dcs/a", "--services", "a.json"], { files });
    expect(asDcs).toMatchObject({ code: 2, stderr: expect.stringContaining('"dcs" is a built-in service') });
    const twice = await run(["get", "own/a", "--services", "b.json", "--services=b.json"], { files });
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining("in another file of --services too") });
  });

  test("cannot write to the terminal with its names, words and title", async () => {
    const sequence = "\u001b]0;owned\u0007\u009b31m\u202e";
    const rows: unknown[] = [
      { ...base, title: `ECS${sequence}` },
      { ...base, title: `ECS${sequence}\n--- forged line` },
      { ...base, [`x${sequence}`]: 1 },
      { ...base, states: { OK: "succeeded", [sequence]: "nothing" } },
      { ...base, fields: { status: "status", [sequence]: "x" } },
      { ...base, errors: { codes: { [sequence]: 1 } } },
      { ...base, hosts: { prefix: sequence } },
    ];
    for (const row of rows) {
      for (const argv of [["get", "own/a"], ["--help"], ["get", "--help"]]) {
        const { stdout, stderr } = await runWith(row, argv);
        expect(stdout + stderr).not.toMatch(/[\p{Cc}\u202e](?<!\n)/u);
      }
    }
    const named = await run(["--help", "--services", "rows.json"], {
      files: { "rows.json": JSON.stringify({ [sequence]: base }) },
    });
    expect(named.stdout + named.stderr).not.toMatch(/[\p{Cc}\u202e](?<!\n)/u);
  });
});

describe("credentials that a server echoes", () => {
  const token = secrets[0] ?? "";
  const echo = Object.values(encodings)
    .map((encode) => encode(token))
    .join(" ");
  const body = {
    id: echo,
    type: echo,
    status: echo,
    code: echo,
    why: echo,
    parts: [
      { id: echo, why: echo, status: "BAD" },
      { id: "b", status: echo },
    ],
  };
  const row: ServiceDefinition = {
    path: "/v1/jobs/{job_id}",
    fields: { type: "type", status: "status", code: "code", reason: "why" },
    states: { OK: "succeeded", BAD: "failed" },
    subJobs: { list: "parts", fields: { id: "id", status: "status", reason: "why" } },
  };

  const tasksOf = (definition: ServiceDefinition) => ({
    ...{ cloud: undefined, region: undefined, endpoints: { tasks: "https://tasks.test" } },
    services: { tasks: defineService(definition) },
  });

  /** What a client shows of the body: the job without its body, or the error. */
  async function shown(more: Partial<ServiceDefinition>, reply: object = body) {
    const { jobs } = recording(() => Response.json(reply), {
      credentials: { token },
      ...tasksOf({ ...row, ...more }),
    });
    const { raw, ...rest } = (await jobs
      .get({ service: "tasks", id: "a" } as never)
      .catch((error: unknown) => ({ raw: undefined, error }))) as { raw: unknown };
    return rest;
  }

  test.each<[string, Partial<ServiceDefinition>]>([
    ["the members of the row", {}],
    [
      "what read returns",
      {
        read: () => ({
          id: "a",
          type: echo,
          status: echo,
          error: { code: echo, reason: echo },
          state: "failed",
          subJobs: [{ id: echo, type: echo, state: "failed", status: echo, error: { code: echo, reason: echo } }],
        }),
      },
    ],
    [
      "what read throws",
      {
        read: () => {
          throw new Error(echo);
        },
      },
    ],
    ["a wrong state of read", { read: () => ({ state: echo }) as never }],
    ["a wrong time of read", { read: () => ({ startedAt: echo }) as never }],
    ["a wrong progress of read", { read: () => ({ progress: echo }) as never }],
    ["an unknown member of read", { read: () => ({ [echo]: 1 }) as never }],
    ["a text in place of facts", { read: () => echo as never }],
    ["a text in place of an error", { read: () => ({ error: echo }) as never }],
    [
      "what a word's function throws",
      { states: { OK: "succeeded", [echo]: "failed" }, fields: { ...row.fields, status: "status" } },
    ],
  ])("are in none of %s", async (_where, more) => {
    checkHidden(await shown(more), [cores[0]]);
  });

  test("are not in what a word's function throws or returns", async () => {
    const reply = { ...body, status: "END" };
    const throwing = ({ error }: { error: unknown }) => {
      throw new Error(JSON.stringify(error));
    };
    checkHidden(await shown({ states: { END: throwing } }, reply), [cores[0]]);
    checkHidden(await shown({ states: { END: ({ error }) => error?.reason as never } }, reply), [cores[0]]);
  });

  /** The job that `read` gives if its text is the token. */
  const readWith = (token: string, facts: object) =>
    recording(() => Response.json({ status: "x", why: "the credential is failed" }), {
      credentials: { token },
      ...tasksOf({ ...row, read: () => facts }),
    }).jobs.get({ service: "tasks", id: "a" } as never);

  test("that are a word of this package leave its states alone, and nothing else", async () => {
    const error = { reason: "failed" };
    const job = await readWith("failed", { state: "failed", error });
    expect(job).toMatchObject({ state: "failed", error: { reason: "[redacted]" } });
  });

  test.each(["code", "reason", "subJobs", "error"])(
    "that are %j leave the member of that name alone",
    async (token) => {
      const facts = { state: "failed", error: { code: "C.1", reason: "no space" }, subJobs: [{ state: "failed" }] };
      expect(await readWith(token, facts)).toMatchObject(facts);
    },
  );

  test("that are numbers are found in numbers, but for a progress", async () => {
    const job = await readWith("45.25", { state: "failed", progress: 45.25, error: { code: 45.25 } });
    expect(job).toMatchObject({ progress: 45.25, error: { code: "[redacted]" } });
  });
});

describe("a row", () => {
  test("is what it was when it was defined, whatever happens to the definition", async () => {
    const definition = {
      path: "/v1/{project_id}/jobs/{job_id}",
      hosts: { prefix: "ecs", clouds: ["otc"], exceptions: { "eu-nl": "ecs.test" } },
      fields: { status: "status" },
      states: { OK: "succeeded" },
      subJobs: { list: "parts", fields: { status: "s" }, states: { OK: "succeeded" } },
      errors: { codes: { A: "hint" }, notFound: ["B"] },
    };
    const row = defineService(definition as ServiceDefinition);
    const before = structuredClone({ ...row });
    definition.path = "/evil/{job_id}";
    definition.hosts.prefix = "evil";
    definition.hosts.clouds.pop();
    definition.hosts.exceptions["eu-nl"] = "evil.test";
    definition.fields.status = "x";
    definition.states.OK = "failed";
    definition.subJobs.fields.status = "x";
    definition.errors.notFound.push("OK");
    expect({ ...row }).toEqual(before);
    const { jobs, urls } = recording(() => Response.json({ status: "OK" }), { services: { own: row } });
    expect(await jobs.get({ service: "own", id: "a" } as never)).toMatchObject({ state: "succeeded" });
    expect(urls).toEqual([`https://ecs.eu-de.otc.t-systems.com/v1/${project}/jobs/a`]);
  });

  test("is frozen, its nested objects too", () => {
    const row = defineService({
      path: "/v1/{job_id}",
      hosts: { prefix: "a", clouds: ["otc"] },
      fields: { status: "status" },
      states: { OK: "succeeded" },
      subJobs: { list: "parts", fields: { status: "s" } },
      errors: { codes: { A: "a" } },
    });
    const thawed = (value: unknown): unknown[] =>
      typeof value === "object" && value !== null
        ? [...(Object.isFrozen(value) ? [] : [value]), ...Object.values(value).flatMap(thawed)]
        : [];
    expect(thawed(row)).toEqual([]);
  });

  test("that is part of itself is refused, not walked for ever", () => {
    const row: Record<string, unknown> = { path: "/v1/{job_id}", states: { OK: "succeeded" } };
    row["fields"] = { status: row };
    const own = defineService(row as never);
    expect(() => readJobBody(own, {})).toThrow('"row.fields.status" must be a dotted name');
  });

  test("can be used by two clients under two names", async () => {
    const replies = [{ status: "RUNNING" }, { status: "SUCCESS" }];
    const clients = ["first", "second"].map((name) => {
      let asked = 0;
      return createJobsClient({
        endpoints: { [name]: `https://${name}.test` },
        projectId: "p",
        credentials: { token: "token" },
        services: { [name]: ecs },
        fetch: async () => Response.json(replies[Math.min(asked++, 1)]),
      }).wait({ service: name, id: "a" } as never, { interval: { min: 1, max: 2 } });
    });
    expect((await Promise.all(clients)).map(({ service, state }) => `${service} ${state}`)).toEqual([
      "first succeeded",
      "second succeeded",
    ]);
  });

  test("can be called constructor", async () => {
    const row = defineService({ path: "/v1/{job_id}", fields: { status: "status" }, states: { OK: "succeeded" } });
    const simulator = createSimulator({ services: { constructor: row } });
    const jobs = createJobsClient(simulator.clientOptions);
    const ref = simulator.addJob({ service: "constructor", scenario: "success", duration: 0 });
    expect(await jobs.wait(ref)).toMatchObject({ service: "constructor", state: "succeeded" });
    const unreachable = createJobsClient({
      endpoints: {},
      credentials: { token: "token" },
      services: { constructor: row },
    });
    await expect(unreachable.get({ service: "constructor", id: "a" })).rejects.toThrow(
      'No endpoint for "constructor". Give its base URL as endpoints["constructor"].',
    );
    await expect(unreachable.get({ service: "toString" as never, id: "a" })).rejects.toThrow(
      '"service" must be one of',
    );
  });
});

describe("two copies of the package", () => {
  const directory = mkdtempSync(join(tmpdir(), "copy-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  test("take each other's rows, and know each other's errors", async () => {
    const outfile = join(directory, "copy.mjs");
    await build({
      entryPoints: [fileURLToPath(new URL("../../src/index.ts", import.meta.url))],
      bundle: true,
      format: "esm",
      outfile,
    });
    const copy: typeof import("huaweicloud-jobs") = await import(pathToFileURL(outfile).href);
    const { replies, id } = stories.ecs;
    const options = {
      endpoints: { ecs: "https://ecs.test" },
      projectId: "p",
      credentials: { token: "token" },
      services: { ecs: copy.defineService({ ...ecs }) },
      fetch: async () => Response.json(replies.at(-1)),
    };
    expect(await createJobsClient(options).wait({ service: "ecs", id })).toMatchObject({ state: "succeeded" });
    expect(await copy.createJobsClient({ ...options, services: { ecs } }).wait({ service: "ecs", id })).toMatchObject({
      state: "succeeded",
    });
    const wrong = copy.defineService({ ...ecs, path: "" });
    const error = await Promise.resolve()
      .then(() => createJobsClient({ ...options, services: { ecs: wrong } }))
      .catch((reason: unknown) => reason);
    expect(isJobsError(error) && error.name).toBe("ConfigurationError");
    const garbage = copy.defineService({ ...ecs, read: () => null as never });
    const waiting = createJobsClient({ ...options, services: { ecs: garbage } }).wait({ service: "ecs", id });
    await expect(waiting).rejects.toMatchObject({ name: "ConfigurationError" });
  });
});
