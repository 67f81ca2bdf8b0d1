import { describe, expect, test } from "vitest";
import { Interrupted } from "../../src/cli/io.ts";
import { nameOf } from "../../src/cli/outcome.ts";
import { createWorld, environmentFor, outputOf, parseLines, refusalOf, run, whileSimulating } from "../cli/run.ts";
import { services } from "./rows.ts";

/** The rows as a file: what is not JSON, an undefined member for example, is not in them. */
const rows = JSON.stringify(services);
const files = { "rows.json": rows };
const argv = ["--services", "rows.json"];
const world = { ...createWorld({ services }), files };

const add = (service: string, scenario: "success" | "failure" | "slow" = "success") =>
  world.add({ service, scenario, duration: 60_000 });

test("wait follows jobs of a file of rows beside those of a built-in service", async () => {
  const jobs = [...Object.keys(services), "dcs"].map((service) => add(service));
  const { code, stdout, stderr } = await run(["wait", ...jobs, ...argv], world);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "8 jobs: 8 succeeded\n" });
  const table = stdout.slice(stdout.lastIndexOf("\n\n"));
  for (const job of jobs) {
    expect(table).toContain(`succeeded  ${job}`);
  }
});

test("get shows an ID of two parts as it was given", async () => {
  const job = add("kafka", "slow");
  const { code, stdout } = await run(["get", job, "--json", ...argv], world);
  expect(code).toBe(0);
  expect(parseLines(stdout)[0]).toMatchObject({ service: "kafka", id: job.slice("kafka/".length), state: "pending" });
});

test("a job that failed ends with 1 and tells why", async () => {
  const { code, stdout } = await run(["wait", add("elb", "failure"), ...argv], world);
  expect(code).toBe(1);
  expect(stdout).toMatch(/failed +elb\/\w+[\s\S]*SIM\.0001 The simulated job failed\./);
});

describe("a job whose success it is to be gone", () => {
  test("ends as any other, without a word of trouble", async () => {
    const job = add("share-deletion");
    const stdout = await outputOf(["wait", job, ...argv], world);
    expect(stdout).toMatch(new RegExp(`Z ${job} simulatedJob|Z ${job} running`));
    expect(stdout).not.toMatch(/trouble|not found|404/i);
  });

  test("is succeeded in the live view and in the lines of --json", async () => {
    const live = await run(["wait", add("share-deletion"), ...argv], { ...world, columns: 80 });
    expect(live.code).toBe(0);
    expect(live.stdout.slice(live.stdout.lastIndexOf("\u001b[2K"))).toMatch(/succeeded/);
    expect(live.stdout.slice(live.stdout.lastIndexOf("\u001b[2K"))).not.toMatch(/trouble/);
    const json = await run(["wait", add("share-deletion"), "--json", ...argv], world);
    expect(parseLines(json.stdout).at(-1)).toMatchObject({
      event: "outcome",
      job: { state: "succeeded", status: "404" },
    });
  });

  test("is not found by get", async () => {
    const { code, stderr } = await run(["get", "share-deletion/none", ...argv], world);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("Not found: check ID") });
  });
});

describe("references", () => {
  test("may be bare IDs, of several parts too", async () => {
    const [kafka, ecs] = [add("kafka", "slow"), add("ecs", "slow")];
    const bare = (job: string) => job.slice(job.indexOf("/") + 1);
    expect(await run(["get", bare(kafka), "--service", "kafka", ...argv], world)).toMatchObject({ code: 0 });
    expect(await run(["get", bare(ecs), "--service", "ecs", ...argv], world)).toMatchObject({ code: 0 });
    const stdin = `${bare(kafka)}\n# a comment\n${kafka}\n`;
    expect(await run(["get", "--service", "kafka", ...argv], { ...world, stdin })).toMatchObject({ code: 0 });
  });

  test("may be lines that --json printed", async () => {
    const { stdout } = await run(["get", add("kafka", "slow"), "--json", ...argv], world);
    expect(await run(["get", ...argv], { ...world, stdin: stdout })).toMatchObject({ code: 0 });
  });

  test("may be the response of the starting call, read where the row says", async () => {
    const { id } = world.simulator.addJob({ service: "share-creation", scenario: "slow" });
    const stdin = JSON.stringify({ id, job_id: "another", name: "share" });
    const { code, stdout } = await run(["get", "--service", "share-creation", "--json", ...argv], { ...world, stdin });
    expect(code).toBe(0);
    expect(parseLines(stdout)[0]).toMatchObject({ id });
  });

  test("may be a response whose ID is a number", async () => {
    const { id } = world.simulator.addJob({ service: "ecs", scenario: "slow", id: "4711" });
    const { code, stdout } = await run(["get", "--service", "ecs", "--json", ...argv], {
      ...world,
      stdin: '{"job_id":4711}',
    });
    expect({ code, ids: parseLines(stdout).map((line) => line["id"]) }).toEqual({ code: 0, ids: [id] });
  });

  test.each([
    [["get", "kafka/only-one-part"], undefined, '"the job ID" must be 2 parts, as in "instance_id/task_id"'],
    [["get", "kafka/a/b/c"], undefined, '"the job ID" must be 2 parts, as in "instance_id/task_id"'],
    [["get", "kafka/a/.."], undefined, '"the job ID (task_id)" must be'],
    [["get", "ecs/a/b"], undefined, '"the job ID" must be 1 to 255 characters'],
    [["get", "--service", "kafka"], '{"job_id":"a"}', '"job_id" must be 2 parts, as in "instance_id/task_id"'],
    [["get", "--service", "kafka"], '{"service":"kafka","id":"a"}', '"id" must be 2 parts'],
    [["get", "evs/a"], undefined, "Use one of: sfs-turbo, workspace, dcs, ecs, elb"],
  ])("%j with the input %j are refused", async (command, stdin, message) => {
    expect(await refusalOf([...command, ...argv], { ...world, stdin })).toContain(message);
  });
});

