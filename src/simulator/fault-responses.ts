import type { FaultKind } from "./faults.ts";
import type { ServiceProfile } from "./profiles.ts";
import {
  errorResponse,
  jsonResponse,
  type SimulatedError,
  type SimulatedReply,
  type SimulatedResponse,
} from "./response.ts";

type Kind = FaultKind["kind"];

/** What a fault has at hand. */
export interface FaultContext {
  readonly habits: ServiceProfile;
  readonly requestId: string;
  /** The member of the body that holds the job's ID. */
  readonly idMember: string | undefined;
  /** The answer without the fault. */
  readonly real: SimulatedResponse;
}

const replies: {
  readonly [K in Kind]: (fault: Extract<FaultKind, { kind: K }>, situation: FaultContext) => SimulatedReply;
} = {
  throttled: ({ retryAfter }, situation) =>
    refuse(throttled, situation, retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) }),
  "server-error": ({ status = 500 }, situation) =>
    refuse(status === 500 ? situation.habits.internalError : unavailable[status], situation),
  "gateway-error": ({ status, code, message }, situation) =>
    refuse({ by: "gateway", status, code, message }, situation),
  "expired-token": (_, situation) => refuse(expired, situation),
  "iam-error": (_, { requestId }) =>
    jsonResponse(401, { error: { message: "Unauthorized.", code: 401, title: "Unauthorized" } }, requestId),
  html: ({ status = 502 }) => ({ status, headers: { "Content-Type": "text/html" }, body: page }),
  truncated: (_, { real }) => ({ ...real, body: real.body.slice(0, real.body.length / 2) }),
  empty: (_, { real }) => ({ ...real, status: 200, body: "" }),
  "another-job": (_, { real, idMember }) =>
    idMember === undefined || real.status !== 200 ? real : aboutAnotherJob(real, idMember),
  reset: () => "reset",
  hang: () => "hang",
};

/** The kinds of fault. */
export const faultKinds = Object.keys(replies) as Kind[];

/** What a fault makes of the answer. */
export function faultResponse<K extends Kind>(
  fault: Extract<FaultKind, { kind: K }>,
  situation: FaultContext,
): SimulatedReply {
  return replies[fault.kind as K](fault, situation);
}

function refuse(
  error: SimulatedError,
  { habits, requestId }: FaultContext,
  headers?: Readonly<Record<string, string>>,
): SimulatedResponse {
  return errorResponse(error, habits.errorBody, requestId, headers);
}

function aboutAnotherJob(real: SimulatedResponse, idMember: string): SimulatedResponse {
  return { ...real, body: JSON.stringify({ ...JSON.parse(real.body), [idMember]: "another-job" }) };
}

const throttled: SimulatedError = {
  by: "gateway",
  status: 429,
  code: "APIGW.0308",
  message: "The throttling threshold has been reached: policy user over ratelimit,limit:200,time:5 minute",
};

const expired: SimulatedError = {
  by: "gateway",
  status: 401,
  code: "APIGW.0307",
  message: "The token must be updated.",
};

const unavailable: { readonly [Status in 502 | 503 | 504]: SimulatedError } = {
  502: { by: "gateway", status: 502, code: "APIGW.0202", message: "Backend unavailable" },
  503: { by: "gateway", status: 503, code: "APIGW.0613", message: "IAM is unavailable" },
  504: { by: "gateway", status: 504, code: "APIGW.0203", message: "Backend timeout" },
};

const page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";
