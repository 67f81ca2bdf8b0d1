import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { createJobsClient, type OwnService, readJobBody } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createVirtualClock } from "../helpers/virtual-clock.ts";

const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
const guide = readFileSync(new URL("../../docs/guides/other-services.md", import.meta.url), "utf8");

/** The programs of the guide: its blocks that import something. */
const programs = [...guide.matchAll(/^```ts\n(import [\s\S]*?)^```/gm)].map(([, code = ""]) => code);

const directory = mkdtempSync(join(tmpdir(), "guide-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** What a program exports, run as it stands in the guide. */
// biome-ignore lint/suspicious/noExplicitAny: what a block exports is its own affair
async function run(program: string, index: number): Promise<any> {
  const outfile = join(directory, `${index}.mjs`);
  await build({
    stdin: { contents: program, loader: "ts", resolveDir: directory },
    alias: {
      "huaweicloud-jobs": source("index.ts"),
      "huaweicloud-jobs/simulator": source("simulator/index.ts"),
      "openapi-fetch": fileURLToPath(import.meta.resolve("openapi-fetch")),
    },
    bundle: true,
    format: "esm",
    outfile,
  });
  return import(pathToFileURL(outfile).href);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
let exported: any = {};
beforeAll(async () => {
  exported = Object.assign({}, ...(await Promise.all(programs.map(run))));
});

/** The states that a wait for a simulated job of the row sees. */
async function statesOf(name: string, row: OwnService): Promise<string[]> {
  const simulator = createSimulator({ services: { [name]: row }, clock: createVirtualClock() });
  const states: string[] = [];
  const ref = simulator.addJob({ service: name, scenario: "success", duration: 60_000 });
  await createJobsClient(simulator.clientOptions).wait(ref, { onUpdate: ({ state }) => states.push(state) });
  return states;
}

test("the guide has the programs that are tested here", () => {
  expect(programs).toHaveLength(4);
});

describe("the row of ECS", () => {
  test("reads a job and its sub-jobs", () => {
    const sub_jobs = [{ job_id: "j-1", job_type: "createSingleServer", status: "FAIL", fail_reason: "no quota" }];
    const body = {
      job_id: "j",
      job_type: "createServer",
      status: "RUNNING",
      entities: { sub_jobs, sub_jobs_total: 2 },
    };
    expect(readJobBody(exported.ecs, body)).toMatchObject({
      state: "running",
      type: "createServer",
      subJobs: [{ id: "j-1", state: "failed", error: { reason: "no quota" } }],
    });
  });

  test("is waited for to its end", async () => {
    expect(await statesOf("ecs", exported.ecs)).toEqual(expect.arrayContaining(["pending", "running", "succeeded"]));
  });

  test("is part of the client that the guide creates", () => {
    expect(exported.createClient("project", "token")).toHaveProperty("wait");
  });
});

test("the row of RDS reads a task with its progress", async () => {
  const job = {
    id: "t",
    name: "CreateInstance",
    status: "Running",
    created: "2026-11-28T10:00:00+0000",
    process: "60%",
  };
  expect(readJobBody(exported.rds, { job })).toEqual({
    id: "t",
    type: "CreateInstance",
    state: "running",
    status: "Running",
    progress: 60,
    startedAt: new Date("2026-11-28T10:00:00Z"),
    subJobs: [],
  });
  expect((await statesOf("rds", exported.rds)).at(-1)).toBe("succeeded");
});

test("the row of a share follows its creation from the response of the create call", async () => {
  expect(exported.createdShare({ id: "share-1", name: "share", status: "100" })).toEqual({
    service: "share-creation",
    id: "share-1",
  });
  const body = { id: "share-1", status: "100", action_progress: { CREATING: "16%" } };
  expect(readJobBody(exported.shareCreation, body)).toMatchObject({ state: "running", progress: 16 });
  expect(readJobBody(exported.shareCreation, { ...body, status: "303" })).toMatchObject({ state: "failed" });
  expect((await statesOf("share-creation", exported.shareCreation)).at(-1)).toBe("succeeded");
});

test("the test of a row runs as the guide shows it", () => {
  expect(exported.facts).toMatchObject({ state: "running", type: "resize" });
  expect(exported.done).toMatchObject({ service: "kafka", id: "instance-1/t-1", state: "succeeded" });
});
