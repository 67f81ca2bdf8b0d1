import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServiceName } from "huaweicloud-jobs";
import { createSimulator, type FaultKind, type ScenarioName, type Step } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { beforeAll, describe, expect, test } from "vitest";
import { services } from "./contract.ts";

const redocly = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
const openapi = fileURLToPath(new URL("../../openapi/", import.meta.url));

/** A job to be followed, its pauses so many times shorter than they are. */
interface Story {
  readonly service: ServiceName;
  readonly job: { readonly scenario: ScenarioName } | { readonly steps: readonly Step[] };
  readonly fault?: FaultKind;
  readonly haste?: number;
}

/** How it went. */
interface Course {
  readonly succeeded: boolean;
  readonly statuses: (number | undefined)[];
  /** Real milliseconds between the first request and the second. */
  readonly pause: number;
}

const length = 4_000;

/** A simulator for one story; with each request a quarter of the job's time has passed. */
async function stage({ service, job, fault }: Story) {
  const start = Date.parse("2026-01-01T00:00:00Z");
  const times: number[] = [];
  const clock = { now: () => start + (Math.max(times.length, 1) - 1) * (length / 4), sleep: () => Promise.reject() };
  const simulator = createSimulator({ clock });
  simulator.addJob({ service, id: "job-1", ...job, ...("scenario" in job && { duration: length }) } as never);
  if (fault) {
    simulator.injectFault(fault);
  }
  const server = await listen({
    ...simulator,
    fetch(input, init) {
      times.push(Date.now());
      return simulator.fetch(input, init);
    },
  });
  return { simulator, server, times };
}

/** Runs the workflow of each story, all of them in one process. */
async function follow(
  stories: Readonly<Record<string, Story>>,
): Promise<{ code: number; courses: Map<string, Course> }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "workflows-test-")));
  cpSync(openapi, join(folder, "openapi"), { recursive: true });
  mkdirSync(join(folder, "run"));
  const names = Object.keys(stories);
  const stages = await Promise.all(Object.values(stories).map(stage));
  const runs = Object.values(stories).map(({ service, haste = 500 }, index) => {
    const text = readFileSync(join(openapi, "workflows", `${service}.arazzo.yaml`), "utf8")
      .replace(/(?<=retryAfter: )\d+/g, (pause) => `${Number(pause) / haste}`)
      .replace(`- name: ${service}\n`, `- name: source-${index}\n`)
      .replace("url: ../", "url: ../openapi/");
    writeFileSync(join(folder, `run/${index}.arazzo.yaml`), text);
    return [`run/${index}.arazzo.yaml`, "--server", `source-${index}=${stages[index]?.server.endpoints[service]}`];
  });
  const { projectId, credentials } = createSimulator().clientOptions;
  const input = JSON.stringify({ project_id: projectId, job_id: "job-1", token: credentials.token });
  const report = join(folder, "report.json");
  const { code, said } = await respect([...runs.flat(), "--json-output", report], input, folder);
  const { files }: Report = JSON.parse(readFileSync(report, "utf8"));
  await Promise.all(stages.map(({ server }) => server.close()));
  rmSync(folder, { recursive: true });
  expect(said).not.toContain(credentials.token);
  const courses = names.map((name, index) => {
    const { simulator, times = [] } = stages[index] ?? {};
    const [, end] = Object.entries(files).find(([file]) => file.endsWith(`run/${index}.arazzo.yaml`)) ?? [];
    const succeeded = end?.executedWorkflows.every(({ status }) => status === "success") === true;
    const statuses = (simulator?.requests ?? []).map(({ status }) => status);
    return [name, { succeeded, statuses, pause: Number(times[1]) - Number(times[0]) }] as const;
  });
  return { code, courses: new Map(courses) };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly executedWorkflows: readonly { readonly status: string }[] }>>;
}

function respect(args: readonly string[], input: string, cwd: string): Promise<{ code: number; said: string }> {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_CLI_RESPECT_INPUT: input };
  return new Promise((resolve) => {
    execFile(process.execPath, [redocly, "respect", ...args], { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr });
    });
  });
}

const each = (name: string, story: Omit<Story, "service">): [string, Story][] =>
  services.map((service) => [`${service} ${name}`, { service, ...story }]);

/** What Workspace says, one scene after the other. */
function workspace(...scenes: Omit<Step, "after">[]): Story {
  const steps = scenes.map((scene, index) => ({ after: (index * length) / 4, ...scene }));
  return { service: "workspace", job: { steps } };
}

