/** The faults of requests: passing ones, met by chance, and those that end a wait. */
import type { FaultKind } from "../../src/simulator/index.ts";
import { seededRandom } from "../bench/statistics.ts";

/** The share of requests that meet a fault by chance. */
export const FAULTS = 0.2;

/** The share of throttling among faults. It is small, since the client answers each with a pause of a whole service. */
const THROTTLING = 0.015;

const throttled: FaultKind = { kind: "throttled", retryAfter: 1 };

/** A wait survives these, which are equally likely; a 401, since the token is renewed. */
const passing: readonly FaultKind[] = [
  { kind: "server-error", status: 500 },
  { kind: "server-error", status: 502 },
  { kind: "server-error", status: 503 },
  { kind: "server-error", status: 504 },
  { kind: "gateway-error", status: 503, code: "APIGW.0201", message: "Backend timeout or unavailable" },
  { kind: "gateway-error", status: 408, code: "APIGW.0105", message: "The request timed out" },
  { kind: "expired-token" },
  { kind: "iam-error" },
  { kind: "html" },
  { kind: "html", status: 200 },
  { kind: "truncated" },
  { kind: "empty" },
  { kind: "another-job" },
  { kind: "reset" },
  { kind: "hang" },
];

const unauthorized: ReadonlySet<FaultKind["kind"]> = new Set(["expired-token", "iam-error"]);

/** Gives the fault of a job's next request at each call; never two 401 in a row, which would end the wait. */
export function passingFaults(seed: number, index: number): () => FaultKind | undefined {
  const random = seededRandom(seed + Math.imul(index + 1, 0x9e3779b1));
  let wasUnauthorized = false;
  return () => {
    const fault = random() < FAULTS ? draw(random) : undefined;
    const isUnauthorized = fault !== undefined && unauthorized.has(fault.kind);
    const isOneTooMany = isUnauthorized && wasUnauthorized;
    wasUnauthorized = isUnauthorized && !isOneTooMany;
    return isOneTooMany ? undefined : fault;
  };
}

function draw(random: () => number): FaultKind | undefined {
  return random() < THROTTLING ? throttled : passing[Math.floor(random() * passing.length)];
}

/** What ends a wait, and with which error. The simulator has no redirects. */
export const refusals = {
  "bad request": { expected: "BadRequestError", fault: gatewayError(400, "APIGW.0106") },
  "expired token": { expected: "AuthenticationError", fault: { kind: "expired-token" } },
  "IAM's refusal": { expected: "AuthenticationError", fault: { kind: "iam-error" } },
  forbidden: { expected: "PermissionError", fault: gatewayError(403, "APIGW.0302") },
  "not found": { expected: "NotFoundError", fault: gatewayError(404, "APIGW.0101") },
  redirect: { expected: "ApiError", fault: "redirect" },
} as const satisfies Record<string, { expected: string; fault: FaultKind | "redirect" }>;

export type Refusal = keyof typeof refusals;

function gatewayError(status: number, code: string): FaultKind {
  return { kind: "gateway-error", status, code, message: "Refused until the soak ends" };
}