test("the command that waits again has the same files of rows", async () => {
  const job = add("kafka", "slow");
  const { code, stderr } = await run(["wait", job, "--timeout", "0s", ...argv], world);
  expect(code).toBe(3);
  expect(stderr).toContain(`huaweicloud-jobs wait ${job} --timeout 0s --services rows.json`);
});

describe("the endpoint of a row", () => {
  const { projectId, credentials } = world.simulator.clientOptions;
  const row = { path: "/v1/{job_id}", fields: { status: "status" }, states: { OK: "succeeded" } };

  async function hostOf(rows: object, service: string, flags: string[], env = {}) {
    const hosts: string[] = [];
    const result = await run(["get", `${service}/a`, ...argv, ...flags], {
      files: { "rows.json": JSON.stringify(rows) },
      env: { ...environmentFor({ projectId, credentials, endpoints: {} }), ...env },
      async fetch(url) {
        hosts.push(new URL(url).host);
        return Response.json({ status: "OK" });
      },
    });
    return { ...result, hosts };
  }
  const cloud = ["--cloud", "otc", "--region", "eu-de"];

  test("comes from cloud and region, an option, or a variable of its own", async () => {
    const rows = { "my-tasks": { ...row, hosts: { prefix: "tasks" } } };
    const variable = { HUAWEICLOUD_JOBS_ENDPOINT_MY_TASKS: "https://variable.test" };
    expect((await hostOf(rows, "my-tasks", cloud)).hosts).toEqual(["tasks.eu-de.otc.t-systems.com"]);
    expect((await hostOf(rows, "my-tasks", ["--endpoint", "my-tasks=https://option.test"])).hosts).toEqual([
      "option.test",
    ]);
    expect((await hostOf(rows, "my-tasks", [], variable)).hosts).toEqual(["variable.test"]);
  });

  test.each(["tasks", "constructor"])("must be given for %s, which has no hosts", async (name) => {
    const { code, stderr } = await hostOf({ [name]: row }, name, cloud);
    expect(code).toBe(2);
    expect(stderr).toContain(`The row of ${name} has no hosts, give its URL with --endpoint ${name}=URL`);
    const given = await hostOf({ [name]: row }, name, ["--endpoint", `${name}=https://given.test`]);
    expect(given).toMatchObject({ code: 0, hosts: ["given.test"] });
  });

  test("is not there in a cloud that does not have the service", async () => {
    const { code, stderr } = await hostOf(
      { a: { ...row, hosts: { prefix: "a", clouds: ["huaweicloud"] } } },
      "a",
      cloud,
    );
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("The cloud otc does not offer a") });
  });

  test("needs no project if the path has none", async () => {
    const rows = {
      a: { ...row, hosts: { prefix: "a" } },
      b: { ...row, path: "/{project_id}/{id}", hosts: { prefix: "b" } },
    };
    const nothing = { HUAWEICLOUD_JOBS_PROJECT_ID: "" };
    expect(await hostOf(rows, "a", cloud, nothing)).toMatchObject({ code: 0 });
    expect(await hostOf(rows, "b", cloud, nothing)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("project"),
    });
  });
});

