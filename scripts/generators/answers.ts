/** Bodies that clients meet: those of test/fixtures, and all that the simulator responds with. */
import { readdirSync, readFileSync } from "node:fs";
import { builtInServices, type ServiceName } from "../../src/services/index.ts";
import { createSimulator, type FaultKind, type Simulator, scenarios } from "../../src/simulator/index.ts";

export const apis = Object.keys(builtInServices) as ServiceName[];

export interface Answer {
  readonly what: string;
  readonly api: ServiceName;
  readonly status: number;
  readonly body: unknown;
}

interface Page {
  readonly like?: string;
  readonly service?: ServiceName;
  readonly responses?: Readonly<Record<string, { readonly example?: unknown }>>;
}

const fixtures = new URL("../../test/fixtures/", import.meta.url);

function filesIn<T>(folder: string): { name: string; content: T }[] {
  const url = new URL(`${folder}/`, fixtures);
  return readdirSync(url)
    .filter((file) => file.endsWith(".json"))
    .map((name) => ({ name: `${folder}/${name}`, content: JSON.parse(readFileSync(new URL(name, url), "utf8")) }));
}

const isError = (body: object): boolean => Object.keys(body).some((key) => /^(?:error|err|code)/i.test(key));

/** A sample is of the service in its name; those of the gateway and of IAM arrive from each. */
function samples(): Answer[] {
  return filesIn<object>("samples").flatMap(({ name, content: body }) => {
    const own = apis.filter((api) => name.startsWith(`samples/${api}-`));
    const status = isError(body) && !("status" in body) ? 400 : 200;
    return (own.length > 0 ? own : apis).map((api) => ({ what: name, api, status, body }));
  });
}

function examples(): Answer[] {
  return filesIn<Page>("vendor-pages").flatMap(({ name, content: { service, responses = {} } }) =>
    Object.entries(responses).flatMap(([status, { example: body }]) =>
      service === undefined || body === undefined
        ? []
        : [{ what: name, api: service, status: Number(status) || 500, body }],
    ),
  );
}

const faults: readonly FaultKind[] = [
  { kind: "throttled" },
  { kind: "throttled", retryAfter: 2 },
  ...([500, 502, 503, 504] as const).map((status) => ({ kind: "server-error", status }) as const),
  { kind: "gateway-error", status: 403, code: "APIGW.0802", message: "The IAM user is forbidden." },
  { kind: "expired-token" },
  { kind: "iam-error" },
  { kind: "another-job" },
];

/** A request to the simulator, right or wrong. */
export interface Request {
  readonly what: string;
  readonly api: ServiceName;
  readonly path: string;
  readonly token: string | undefined;
  /** Sets the simulator's clock and faults. */
  prepare(): void;
}

export interface Scene {
  readonly simulator: Simulator;
  readonly requests: readonly Request[];
}

/** Every scenario at many moments, every fault with a JSON body, and every rejection. */
export function scene(): Scene {
  const start = Date.parse("2026-01-01T00:00:00Z");
  let time = start;
  const clock = { now: () => time, sleep: () => Promise.reject(new Error("Nothing sleeps here.")) };
  const simulator = createSimulator({ clock });
  const { credentials, projectId } = simulator.clientOptions;
  const pathOf = (api: ServiceName, id: string, project = projectId): string =>
    builtInServices[api].path.replace("{project_id}", project).replace("{job_id}", id);
  const requests = apis.flatMap((api): Request[] => {
    const jobs = scenarios[api].map((scenario) => ({ scenario, ...simulator.addJob({ service: api, scenario }) }));
    const [first] = jobs;
    const id = first?.id ?? "";
    const right = { api, path: pathOf(api, id), token: credentials.token, prepare: () => {} };
    return [
      ...jobs.flatMap(({ scenario, id: own }) =>
        [0, 1, 2, 3, 4, 5, 6, 3_600].map((second) => ({
          ...right,
          what: `${scenario} after ${second} s`,
          path: pathOf(api, own),
          prepare: () => {
            time = start + second * 1_000;
          },
        })),
      ),
      ...faults.map((fault) => ({
        ...right,
        what: JSON.stringify(fault),
        prepare: () => simulator.injectFault(fault),
      })),
      { ...right, what: "without a token", token: undefined },
      { ...right, what: "with a wrong token", token: "wrong" },
      { ...right, what: "of another project", path: pathOf(api, id, "other") },
      { ...right, what: "of an unknown job", path: pathOf(api, "unknown") },
    ];
  });
  return { simulator, requests };
}

async function simulated(): Promise<Answer[]> {
  const { simulator, requests } = scene();
  const answers: Answer[] = [];
  for (const { what, api, path, token, prepare } of requests) {
    prepare();
    const headers = token === undefined ? {} : { "X-Auth-Token": token };
    const response = await simulator.fetch(simulator.clientOptions.endpoints[api] + path, { headers });
    answers.push({ what: `simulator, ${what}`, api, status: response.status, body: await response.json() });
  }
  return answers;
}

/** What the texts of the contract allow: no value in three forms, numbers for times, texts of any length. */
function odd(): Answer[] {
  const long = "x".repeat(5_000);
  const parts = { sub_jobs: [{ status: "", error_code: "", fail_reason: null, begin_time: null, error_msg: long }] };
  return apis.flatMap((api) => [
    {
      what: "a job without values",
      api,
      status: 200,
      body: { status: null, fail_reason: null, end_time: "", ...parts },
    },
    { what: "a job without sub-jobs", api, status: 200, body: { status: "RUNNING", sub_jobs: null, job_type: "" } },
    {
      what: "times as numbers",
      api,
      status: 200,
      body: api === "dcs" ? { begin_time: 1_684_191_545_379, end_time: 0 } : {},
    },
    { what: "a long error", api, status: 500, body: { error_code: long, error_msg: long, errCode: long, errMsg: "" } },
    { what: "an error without values", api, status: 500, body: { error_code: null, error_msg: null, errCode: null } },
  ]);
}

export const answers = async (): Promise<Answer[]> => [...samples(), ...examples(), ...odd(), ...(await simulated())];
