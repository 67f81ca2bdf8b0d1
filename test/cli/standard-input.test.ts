import { describe, expect, test } from "vitest";
import { nameOf } from "../../src/cli/outcome.ts";
import { parseInput, readAll } from "../../src/cli/standard-input.ts";
import { createSanitizer } from "../../src/cli/text.ts";
import { ConfigurationError } from "../../src/errors/base.ts";
import { resolveServices } from "../../src/services/index.ts";
import { createWorld, parseLines, refusalOf, run } from "./run.ts";

const services = resolveServices(undefined);

const parse = (text: string, service?: string) =>
  parseInput(
    services,
    text,
    service,
    createSanitizer((text) => text),
  );
const dcs = { service: "dcs", id: "a" };

describe("references are read from", () => {
  test("lines, without empty ones and comments", () => {
    expect(parse("# mine\r\n\n  dcs/a  \r\nworkspace/b")).toEqual([dcs, { service: "workspace", id: "b" }]);
  });

  test.each(["job_id", "jobId", "job_Id"])("the response of the call that started a job, with %s", (member) => {
    expect(parse(JSON.stringify({ [member]: "a", other: [1] }, null, 2), "dcs")).toEqual([{ ...dcs, isNew: true }]);
  });

  test("the responses of several such calls, one per line", () => {
    expect(parse('{"job_id":"a"}\n{"jobId":"b"}\n', "dcs")).toEqual([
      { ...dcs, isNew: true },
      { service: "dcs", id: "b", isNew: true },
    ]);
  });

  test("references and jobs as JSON, with their project", () => {
    const job = { ...dcs, projectId: "p", state: "running", subJobs: [] };
    expect(parse(JSON.stringify([dcs, job]))).toEqual([dcs, { ...dcs, projectId: "p" }]);
  });

  test("the output of get and wait with --json", () => {
    const lines = [
      { event: "update", job: { ...dcs, state: "running" } },
      { event: "outcome", ref: dcs, error: {} },
    ];
    expect(parse(lines.map((line) => JSON.stringify(line)).join("\n"))).toEqual([dcs, dcs]);
  });
});

test("a bare ID is a reference if the service is given, even if it has only digits", () => {
  expect(parse("a\n17\n", "dcs")).toEqual([dcs, { service: "dcs", id: "17" }]);
});

describe("an error response of the call that started a job is quoted", () => {
  test.each([
    [{ error_code: "DCS.4001", error_msg: "Busy.", request_id: "r1" }, "DCS.4001: Busy. (request ID r1)"],
    [{ errCode: "SFS.TURBO.0001", errMsg: "No\n\u001b[2J room." }, "SFS.TURBO.0001: No room."],
    [{ error: { code: 401, message: "Login." } }, "401: Login."],
  ])("%j", (body, words) => {
    expect(() => parse(JSON.stringify(body), "dcs")).toThrow(
      new ConfigurationError(`Standard input is an error, so no job was started: ${words}`),
    );
  });
});

describe("an error names the line", () => {
  test.each([
    ["dcs/a\nabc", 'Standard input, line 2: "abc" is not a reference: write SERVICE/JOB_ID'],
    ["{broken", "Standard input, line 1: this starts like JSON, but is not JSON."],
    [
      '{"job_id":"a"}',
      "Standard input does not name its service; give it with --service (one of sfs-turbo, workspace, dcs).",
    ],
    ['{"id":"a","service":"ecs"}', 'there is no service "ecs"; the services are sfs-turbo, workspace, dcs.'],
    ['{"name":"a"}', "holds no job ID: none of job_id, jobId, job_Id has a value"],
    ["[17]", "a JSON object was expected"],
    ["17", '"17" is not a reference'],
    ["x\n".repeat(9), "and 4 more bad lines."],
  ])("%j", (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

test("standard input is read up to a limit", async () => {
  async function* endless() {
    for (;;) {
      yield "dcs/a\n".repeat(100_000);
    }
  }
  await expect(readAll({ [Symbol.asyncIterator]: endless })).rejects.toThrow("larger than 4 MiB");
});

test("a byte order mark is skipped, and characters may be split between chunks", async () => {
  const [first, second] = [new Uint8Array([0xef, 0xbb, 0xbf, 0xc3]), new Uint8Array([0xa9])];
  async function* split() {
    yield first;
    yield second;
  }
  expect(await readAll({ [Symbol.asyncIterator]: split })).toBe("é");
});

describe("through the command", () => {
  const world = createWorld();

  test("- adds standard input to the arguments, and each job counts once", async () => {
    const [one, two] = [1, 2].map(() => world.add({ service: "dcs", scenario: "slow" }));
    const { stdout, code } = await run(["get", `${one}`, "-", "--json"], { ...world, stdin: `${one}\n${two}\n` });
    expect(code).toBe(0);
    expect(parseLines(stdout).map(({ id }) => `dcs/${id}`)).toEqual([one, two]);
  });

  test("a reference with the default project and one without are the same job", async () => {
    const ref = world.simulator.addJob({ service: "dcs", scenario: "slow" });
    const stdin = `${JSON.stringify(ref)}\n${nameOf(ref)}\n`;
    const { stdout, stderr } = await run(["wait", "--timeout", "1s", "--json"], { ...world, stdin });
    expect(parseLines(stdout).filter(({ event }) => event === "outcome")).toMatchObject([{ ref }]);
    expect(stderr).toContain(`\n  huaweicloud-jobs wait ${nameOf(ref)} --timeout 1s --json\n`);
  });

  test("get --json can be piped into wait", async () => {
    const job = world.add({ service: "workspace", scenario: "success" });
    const { stdout } = await run(["get", job, "--json"], world);
    const { HUAWEICLOUD_JOBS_PROJECT_ID: _, ...env } = world.env;
    expect(await run(["wait"], { ...world, env, stdin: stdout })).toMatchObject({ code: 0, stderr: "" });
  });

  test("a bare ID needs --service, in standard input and as an argument", async () => {
    const { id } = world.simulator.addJob({ service: "dcs", scenario: "slow" });
    expect(await run(["get", "--service", "dcs"], { ...world, stdin: id })).toMatchObject({ code: 0, stderr: "" });
    expect(await run(["get", id, "--service", "dcs"], world)).toMatchObject({ code: 0, stderr: "" });
  });

  test("without any reference it is wrong usage", async () => {
    expect(await refusalOf(["wait"], { ...world, stdin: "\n# none\n" })).toBe(
      "error: Standard input has no references: give SERVICE/JOB_ID, one per line.\n",
    );
  });

  test("an unknown --service is wrong usage", async () => {
    expect(await refusalOf(["wait", "--service", "ecs"], { ...world, stdin: '{"job_id":"a"}' })).toBe(
      'error: --service: there is no service "ecs"; the services are sfs-turbo, workspace, dcs.\n',
    );
  });
});
