import {
  createJobsClient,
  type DcsJob,
  defineService,
  type FinishedJob,
  type Job,
  type JobFacts,
  type JobRef,
  type JobsClient,
  jobRefFromResponse,
  type OwnService,
  readJobBody,
  type SubJob,
} from "huaweicloud-jobs";
import { openWaits, startWaitWorker } from "huaweicloud-jobs/bullmq";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { describe, expectTypeOf, test } from "vitest";

/** As openapi-typescript compiles a contract with an open list of words, and with closed ones. */
interface Paths {
  "/v3/{project_id}/jobs": {
    get: {
      parameters: { path: { project_id: string }; query: { id: string } };
      responses: {
        200: { content: { "application/json": RdsBody } };
        404: { content: { "application/json": object } };
      };
    };
  };
  "/v2/{project_id}/instances/{instance_id}/tasks/{task_id}": {
    get: {
      parameters: { path: { project_id: string; instance_id: string; task_id: string } };
      responses: { 200: { content: { "application/json": KafkaBody } } };
    };
    delete: { responses: { 204: { content?: never } } };
  };
}

interface RdsBody {
  job?: {
    id?: string;
    name?: "Create" | string;
    status?: "Running" | "Completed" | "Failed";
    process?: string | null;
    actions?: { step?: string; state?: "Open" | "Closed"; errors?: { code?: string }[] }[];
    count?: number;
  };
}

interface KafkaBody {
  tasks?: { id?: string; status?: "CREATED" | "SUCCESS" | string; level?: 1 | 2 | 3 }[];
}

const plain = {
  path: "/v1/{project_id}/jobs/{job_id}",
  fields: { status: "status" },
  states: { DONE: "succeeded" },
} as const;
const ecs = defineService(plain);
const states = { Running: "running", Completed: "succeeded", Failed: "failed" } as const;
const rdsRow = { path: "/v3/{project_id}/jobs?id={job_id}", fields: { status: "job.status" }, states } as const;
const rds = defineService<Paths>()(rdsRow);
const kafkaPath = "/v2/{project_id}/instances/{instance_id}/tasks/{task_id}";
const kafka = defineService<Paths>()({
  path: kafkaPath,
  fields: { status: "tasks.0.status", id: "tasks.0.id" },
  states: { CREATED: "pending", SUCCESS: "succeeded", ERROR: "failed" },
});

const base = { cloud: "otc", region: "eu-de", projectId: "p", credentials: { token: "t" } } as const;
const jobs = createJobsClient({ ...base, services: { ecs, rds, kafka } });
type Own = { readonly ecs: typeof ecs; readonly rds: typeof rds; readonly kafka: typeof kafka };

