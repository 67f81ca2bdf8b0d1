import { defineService, type JobFacts } from "huaweicloud-jobs";

/** Elastic Cloud Server; EVS and BMS write their jobs alike. */
export const ecs = defineService({
  title: "ECS",
  path: "/v1/{project_id}/jobs/{job_id}",
  hosts: { prefix: "ecs" },
  fields: {
    id: "job_id",
    type: "job_type",
    status: "status",
    startedAt: "begin_time",
    endedAt: "end_time",
    code: "error_code",
    reason: "fail_reason",
  },
  states: { INIT: "pending", PENDING_PAYMENT: "pending", RUNNING: "running", SUCCESS: "succeeded", FAIL: "failed" },
  subJobs: { list: "entities.sub_jobs", total: "entities.sub_jobs_total" },
});

/** Elastic Load Balance v3: everything is in one object, but not the names of the sub-jobs. */
export const elb = defineService({
  title: "ELB",
  path: "/v3/{project_id}/elb/jobs/{job_id}",
  hosts: { prefix: "elb" },
  fields: {
    id: "job.job_id",
    type: "job.job_type",
    status: "job.status",
    startedAt: "job.begin_time",
    endedAt: "job.end_time",
    code: "job.error_code",
    reason: "job.error_msg",
  },
  states: {
    INIT: "pending",
    RUNNING: "running",
    ROLLBACKING: "running",
    SUCCESS: "succeeded",
    COMPLETE: "succeeded",
    FAIL: "failed",
    ROLLBACK_FAIL: "failed",
    CANCEL: "failed",
  },
  subJobs: {
    list: "job.sub_jobs",
    fields: { id: "job_id", type: "job_type", status: "status", code: "error_code", reason: "error_msg" },
  },
});

/** Cloud Container Engine: in the style of Kubernetes, a part is a job like its parent. */
const cce = defineService({
  title: "CCE",
  path: "/api/v3/projects/{project_id}/jobs/{job_id}",
  hosts: { prefix: "cce" },
  fields: {
    id: "metadata.uid",
    type: "spec.type",
    status: "status.phase",
    startedAt: "metadata.creationTimestamp",
    reason: "status.reason",
  },
  states: { Initializing: "pending", Running: "running", Success: "succeeded", Failed: "failed" },
  subJobs: { list: "spec.subJobs" },
});

/** Relational Database Service: the ID is in the query, progress is a text. */
export const rds = defineService({
  title: "RDS",
  path: "/v3/{project_id}/jobs?id={job_id}",
  hosts: { prefix: "rds" },
  fields: {
    id: "job.id",
    type: "job.name",
    status: "job.status",
    startedAt: "job.created",
    endedAt: "job.ended",
    reason: "job.fail_reason",
    progress: "job.process",
  },
  states: { Running: "running", Completed: "succeeded", Failed: "failed" },
});

/** Distributed Message Service for Kafka: an ID of two parts, and the only item of a list. */
export const kafka = defineService({
  title: "DMS for Kafka",
  path: "/v2/{project_id}/instances/{instance_id}/tasks/{task_id}",
  hosts: { prefix: "dms" },
  fields: { id: "tasks.0.id", type: "tasks.0.name", status: "tasks.0.status", startedAt: "tasks.0.created_at" },
  states: { CREATED: "pending", EXECUTING: "running", SUCCESS: "succeeded", FAILED: "failed" },
});

/** The creation of an SFS Turbo share, which has no job. */
export const shareCreation = defineService({
  title: "SFS Turbo share",
  path: "/v1/{project_id}/sfs-turbo/shares/{share_id}",
  hosts: { prefix: "sfs-turbo" },
  fields: {
    id: "id",
    status: "status",
    startedAt: "created_at",
    progress: "action_progress.CREATING",
    reason: "statusDetail",
  },
  states: { 100: "running", 200: "succeeded", 300: "failed", 303: "failed", 400: "failed", 800: "failed" },
  started: "id",
  errors: { notFound: ["SFS.TURBO.0103"] },
});

/** The deletion of a share, which ends when the share is gone. */
const shareDeletion = defineService({
  title: "SFS Turbo share",
  path: "/v1/{project_id}/sfs-turbo/shares/{share_id}",
  hosts: { prefix: "sfs-turbo" },
  fields: { id: "id", status: "status", reason: "statusDetail" },
  states: { 100: "running", 200: "running", 400: "failed" },
  gone: "succeeded",
});

/** The rows under the names that the tests give them. */
export const services = {
  ecs,
  elb,
  cce,
  rds,
  kafka,
  "share-creation": shareCreation,
  "share-deletion": shareDeletion,
} as const;

export type OwnName = keyof typeof services;