function complete(subJobsTotal: number | undefined, ...words: (string | undefined)[]): Omit<Step, "after"> {
  const subJobs = words.map((status) => ({ status }));
  return { status: "COMPLETE", subJobsTotal, ...(words.length > 0 && { subJobs }) };
}

const both = complete(2, "SUCCESS", "SUCCESS");

const good: Record<string, Story> = Object.fromEntries([
  ...each("success", { job: { scenario: "success" } }),
  ...each("unknown word", { job: { scenario: "unknown-status" } }),
  ...each("429", { job: { scenario: "success" }, fault: { kind: "throttled", retryAfter: 1 }, haste: 50 }),
  ["503", { service: "dcs", job: { scenario: "success" }, fault: { kind: "server-error", status: 503 } }],
  ["COMPLETE with open sub-jobs", workspace(complete(2, "SUCCESS", "RUNNING"), both)],
  ["COMPLETE with a sub-job that is not listed", workspace(complete(2, "SUCCESS"), both)],
  ["COMPLETE with a sub-job without a word", workspace(complete(1, undefined), complete(1, "SUCCESS"))],
  ["COMPLETE without sub-jobs", workspace(complete(0))],
  ["SUCCESS, whatever the sub-jobs say", workspace({ ...complete(2, "FAIL"), status: "SUCCESS" })],
]);

const bad: Record<string, Story> = Object.fromEntries([
  ...each("failure", { job: { scenario: "failure" } }),
  ["an expired token", { service: "dcs", job: { scenario: "success" }, fault: { kind: "expired-token" } }],
  ["COMPLETE with a failed sub-job", workspace(complete(2, "RUNNING", "FAILED"))],
  ["COMPLETE without sub-jobs, with a reason", workspace({ ...complete(0), reason: "No host." })],
  ["FAILED", workspace({ status: "FAILED" })],
]);

let ends: { good: Awaited<ReturnType<typeof follow>>; bad: Awaited<ReturnType<typeof follow>> };

beforeAll(async () => {
  ends = { good: await follow(good), bad: await follow(bad) };
});

test("every service has a workflow that follows a job to its end", () => {
  const names = services.map((service) => `${service}.arazzo.yaml`);
  expect(readdirSync(join(openapi, "workflows")).sort()).toEqual(names.sort());
});

describe("a workflow succeeds", () => {
  test.each(Object.keys(good))("%s", (name) => {
    expect(ends.good.courses.get(name)).toMatchObject({ succeeded: true });
  });

  test("and so does its run", () => {
    expect(ends.good.code).toBe(0);
  });
});

describe("a workflow fails", () => {
  test.each(Object.keys(bad))("%s", (name) => {
    expect(ends.bad.courses.get(name)).toMatchObject({ succeeded: false });
  });

  test("and so does its run", () => {
    expect(ends.bad.code).toBe(1);
  });
});

describe("a workflow asks", () => {
  test.each(services)("%s: until the job is over, and not again", (service) => {
    expect(ends.good.courses.get(`${service} success`)?.statuses).toEqual([200, 200, 200, 200, 200]);
    expect(ends.bad.courses.get(`${service} failure`)?.statuses).toEqual([200, 200, 200, 200, 200]);
  });

  test.each(services)("%s: after a 429 no sooner than the server wants", (service) => {
    const course = ends.good.courses.get(`${service} 429`);
    expect(course?.statuses.slice(0, 2)).toEqual([429, 200]);
    expect(course?.pause).toBeGreaterThanOrEqual(1_000);
  });

  test("again after a server's trouble, and not where asking is no use", () => {
    expect(ends.good.courses.get("503")?.statuses.slice(0, 2)).toEqual([503, 200]);
    expect(ends.bad.courses.get("an expired token")?.statuses).toEqual([401]);
  });

  test("Workspace again while a sub-job is open, and only then", () => {
    const counts = [...ends.good.courses, ...ends.bad.courses]
      .filter(([name]) => /^(COMPLETE|SUCCESS|FAILED)/.test(name))
      .map(([name, { statuses }]) => [name, statuses.length]);
    const goesOn = /open|not listed|without a word/;
    expect(counts).toEqual(counts.map(([name]) => [name, goesOn.test(String(name)) ? 2 : 1]));
  });
});