describe("a client with services", () => {
  test("gives the job of the reference's service", async () => {
    const job = await jobs.get({ service: "ecs", id: "a" });
    expectTypeOf(job.service).toEqualTypeOf<"ecs">();
    expectTypeOf(job.raw).toEqualTypeOf<unknown>();
    expectTypeOf(job.type).toEqualTypeOf<string | undefined>();
    expectTypeOf(job.subJobs).toEqualTypeOf<readonly SubJob[]>();
    expectTypeOf(jobs.wait({ service: "ecs", id: "a" })).resolves.toEqualTypeOf<typeof job>();
    expectTypeOf(jobs.get({ service: "dcs", id: "a" })).resolves.toEqualTypeOf<DcsJob>();
    for await (const change of jobs.watch({ service: "ecs", id: "a" })) {
      expectTypeOf(change).toEqualTypeOf<typeof job>();
    }
  });

  test("types raw by the contract, and only then", async () => {
    expectTypeOf((await jobs.get({ service: "rds", id: "a" })).raw).toEqualTypeOf<RdsBody>();
    expectTypeOf((await jobs.wait({ service: "kafka", id: "a/b" })).raw).toEqualTypeOf<KafkaBody>();
    jobs.wait({ service: "rds", id: "a" }, { onUpdate: ({ raw }) => expectTypeOf(raw).toEqualTypeOf<RdsBody>() });
  });

  test("keeps the service of each reference in waitAll", async () => {
    const [first, second, third] = await jobs.waitAll([
      { service: "rds", id: "a" },
      { service: "ecs", id: "b" },
      { service: "dcs", id: "c" },
    ]);
    expectTypeOf(first.job?.raw).toEqualTypeOf<RdsBody | undefined>();
    expectTypeOf(second.job?.service).toEqualTypeOf<"ecs" | undefined>();
    expectTypeOf(third.job).toEqualTypeOf<DcsJob | undefined>();
  });

  test("takes no other service", () => {
    // @ts-expect-error -- there is no such service
    jobs.get({ service: "evs", id: "a" });
    // @ts-expect-error -- there is no such service
    jobs.wait({ service: "ECS", id: "a" });
    // @ts-expect-error -- there is no such service
    jobs.watch({ service: "evs", id: "a" });
    const wrong = { service: "evs", id: "b" } as const;
    // @ts-expect-error -- one of them is of no service
    jobs.waitAll([{ service: "ecs", id: "a" }, wrong]);
    createJobsClient({ ...base, services: { ecs }, endpoints: { ecs: "https://ecs.test", dcs: undefined } });
    // @ts-expect-error -- there is no such service
    createJobsClient({ ...base, services: { ecs }, endpoints: { evs: "https://evs.test" } });
    // @ts-expect-error -- a built-in name is taken
    createJobsClient({ ...base, services: { dcs: ecs } });
    // @ts-expect-error -- defineService did not make it
    createJobsClient({ ...base, services: { ecs: plain } });
  });

  test("narrows with the service", async () => {
    const job = await jobs.get({ service: "rds", id: "a" } as JobRef<"rds" | "ecs" | "dcs">);
    expectTypeOf(job).toEqualTypeOf<Job<"rds" | "ecs" | "dcs", Own>>();
    if (job.service === "rds") {
      expectTypeOf(job.raw).toEqualTypeOf<RdsBody>();
    } else if (job.service === "dcs") {
      expectTypeOf(job).toEqualTypeOf<DcsJob>();
    } else {
      expectTypeOf(job.raw).toEqualTypeOf<unknown>();
    }
  });

  test("has clients for services with a contract alone, under their names", async () => {
    const { data } = await jobs.clients.rds.GET("/v3/{project_id}/jobs", {
      params: { path: { project_id: "p" }, query: { id: "a" } },
    });
    expectTypeOf(data).toEqualTypeOf<RdsBody | undefined>();
    expectTypeOf<keyof typeof jobs.clients>().toEqualTypeOf<keyof JobsClient["clients"] | "rds" | "kafka">();
    // @ts-expect-error -- without a contract there is no client
    jobs.clients.ecs;
    // @ts-expect-error -- another service's path
    jobs.clients.rds.GET("/v2/{project_id}/jobs/{job_id}", {});
    expectTypeOf(jobs.clients.dcs).not.toBeAny();
  });

  test("may have its services defined in place, whatever other options there are", async () => {
    const inline = createJobsClient({
      endpoints: { shares: "https://shares.test", rds: "https://rds.test" },
      credentials: { token: "t" },
      onEvent(event) {
        expectTypeOf(event.at).toEqualTypeOf<number>();
      },
      services: {
        shares: defineService({ ...plain, states: { END: ({ error }) => (error ? "failed" : "succeeded") } }),
        rds: defineService<Paths>()({ ...rdsRow, title: "RDS" }),
      },
      fetch: (url) => Promise.resolve(new Response(url)),
    });
    expectTypeOf((await inline.get({ service: "shares", id: "a" })).service).toEqualTypeOf<"shares">();
    expectTypeOf((await inline.get({ service: "rds", id: "a" })).raw).toEqualTypeOf<RdsBody>();
  });

  test("can be named", () => {
    expectTypeOf(jobs).toExtend<JobsClient<Own>>();
    const use = (client: JobsClient<{ ecs: typeof ecs }>) => client.get({ service: "ecs", id: "a" });
    expectTypeOf(use(createJobsClient({ ...base, services: { ecs } }))).resolves.toExtend<JobRef<"ecs">>();
  });
});