/** What a server says of one job, one response after the other, and how the last one is read. */
export interface Story {
  readonly id: string;
  /** Path and query, from the project on. */
  readonly url: string;
  readonly replies: readonly Reply[];
  readonly seen: readonly string[];
  readonly last: Omit<JobFacts, "id">;
}

/** A 200 with this body, or another status. */
export type Reply = object | { readonly status: number; readonly body: unknown };

export const project = "0123456789abcdef0123456789abcdef";

const utc = (text: string): Date => new Date(`${text}Z`);

/** What the responses about one job have in common. */
const ecsBegan = { begin_time: "2016-02-23T02:33:00.132Z", end_time: "", error_code: null, fail_reason: null };
const ecsJob = { job_id: "70a599e0-31e7-49b7-b260-868f441e862b", job_type: "createServer" };
const ecsPart = { job_id: "s-1", job_type: "createSingleServer" };
const elbJob = { job_id: "ba1b4b23-1c9b-4d0c-a1a3-4f2d1d3c7b6a", job_type: "clone" };
const elbPart = { job_id: "s-1", job_type: "createListener" };
const cceJob = {
  uid: "354331b2-c229-11e8-9c75-0255ac100ceb",
  creationTimestamp: "2019-02-25 06:19:05.789462 +0000 UTC",
};
const rdsJob = {
  id: "a03b1b8a-b756-467c-8a49-38720c3d23ec",
  name: "CreateMysqlSingleHAInstance",
  instance: { id: "i-1", name: "d-mysql" },
};
const kafkaTask = { id: "8a2a9a4b-task", name: "kafkaConfigModify" };
const newShare = { id: "77ba6f4b-6365-4895-8dda-bc7142af4dde", name: "share", created_at: "2018-07-19T03:39:14" };
const oldShare = { id: "8c0a2f1e-6365-4895-8dda-bc7142af4dde", name: "share" };

