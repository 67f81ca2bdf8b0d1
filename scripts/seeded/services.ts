/** Three services of the user's own, and how each of the six writes a job. */
import { defineService } from "../../src/index.ts";
import { hasProgress, hasTotal, type ServerJob, type Service } from "./model.ts";

export const ownServices = {
  servers: defineService({
    path: "/v1/{project_id}/server-jobs/{job_id}",
    fields: { id: "job_id", status: "status", code: "error_code", reason: "fail_reason" },
    states: { INIT: "pending", RUNNING: "running", SUCCESS: "succeeded", FAIL: "failed" },
  }),
  snapshots: defineService({
    path: "/v3/{project_id}/snapshots?task={task_id}",
    fields: { id: "task.id", status: "task.state", reason: "task.message" },
    states: { 0: "pending", 1: "running", 2: "succeeded", "-1": "failed" },
    subJobs: { list: "task.steps", fields: { id: "id", status: "state" } },
    time: "epoch-seconds",
    gone: "succeeded",
  }),
  orders: defineService({
    path: "/orders/{order_id}/tasks/{task_id}",
    fields: { status: "phase", progress: "percent" },
    states: { OPEN: "pending", BUSY: "running", DONE: "succeeded", BROKEN: "failed" },
    gone: "failed",
    read: (body) => {
      const { why, task } = body as { why?: string; task?: string };
      return { ...(task !== undefined && { id: task }), ...(why !== undefined && { error: { reason: why } }) };
    },
  }),
};

type Body = Readonly<Record<string, unknown>>;

const common = ({ word, code, reason }: ServerJob, id: string) => ({
  job_id: id,
  job_type: "someWork",
  status: word,
  begin_time: null,
  fail_reason: reason ?? null,
  error_code: code ?? "",
});

/** The body of a job. */
const writers: Readonly<Record<Service, (job: ServerJob, id: string) => Body>> = {
  "sfs-turbo": (job, id) => ({
    ...common(job, id),
    sub_jobs: job.parts.map((part) => ({ job_id: part.id, status: part.word, fail_reason: "" })),
  }),
  workspace: ({ code, ...job }, id) => ({
    ...common(job, id),
    id,
    job_id: undefined,
    error_code: undefined,
    job_error_code: code,
    sub_jobs: job.parts.map((part) => ({ id: part.id, status: part.word, process: part.progress ?? null })),
    sub_jobs_total: job.total,
  }),
  dcs: (job, id) => ({ ...common(job, id), error_code: undefined }),
  servers: common,
  snapshots: ({ word, reason, parts }, id) => ({
    task: { id, state: Number(word), message: reason, steps: parts.map((part) => ({ id: part.id, state: part.word })) },
  }),
  orders: ({ word, reason, progress }, id) => ({
    task: id.slice(id.indexOf("/") + 1),
    phase: word,
    percent: progress === undefined ? undefined : `${progress}%`,
    why: word.trim().toLowerCase() === "broken" ? reason : undefined,
  }),
};

/** @param more - further members, which no row names */
export function jobBody(service: Service, job: ServerJob, id: string, more: Body): string {
  return JSON.stringify({ ...writers[service](job, id), ...more });
}

/** What a service has no member for. */
export function lacks(service: Service): readonly (keyof ServerJob)[] {
  return [
    ...(["dcs", "snapshots", "orders"].includes(service) ? (["code"] as const) : []),
    ...(hasProgress.has(service) ? [] : (["progress"] as const)),
    ...(hasTotal.has(service) ? [] : (["total"] as const)),
  ];
}

export function endpointOf(service: Service): string {
  return `https://${service}.test`;
}

/** Which job of which service a URL is about. */
export function targetOf(url: string): { readonly service: Service; readonly id: string } {
  const { hostname, pathname, searchParams } = new URL(url);
  const service = hostname.slice(0, -".test".length) as Service;
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  const id = service === "orders" ? `${pathname.split("/")[2]}/${last}` : (searchParams.get("task") ?? last);
  return { service, id };
}