describe("the type of a job", () => {
  test("is that of a service when its row is named", () => {
    expectTypeOf<Job<"ecs", { ecs: typeof ecs }>["raw"]>().toEqualTypeOf<unknown>();
    expectTypeOf<Job<"rds", { rds: typeof rds }>["raw"]>().toEqualTypeOf<RdsBody>();
    expectTypeOf<Job<"dcs", { ecs: typeof ecs }>>().toEqualTypeOf<DcsJob>();
    expectTypeOf(jobs.get({ service: "rds", id: "a" })).resolves.toEqualTypeOf<Job<"rds", { rds: typeof rds }>>();
  });

  test("knows no service without its row", () => {
    // @ts-expect-error -- nobody has said what "ecs" is
    expectTypeOf<Job<"ecs">>().toBeNever();
    // @ts-expect-error -- it is in no row
    expectTypeOf<Job<"evs", { ecs: typeof ecs }>>().toBeNever();
  });

  test("is a reference to itself", async () => {
    const job = await jobs.get({ service: "ecs", id: "a" });
    expectTypeOf(job).toExtend<JobRef<"ecs">>();
    jobs.wait(job);
  });
});

describe("a client without services", () => {
  const simple = createJobsClient(base);

  test("is what it was", () => {
    expectTypeOf(simple).toEqualTypeOf<JobsClient>();
    const elsewhere = createJobsClient({ credentials: { token: "t" }, endpoints: { dcs: "https://dcs.test" } });
    expectTypeOf(elsewhere).toEqualTypeOf<JobsClient>();
    expectTypeOf(simple.get({ service: "dcs", id: "a" })).resolves.toEqualTypeOf<DcsJob>();
    expectTypeOf<keyof typeof simple.clients>().toEqualTypeOf<"sfsTurbo" | "workspace" | "dcs">();
    const { clients, get } = createJobsClient({ ...base, services: undefined });
    expectTypeOf(clients.dcs).toEqualTypeOf<typeof simple.clients.dcs>();
    expectTypeOf(get({ service: "dcs", id: "a" })).resolves.toEqualTypeOf<DcsJob>();
    expectTypeOf(
      createJobsClient({ ...base, services: {} }).get({ service: "dcs", id: "a" }),
    ).resolves.toEqualTypeOf<DcsJob>();
  });

  test("knows no services but the built-in ones", () => {
    // @ts-expect-error -- it has no such service
    simple.get({ service: "ecs", id: "a" });
    // @ts-expect-error -- it has no such service
    createJobsClient({ credentials: { token: "t" }, endpoints: { ecs: "https://ecs.test" } });
    // @ts-expect-error -- it has no such client
    simple.clients.ecs;
  });
});

describe("defineService", () => {
  test("checks what a row has", () => {
    // @ts-expect-error -- a row has a status
    defineService({ ...plain, fields: { id: "id" } });
    // @ts-expect-error -- "done" is no state
    defineService({ ...plain, states: { DONE: "done" } });
    // @ts-expect-error -- no row has "feilds"
    defineService({ ...plain, feilds: {} });
    // @ts-expect-error -- no such field
    defineService({ ...plain, fields: { status: "status", began: "began" } });
    // @ts-expect-error -- running is no end
    defineService({ ...plain, gone: "running" });
    // @ts-expect-error -- no such format
    defineService({ ...plain, time: "iso" });
    // @ts-expect-error -- no such cloud
    defineService({ ...plain, hosts: { prefix: "a", clouds: ["aws"] } });
    // @ts-expect-error -- a sub-job's word has no function
    defineService({ ...plain, subJobs: { list: "a", states: { END: () => "failed" } } });
    // @ts-expect-error -- an ID is a text
    defineService({ ...plain, read: () => ({ id: 7 }) });
    // @ts-expect-error -- read is not asynchronous
    defineService({ ...plain, read: async () => ({ id: "a" }) });
  });

  test("gives its functions what they work with", () => {
    defineService({
      ...plain,
      states: {
        END({ subJobs, total, error }) {
          expectTypeOf(subJobs).toEqualTypeOf<readonly SubJob[]>();
          expectTypeOf(total).toEqualTypeOf<number>();
          expectTypeOf(error?.code).toEqualTypeOf<string | undefined>();
          return "succeeded";
        },
      },
      read(body) {
        expectTypeOf(body).toEqualTypeOf<unknown>();
        return undefined;
      },
      time: { read: (value) => new Date(String(value)), write: (time) => time.getTime() },
    });
    defineService<Paths>()({
      ...rdsRow,
      read(body) {
        expectTypeOf(body).toEqualTypeOf<RdsBody>();
        return { progress: 7 };
      },
    });
  });

  test("makes what cannot be changed", () => {
    // @ts-expect-error -- a row does not change
    ecs.path = "/";
    // @ts-expect-error -- a row does not change
    ecs.fields.status = "state";
  });
});

