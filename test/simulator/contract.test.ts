import type { Clock, JobRef, ServiceName } from "huaweicloud-jobs";
import {
  brokenFaults,
  createSimulator,
  type FaultKind,
  faultKinds,
  type ScenarioName,
  type Simulator,
  scenarios,
} from "huaweicloud-jobs/simulator";
import { describe, expect, test } from "vitest";
import { builtInServices as table } from "../../src/services/index.ts";
import { contracts } from "../contract/contract.ts";
import { violations } from "./conformance.ts";

const services = Object.keys(scenarios) as ServiceName[];

interface RequestChanges {
  readonly method?: string;
  readonly token?: string | null;
  readonly projectId?: string;
  readonly id?: string;
  readonly path?: string;
}

/** Requests a job as a client would, or with something wrong. */
function request(simulator: Simulator, ref: JobRef, changes: RequestChanges = {}): Promise<Response> {
  const { credentials, endpoints, projectId } = simulator.clientOptions;
  const { method = "GET", token = credentials.token, id = ref.id } = changes;
  const filled = table[ref.service].path
    .replace("{project_id}", changes.projectId ?? projectId)
    .replace("{job_id}", id);
  const path = changes.path ?? filled;
  const headers = new Headers(token === null ? {} : { "X-Auth-Token": token });
  return simulator.fetch(endpoints[ref.service] + path, { method, headers });
}

/** A clock that stands still until a test sets it. */
function createStillClock(): Clock & { time: number } {
  return {
    time: Date.parse("2026-01-01T00:00:00Z"),
    now() {
      return this.time;
    },
    sleep: () => Promise.reject(new Error("Nothing sleeps here.")),
  };
}

const cases = services.flatMap((service) => scenarios[service].map((scenario) => ({ service, scenario })));

test.each(cases)("$service $scenario fits the contract at every moment", async ({ service, scenario }) => {
  const clock = createStillClock();
  const simulator = createSimulator({ clock });
  const ref = simulator.addJob({ service, scenario });
  const added = clock.time;
  const length = (scenario as ScenarioName) === "slow" ? 3_600_000 : 5_000;
  for (let share = 0; share <= 1.2; share += 0.05) {
    clock.time = added + share * length;
    const response = await request(simulator, ref);
    expect(response.status).toBe(200);
    expect(await violations({ contract: contracts[service], id: ref.id, response })).toEqual([]);
  }
});

describe.each(services)("%s rejects within the contract", (service) => {
  const unauthorized = { error_code: "APIGW.0301" };
  const otherProject = {
    "sfs-turbo": [403, { errCode: "SFS.TURBO.9000" }],
    workspace: [403, { error_code: "APIGW.0302" }],
    dcs: [401, { error_code: "DCS.1004" }],
  } as const;
  const unknownJob = {
    "sfs-turbo": { errCode: "SFS.TURBO.0019", errMsg: "Invalid Job Id" },
    workspace: { error_msg: "The job does not exist." },
    dcs: { error_code: "111404001" },
  };
  const rejections: [string, RequestChanges, number, object][] = [
    ["a request without a token", { token: null }, 401, unauthorized],
    ["a wrong token", { token: "wrong" }, 401, unauthorized],
    ["another project", { projectId: "other" }, ...otherProject[service]],
    ["an unknown job", { id: "unknown" }, 404, unknownJob[service]],
    ["another method", { method: "DELETE" }, 404, { error_code: "APIGW.0101" }],
    ["an unknown path", { path: "/v9/jobs" }, 404, { error_code: "APIGW.0101" }],
  ];

  test.each(rejections)("%s", async (_, changes, status, body) => {
    const simulator = createSimulator();
    const ref = simulator.addJob({ service, scenario: "success" });
    const response = await request(simulator, ref, changes);
    expect(response.status).toBe(status);
    expect(await response.clone().json()).toMatchObject(body);
    expect(await violations({ contract: contracts[service], id: ref.id, response })).toEqual([]);
  });
});

test("the gateway repeats the request ID of the header in the body", async () => {
  const simulator = createSimulator();
  const response = await request(simulator, { service: "dcs", id: "job-1" }, { token: null });
  expect((await response.clone().json()).request_id).toBe(response.headers.get("x-request-id"));
});

const faults: Record<FaultKind["kind"], readonly FaultKind[]> = {
  throttled: [{ kind: "throttled" }, { kind: "throttled", retryAfter: 2 }],
  "server-error": ([500, 502, 503, 504] as const).map((status) => ({ kind: "server-error", status })),
  "gateway-error": [{ kind: "gateway-error", status: 403, code: "APIGW.0802", message: "The IAM user is forbidden." }],
  "expired-token": [{ kind: "expired-token" }],
  "iam-error": [{ kind: "iam-error" }],
  html: [{ kind: "html" }, { kind: "html", status: 200 }],
  truncated: [{ kind: "truncated" }],
  empty: [{ kind: "empty" }],
  "another-job": [{ kind: "another-job" }],
  reset: [],
  hang: [],
};
const broken: readonly string[] = brokenFaults;
const respondingFaults = services.flatMap((service) =>
  Object.values(faults)
    .flat()
    .map((fault) => ({ service, fault, name: JSON.stringify(fault) })),
);

test.each(respondingFaults)(
  "$service $name violates the contract only if it is listed as broken",
  async ({ service, fault }) => {
    const simulator = createSimulator();
    const ref = simulator.addJob({ service, scenario: "success" });
    simulator.injectFault(fault);
    const response = await request(simulator, ref);
    expect((await violations({ contract: contracts[service], id: ref.id, response })).length > 0).toBe(
      broken.includes(fault.kind),
    );
  },
);

test("every kind of fault is tested", () => {
  expect(Object.keys(faults).sort()).toEqual([...faultKinds].sort());
});