/** One job of each row, in the words of its vendor. */
export const stories: { readonly [N in OwnName]: Story } = {
  ecs: {
    id: ecsJob.job_id,
    url: `/v1/${project}/jobs/70a599e0-31e7-49b7-b260-868f441e862b`,
    replies: [
      { ...ecsJob, status: "INIT", entities: {} },
      {
        ...ecsJob,
        ...ecsBegan,
        status: "RUNNING",
        entities: { sub_jobs_total: 1, sub_jobs: [{ ...ecsPart, status: "RUNNING" }] },
      },
      {
        ...ecsJob,
        ...ecsBegan,
        end_time: "2016-02-23T02:33:05.120Z",
        status: "SUCCESS",
        entities: {
          sub_jobs_total: 1,
          sub_jobs: [
            {
              ...ecsPart,
              begin_time: "2016-02-23T02:33:00.200Z",
              end_time: "2016-02-23T02:33:05.100Z",
              error_code: null,
              fail_reason: null,
              status: "SUCCESS",
              entities: { server_id: "bbd2b8f0" },
            },
          ],
        },
      },
    ],
    seen: ["INIT pending", "RUNNING running", "SUCCESS succeeded"],
    last: {
      type: "createServer",
      state: "succeeded",
      status: "SUCCESS",
      startedAt: utc("2016-02-23T02:33:00.132"),
      endedAt: utc("2016-02-23T02:33:05.120"),
      subJobs: [
        {
          id: "s-1",
          type: "createSingleServer",
          state: "succeeded",
          status: "SUCCESS",
          startedAt: utc("2016-02-23T02:33:00.200"),
          endedAt: utc("2016-02-23T02:33:05.100"),
        },
      ],
    },
  },
  elb: {
    id: elbJob.job_id,
    url: `/v3/${project}/elb/jobs/ba1b4b23-1c9b-4d0c-a1a3-4f2d1d3c7b6a`,
    replies: [
      { request_id: "r", job: { ...elbJob, status: "INIT" } },
      {
        request_id: "r",
        job: {
          ...elbJob,
          status: "ROLLBACKING",
          begin_time: "2023-03-27T11:56:40Z",
          error_msg: "quota",
          sub_jobs: [{ ...elbPart, status: "ROLLBACKING", error_msg: "quota" }],
        },
      },
      {
        request_id: "r",
        job: {
          ...elbJob,
          status: "ROLLBACK_FAIL",
          begin_time: "2023-03-27T11:56:40Z",
          end_time: "2023-03-27T11:57:00Z",
          error_code: "ELB.8907",
          error_msg: "quota",
          sub_jobs: [{ ...elbPart, status: "FAIL", error_code: "ELB.1", error_msg: "no" }],
        },
      },
    ],
    seen: ["INIT pending", "ROLLBACKING running", "ROLLBACK_FAIL failed"],
    last: {
      type: "clone",
      state: "failed",
      status: "ROLLBACK_FAIL",
      startedAt: utc("2023-03-27T11:56:40"),
      endedAt: utc("2023-03-27T11:57:00"),
      error: { code: "ELB.8907", reason: "quota" },
      subJobs: [
        { id: "s-1", type: "createListener", state: "failed", status: "FAIL", error: { code: "ELB.1", reason: "no" } },
      ],
    },
  },
  cce: {
    id: cceJob.uid,
    url: `/api/v3/projects/${project}/jobs/354331b2-c229-11e8-9c75-0255ac100ceb`,
    replies: [
      {
        kind: "Job",
        metadata: cceJob,
        spec: { type: "CreateCluster", subJobs: [{ metadata: { uid: "s-1" }, status: { phase: "Initializing" } }] },
        status: { phase: "Running" },
      },
      {
        kind: "Job",
        metadata: { ...cceJob, updateTimestamp: "2019-02-25 06:19:15.789462 +0000 UTC" },
        spec: {
          type: "CreateCluster",
          clusterUID: "4d1ecb2c",
          subJobs: [
            {
              kind: "Job",
              metadata: { uid: "s-1", creationTimestamp: "2019-02-25 06:19:06 +0000 UTC" },
              spec: { type: "InstallMaster" },
              status: { phase: "Success" },
            },
          ],
        },
        status: { phase: "Success", reason: "" },
      },
    ],
    seen: ["Running running", "Success succeeded"],
    last: {
      type: "CreateCluster",
      state: "succeeded",
      status: "Success",
      startedAt: utc("2019-02-25T06:19:05.789"),
      subJobs: [
        {
          id: "s-1",
          type: "InstallMaster",
          state: "succeeded",
          status: "Success",
          startedAt: utc("2019-02-25T06:19:06"),
        },
      ],
    },
  },
  rds: {
    id: rdsJob.id,
    url: `/v3/${project}/jobs?id=a03b1b8a-b756-467c-8a49-38720c3d23ec`,
    replies: [
      { job: { ...rdsJob, status: "Running", created: "2018-08-06T10:41:14+0000", process: "60%" } },
      {
        job: {
          ...rdsJob,
          status: "Completed",
          created: "2018-08-06T18:41:14+0800",
          ended: "2018-08-06T16:41:14+0000",
          process: "",
          fail_reason: null,
        },
      },
    ],
    seen: ["Running running", "Completed succeeded"],
    last: {
      type: "CreateMysqlSingleHAInstance",
      state: "succeeded",
      status: "Completed",
      startedAt: utc("2018-08-06T10:41:14"),
      endedAt: utc("2018-08-06T16:41:14"),
      subJobs: [],
    },
  },
  kafka: {
    id: "d3c0a1b2-instance/8a2a9a4b-task",
    url: `/v2/${project}/instances/d3c0a1b2-instance/tasks/8a2a9a4b-task`,
    replies: [
      { task_count: "1", tasks: [{ ...kafkaTask, status: "CREATED", params: "" }] },
      {
        task_count: "1",
        tasks: [
          {
            ...kafkaTask,
            status: "SUCCESS",
            created_at: "2020-12-03T06:38:17.891Z",
            updated_at: "2020-12-03T06:38:40.148Z",
          },
        ],
      },
    ],
    seen: ["CREATED pending", "SUCCESS succeeded"],
    last: {
      type: "kafkaConfigModify",
      state: "succeeded",
      status: "SUCCESS",
      startedAt: utc("2020-12-03T06:38:17.891"),
      subJobs: [],
    },
  },
  "share-creation": {
    id: newShare.id,
    url: `/v1/${project}/sfs-turbo/shares/77ba6f4b-6365-4895-8dda-bc7142af4dde`,
    replies: [
      { ...newShare, status: "100", statusDetail: null, action_progress: { CREATING: "16%" } },
      { ...newShare, status: 200, statusDetail: null },
    ],
    seen: ["100 running", "200 succeeded"],
    last: { state: "succeeded", status: "200", startedAt: utc("2018-07-19T03:39:14"), subJobs: [] },
  },
  "share-deletion": {
    id: oldShare.id,
    url: `/v1/${project}/sfs-turbo/shares/8c0a2f1e-6365-4895-8dda-bc7142af4dde`,
    replies: [
      { ...oldShare, status: "200" },
      { status: 404, body: { errCode: "SFS.TURBO.0103", errMsg: "The share does not exist." } },
    ],
    seen: ["200 running", "404 succeeded"],
    last: { state: "succeeded", status: "404", subJobs: [] },
  },
};

export const names = Object.keys(services) as OwnName[];