describe("a contract checks", () => {
  const define = defineService<Paths>();

  test("the path", () => {
    // @ts-expect-error -- there is no such path
    define({ ...rdsRow, path: "/v3/{project_id}/tasks?id={job_id}" });
    // @ts-expect-error -- its parameters have other names
    define({ ...rdsRow, path: "/v3/{project}/jobs?id={job_id}" });
  });

  test("dotted names of members, of the job and of its parts", () => {
    define({ ...rdsRow, fields: { status: "job.status", id: "job.id", progress: "job.process", type: "job.name" } });
    define({ ...rdsRow, fields: { status: "job.status", code: "job.actions.0.errors" } });
    // @ts-expect-error -- a job has no "state"
    define({ ...rdsRow, fields: { status: "job.state" } });
    // @ts-expect-error -- the status is in "job"
    define({ ...rdsRow, fields: { status: "status" } });
    // @ts-expect-error -- a job has no "identity"
    define({ ...rdsRow, fields: { status: "job.status", id: "job.identity" } });
    // @ts-expect-error -- a list has numbers
    define({ ...rdsRow, fields: { status: "job.status", id: "job.actions.first" } });
    define({
      ...rdsRow,
      subJobs: {
        list: "job.actions",
        total: "job.count",
        fields: { status: "state" },
        states: { Open: "running", Closed: "succeeded" },
      },
    });
    // @ts-expect-error -- a job has no "parts"
    define({ ...rdsRow, subJobs: { list: "job.parts" } });
    // @ts-expect-error -- a job has no "total"
    define({ ...rdsRow, subJobs: { list: "job.actions", total: "job.total" } });
    // @ts-expect-error -- an action has no "status"
    define({ ...rdsRow, subJobs: { list: "job.actions", fields: { status: "status" } } });
  });

  test("closed lists of words, which must be complete", () => {
    // @ts-expect-error -- nobody has said what "Failed" means
    define({ ...rdsRow, states: { Running: "running", Completed: "succeeded" } });
    // @ts-expect-error -- "Melted" is no word of the contract
    define({ ...rdsRow, states: { ...states, Melted: "failed" } });
    // @ts-expect-error -- "done" is no state
    define({ ...rdsRow, states: { ...states, Failed: "done" } });
    const Completed = ({ error }: FinishedJob) => (error ? "failed" : "succeeded");
    define({ ...rdsRow, states: { ...states, Completed } });
    // @ts-expect-error -- nobody has said what "Failed" means
    define({ ...rdsRow, states: { Running: "running", Completed } });
    // @ts-expect-error -- a function returns a state
    define({ ...rdsRow, states: { ...states, Completed: () => "FAILED" } });
    // @ts-expect-error -- nobody has said what "Closed" means
    define({ ...rdsRow, subJobs: { list: "job.actions", fields: { status: "state" }, states: { Open: "running" } } });
  });

  test("closed lists of numbers", () => {
    const row = { path: kafkaPath, fields: { status: "tasks.0.level" } } as const;
    define({ ...row, states: { 1: "running", 2: ({ total }) => (total > 1 ? "running" : "succeeded"), 3: "failed" } });
    define({ ...row, states: { 1: "running", 2: "succeeded", 3: "failed" } });
    // @ts-expect-error -- nobody has said what 3 means
    define({ ...row, states: { 1: "running", 2: "succeeded" } });
    // @ts-expect-error -- 4 is no status of the contract
    define({ ...row, states: { 1: "running", 2: "succeeded", 3: "failed", 4: "failed" } });
  });

  test("open lists of words not at all", () => {
    const row = { path: kafkaPath, fields: { status: "tasks.0.status" } } as const;
    define({ ...row, states: { ANY: ({ error }) => (error?.code === "1" ? "failed" : "succeeded") } });
    define({ ...row, states: { CREATED: "pending" } });
    define({ ...row, states: { ANY: "failed", OTHER: "succeeded" } });
  });

  test("the other members of a row as well", () => {
    // @ts-expect-error -- no row has "feilds"
    define({ ...rdsRow, feilds: {} });
    // @ts-expect-error -- running is no end
    define({ ...rdsRow, gone: "running" });
  });
});