describe("a file of rows", () => {
  const good = { path: "/v1/{job_id}", fields: { status: "status" }, states: { OK: "succeeded" } };
  const using = (text: string | undefined, more: string[] = []) =>
    run(["get", "a/b", "--services", "rows.json", ...more], { files: text === undefined ? {} : { "rows.json": text } });

  const refusal = async (text: string | undefined) => {
    const { code, stdout, stderr } = await using(text);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };
  const row = (members: object) => JSON.stringify({ a: { ...good, ...members } });
  const about = "--services rows.json:";

  test.each<[string, string | undefined, string]>([
    ["that does not exist", undefined, `error: ${about} there is no such file.`],
    ["that is not JSON", "{ path:", `error: ${about} it is not JSON.`],
    ["that is empty", "", `error: ${about} it is not JSON.`],
    ["that is a list", "[]", `error: ${about} it must be a JSON object of rows by name`],
    ["that is nested too deeply", `${'{"a":'.repeat(200)}1${"}".repeat(200)}`, `error: ${about} it is not JSON.`],
    ["with a mistake", row({ fields: {} }), `${about} "services.a.fields.status" must be a dotted name`],
    ["with a row that is null", '{"a":null}', `${about} "services.a" must be an object; got null.`],
    ["with a wrong name", JSON.stringify({ A_B: good }), `${about} "services.A_B" needs another name`],
    ["with the name __proto__", '{"__proto__":{}}', `${about} "services.__proto__" needs another name`],
    [
      "with a function",
      row({ time: { read: "x", write: "y" } }),
      '"services.a.time.read" must be a function; got "x".',
    ],
    [
      "with exceptions",
      row({ hosts: { prefix: "a", exceptions: {} } }),
      '"services.a.hosts.exceptions" is not allowed in a file; give the host with --endpoint a=URL.',
    ],
    ["that is too large", row({ title: "x".repeat(2 ** 21) }), "rows.json is larger than 1024 KiB"],
  ])("%s is refused, with its name", async (_what, text, message) => {
    expect(await refusal(text)).toContain(message);
  });

  test("may begin with a byte order mark, but not twice", async () => {
    const text = JSON.stringify({ a: good });
    expect(await using(`\uFEFF${text}`, ["--help"])).toMatchObject({ code: 0 });
    expect(await using(`\uFEFF \r\n${text}`, ["--help"])).toMatchObject({ code: 0 });
    expect(await using(`\uFEFF\uFEFF${text}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is not JSON"),
    });
  });

  test("may hold a hundred rows", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`service-${index}`, { ...services.ecs, title: "x".repeat(500) }]),
    );
    const files = { "rows.json": JSON.stringify(many, null, 2) };
    const { code, stdout } = await run(["help", "references", "--services", "rows.json"], { files });
    expect(code).toBe(0);
    expect(stdout).toContain("service-99");
  });

  test("may be one of several", async () => {
    const env = { HUAWEICLOUD_JOBS_TOKEN: "the-token", HUAWEICLOUD_JOBS_ENDPOINT_A: "https://a.test" };
    const files = { "a.json": JSON.stringify({ a: good }), "b.json": JSON.stringify({ b: good }) };
    const fetch = async () => Response.json({ status: "OK" });
    const both = ["--services", "b.json", "--services=a.json"];
    expect(await run(["get", "a/1", ...both], { files, env, fetch })).toMatchObject({ code: 0, stderr: "" });
    expect(await refusalOf(["get", ...both, "c/1"], { files, env, fetch })).toContain(
      "Use one of: sfs-turbo, workspace, dcs, b, a",
    );
  });

  test("without its name is a mistake of the command line", async () => {
    expect(await refusalOf(["get", "dcs/a", "--services"], {})).toContain("argument missing");
  });

  test("is named in no other way: neither the working directory nor the environment has one", async () => {
    const files = { "/project/services.json": rows, "/home/me/.huaweicloud/services.json": rows, "rows.json": rows };
    const env = { HUAWEICLOUD_JOBS_SERVICES: "rows.json" };
    expect(await refusalOf(["get", "ecs/a"], { files, env })).toContain("Unknown service");
  });
});

test("the help names the services of the file, and still fits into 80 columns", async () => {
  const help = async (...command: string[]) => (await run([...command, ...argv], world)).stdout;
  const texts = await Promise.all([help("--help"), help("help", "environment"), help("help", "services")]);
  expect(texts[0]?.replaceAll(/\s+/g, " ")).toContain("SFS Turbo, Workspace, DCS, ECS, ELB, CCE, RDS, DMS for Kafka");
  expect(texts[1]).toContain("HUAWEICLOUD_JOBS_ENDPOINT_SHARE_CREATION");
  expect(texts[2]).toMatch(/^ {2}kafka +DMS for Kafka$/m);
  for (const text of texts) {
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  }
});

test("simulate serves a job of each row", async () => {
  const use = async (printed: string) => {
    const [line] = parseLines(printed) as [
      { endpoints: Record<string, string>; projectId: string; token: string; jobs: { service: string; id: string }[] },
    ];
    const jobs = line.jobs.filter(({ service }) => service in services);
    expect(new Set(jobs.map(({ service }) => service))).toEqual(new Set(Object.keys(services)));
    const env = environmentFor({ ...line, credentials: line });
    const refs = jobs.map(nameOf);
    expect(await run(["get", ...refs, ...argv], { env, files })).toMatchObject({ code: 0, stderr: "" });
  };
  expect(await whileSimulating(["--json", ...argv], use, { files })).toMatchObject({ code: 0, stderr: "" });
});

test("simulate prints a command that knows the rows", async () => {
  const signal = AbortSignal.abort(new Interrupted("SIGINT"));
  const { stderr } = await run(["simulate", "--port", "0", ...argv], { files, signal });
  expect(stderr).toMatch(/^ {2}huaweicloud-jobs wait .* dcs\/\w+ ecs\/\w+ .* --services rows\.json$/m);
});
