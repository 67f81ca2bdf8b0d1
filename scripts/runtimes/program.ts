/** The program that every runtime runs. Its facts are plain data and must be the same everywhere. */
import {
  type AccessKeyCredentials,
  ApiError,
  createJobsClient,
  JobFailedError,
  NetworkError,
  NotFoundError,
  type ServiceName,
  TimeoutError,
  WaitTimeoutError,
} from "huaweicloud-jobs";

/** Where the services are, and the credentials for them. */
export interface Target {
  readonly endpoints: Readonly<Record<ServiceName, string>>;
  readonly projectId: string;
  readonly token: string;
  readonly accessKey: AccessKeyCredentials;
}

export type Facts = Awaited<ReturnType<typeof program>>;

const services = ["sfs-turbo", "workspace", "dcs"] as const;
const fast = { interval: { min: 20, max: 20 }, timeout: 20_000 };

/** Long enough for a request to be in flight, in milliseconds. */
const SOON = 1_000;

/** @param show - prints objects as the runtime does; no credential may appear there */
export async function program(
  { endpoints, projectId, token, accessKey }: Target,
  show: (...things: unknown[]) => void,
) {
  const events: Record<string, number> = {};
  const options = { endpoints, projectId, retry: { baseDelay: 10 } };
  const jobs = createJobsClient({
    ...options,
    credentials: { token },
    onEvent({ type }) {
      events[type] = (events[type] ?? 0) + 1;
    },
  });
  // With the platform's own `fetch`.
  const signing = createJobsClient({ ...options, credentials: accessKey, fetch: globalThis.fetch });
  show(jobs, signing, jobs.clients.dcs);

  async function get(service: ServiceName) {
    return (await jobs.get({ service, id: "get" })).state;
  }

  async function wait(service: ServiceName) {
    const updates: string[] = [];
    const done = await jobs.wait({ service, id: "wait" }, { ...fast, onUpdate: ({ state }) => updates.push(state) });
    return { updates, state: done.state };
  }

  async function watch(service: ServiceName) {
    const states: string[] = [];
    for await (const { state, progress } of jobs.watch({ service, id: "watch" }, fast)) {
      states.push(progress === undefined ? state : `${state} ${progress}`);
    }
    return states;
  }

  async function waitAll() {
    const refs = [
      ...services.map((service) => ({ service, id: "wait-all" })),
      { service: "workspace", id: "failing" },
      { service: "dcs", id: "missing" },
    ] as const;
    const outcomes = await jobs.waitAll(refs, fast);
    return outcomes.map(({ ref, job, error }) => `${ref.service} ${job?.state ?? error?.name}`);
  }

  /** The status code, and the job's status or the names in the error body. */
  async function request(job_id: string) {
    const { data, error, response } = await jobs.clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", {
      params: { path: { project_id: projectId, job_id } },
    });
    // A browser hides the status of a redirect that is not followed.
    return [response.status || 302, data?.status ?? Object.keys(error ?? {}).sort()];
  }

  /** The three ways in which a request ends without a response. */
  async function giveUp() {
    const stop = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => stop.abort(reason), SOON);
    const aborted = jobs.wait({ service: "dcs", id: "hanging-1" }, { signal: stop.signal });
    const timedOut = jobs.wait({ service: "dcs", id: "hanging-2" }, { timeout: SOON });
    const single = createJobsClient({ ...options, credentials: { token }, retry: { maxAttempts: 1 } });
    const unanswered = single.get({ service: "dcs", id: "hanging-3" }, { requestTimeout: SOON });
    const [abort, timeout, requestTimeout] = await Promise.all([
      aborted.catch((error: unknown) => (error === reason ? "its reason" : String(error))),
      rejection(timedOut, WaitTimeoutError),
      rejection(unanswered, TimeoutError),
    ]);
    return { abort, timeout, requestTimeout };
  }

  /** The name of the error that a call rejects with, if it is an instance of the class. */
  function rejection(call: Promise<unknown>, type: new (...args: never[]) => Error): Promise<string> {
    return call.then(
      () => "none",
      (error: unknown) => {
        show(error);
        return error instanceof type ? error.name : `of another class: ${error}`;
      },
    );
  }

  return {
    get: await eachOf(get),
    wait: await eachOf(wait),
    watch: await eachOf(watch),
    waitAll: await waitAll(),
    clients: [await request("get"), await request("missing"), await request("moved")],
    givenUp: await giveUp(),
    retried: (await jobs.get({ service: "dcs", id: "flaky" })).state,
    signed: (await signing.wait({ service: "sfs-turbo", id: "signed" }, fast)).state,
    failed: await rejection(jobs.wait({ service: "dcs", id: "failing" }, fast), JobFailedError),
    notFound: await rejection(jobs.get({ service: "dcs", id: "missing" }), NotFoundError),
    redirected: await rejection(jobs.get({ service: "dcs", id: "moved" }), ApiError),
    reset: await rejection(jobs.get({ service: "dcs", id: "broken" }), NetworkError),
    events,
  };
}

/** The results for all services, one after the other. */
async function eachOf<T>(run: (service: ServiceName) => Promise<T>): Promise<Readonly<Record<string, T>>> {
  const results: Record<string, T> = {};
  for (const service of services) {
    results[service] = await run(service);
  }
  return results;
}
