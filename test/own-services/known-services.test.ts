import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A module that every module of its program is affected by: it is in no other program than that of this test. */
const program = fileURLToPath(new URL("known-services.ts", import.meta.url));
const text = `
import { createJobsClient, type DcsJob, defineService, type Job, JobFailedError, type JobRef, WaitTimeoutError } from "huaweicloud-jobs";

interface Paths {
  "/v3/{project_id}/jobs": { get: { responses: { 200: { content: { "application/json": { job: { status: string } } } } } } };
}
const ecs = defineService({ path: "/v1/{project_id}/jobs/{job_id}", fields: { status: "status" }, states: { S: "succeeded" } });
const rds = defineService<Paths>()({ path: "/v3/{project_id}/jobs?id={id}", fields: { status: "job.status" }, states: { S: "succeeded" } });

declare module "huaweicloud-jobs" {
  interface KnownServices {
    ecs: typeof ecs;
    rds: typeof rds;
  }
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const check = <T extends true>(): T | undefined => undefined;

check<Equal<Job["service"], "sfs-turbo" | "workspace" | "dcs" | "ecs" | "rds">>();
check<Equal<Job<"ecs">["raw"], unknown>>();
check<Equal<Job<"rds">["raw"], { job: { status: string } }>>();
check<Equal<Job<"dcs">, DcsJob>>();
// @ts-expect-error -- nobody has said what "evs" is
export type Unknown = Job<"evs">;

export async function use(error: unknown) {
  const jobs = createJobsClient({ credentials: { token: "t" }, endpoints: { ecs: "https://ecs.test" }, services: { ecs, rds } });
  if (error instanceof JobFailedError) {
    check<Equal<typeof error.job, Job>>();
    if (error.job.service === "rds") {
      check<Equal<typeof error.job.raw, { job: { status: string } }>>();
    }
  }
  if (error instanceof WaitTimeoutError) {
    check<Equal<typeof error.ref.service, Job["service"]>>();
    await jobs.wait(error.ref);
  }
  const job = await jobs.get({ service: "rds", id: "a" });
  check<Equal<typeof job, Job<"rds">>>();
  // A client has only the services that it was given.
  // @ts-expect-error -- this one was given none
  await createJobsClient({ credentials: { token: "t" } }).get({ service: "ecs", id: "a" });
  // @ts-expect-error -- known services are not built in
  const ref: JobRef = { service: "ecs", id: "a" };
}
`;

/** What the compiler says of the program and of the package's own declarations in it. */
function complaints(): string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => readFileSync(path, "utf8"));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false });
  const { readFile, fileExists } = host;
  host.readFile = (path) => (path === program ? text : readFile(path));
  host.fileExists = (path) => path === program || fileExists(path);
  const compiled = ts.createProgram([program], { ...options, noUnusedLocals: false }, host);
  return compiled
    .getSourceFiles()
    .filter(({ fileName }) => fileName === program || fileName.startsWith(`${root}src/`))
    .flatMap((file) => [...compiled.getSyntacticDiagnostics(file), ...compiled.getSemanticDiagnostics(file)])
    .map(({ file, start = 0, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
}

test("services in KnownServices are known to jobs, errors and references, and break no declaration", () => {
  expect(complaints()).toEqual([]);
});