test("readJobBody gives facts", () => {
  expectTypeOf(readJobBody(ecs, {})).toEqualTypeOf<JobFacts>();
  expectTypeOf(readJobBody(rds, {})).toEqualTypeOf<JobFacts>();
  // @ts-expect-error -- defineService did not make it
  readJobBody(plain, {});
});

test("jobRefFromResponse needs the row of an own service", () => {
  expectTypeOf(jobRefFromResponse("ecs", {}, ecs)).toEqualTypeOf<JobRef<"ecs">>();
  jobs.wait(jobRefFromResponse("rds", {}, rds));
  // @ts-expect-error -- nobody has said what "ecs" is
  jobRefFromResponse("ecs", {});
  // @ts-expect-error -- defineService did not make it
  jobRefFromResponse("ecs", {}, plain);
});

test("a simulator knows its services", async () => {
  const simulator = createSimulator({ services: { ecs, rds } });
  expectTypeOf(simulator.addJob({ service: "rds", scenario: "success" }).service).toEqualTypeOf<"rds">();
  simulator.injectFault({ kind: "reset", service: "ecs" });
  expectTypeOf(simulator.requests[0]?.service).toEqualTypeOf<
    "sfs-turbo" | "workspace" | "dcs" | "ecs" | "rds" | undefined
  >();
  const client = createJobsClient(simulator.clientOptions);
  expectTypeOf((await client.get({ service: "rds", id: "a" })).raw).toEqualTypeOf<RdsBody>();
  expectTypeOf((await listen(simulator)).endpoints.ecs).toEqualTypeOf<string>();
  // @ts-expect-error -- it has no such service
  simulator.addJob({ service: "evs", scenario: "success" });
  // @ts-expect-error -- it has no such service
  simulator.injectFault({ kind: "reset", service: "evs" });
  // @ts-expect-error -- it has no such service
  createSimulator().addJob({ service: "ecs", scenario: "success" });
  // @ts-expect-error -- a built-in name is taken
  createSimulator({ services: { dcs: ecs } });
  expectTypeOf(createJobsClient(createSimulator().clientOptions)).toEqualTypeOf<JobsClient>();
});

test("durable waits know their services", async () => {
  const waits = openWaits({ connection: {}, cloud: "otc", region: "eu-de", services: { ecs, rds } });
  const outcome = await waits.outcome({ service: "rds", id: "a" });
  expectTypeOf(outcome.job?.service).toEqualTypeOf<"rds" | undefined>();
  // @ts-expect-error -- Redis does not keep the body
  outcome.job?.raw;
  waits.add([
    { service: "ecs", id: "a" },
    { service: "dcs", id: "b" },
  ]);
  // @ts-expect-error -- there is no such service
  waits.add([{ service: "evs", id: "a" }]);
  for await (const event of waits.watch([{ service: "ecs", id: "a" }])) {
    expectTypeOf(event.ref.service).toEqualTypeOf<"ecs">();
  }
  startWaitWorker({
    connection: {},
    credentials: { token: "t" },
    rateLimit: { requestsPerSecond: 1 },
    endpoints: { ecs: "https://ecs.test" },
    services: { ecs: defineService(plain), rds },
    onUpdate(job) {
      expectTypeOf(job.service).toEqualTypeOf<"sfs-turbo" | "workspace" | "dcs" | "ecs" | "rds">();
    },
  });
  startWaitWorker({
    connection: {},
    credentials: { token: "t" },
    rateLimit: { requestsPerSecond: 1 },
    services: { ecs },
    // @ts-expect-error -- there is no such service
    endpoints: { evs: "https://evs.test" },
  });
  // @ts-expect-error -- it has no such service
  openWaits({ connection: {}, cloud: "otc", region: "eu-de" }).add([{ service: "ecs", id: "a" }]);
});

test("services that are found at run time are services, too", () => {
  const rows: Record<string, OwnService> = { ecs };
  const client = createJobsClient({ ...base, services: rows, endpoints: { anything: "https://any.test" } });
  expectTypeOf(client.get({ service: "anything", id: "a" })).resolves.toExtend<JobRef<string>>();
});
