import type { FaultKind } from "./faults.ts";
import { writeMember } from "./job-body.ts";
import type { ServiceProfile } from "./profiles.ts";
import {
  errorResponse,
  jsonResponse,
  type SimulatedError,
  type SimulatedReply,
  type SimulatedResponse,
} from "./response.ts";

type Kind = FaultKind["kind"];

/** What the response to a fault may depend on. */
export interface FaultContext {
  readonly profile: ServiceProfile;
  readonly requestId: string;
  /** The member of the body that holds the job's ID. */
  readonly idMember: string | undefined;
  /** The response without the fault. */
  readonly plain: SimulatedResponse;
}

const replies: {
  readonly [K in Kind]: (fault: Extract<FaultKind, { kind: K }>, context: FaultContext) => SimulatedReply;
} = {
  throttled: ({ retryAfter }, context) =>
    refuse(throttled, context, retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) }),
  "server-error": ({ status = 500 }, context) =>
    refuse(status === 500 ? context.profile.internalError : unavailable[status], context),
  "gateway-error": ({ status, code, message }, context) => refuse({ by: "gateway", status, code, message }, context),
  "expired-token": (_, context) => refuse(expired, context),
  "iam-error": (_, { requestId }) =>
    jsonResponse(401, { error: { message: "Unauthorized.", code: 401, title: "Unauthorized" } }, requestId),
  html: ({ status = 502 }) => ({ status, headers: { "Content-Type": "text/html" }, body: page }),
  truncated: (_, { plain }) => ({ ...plain, body: plain.body.slice(0, plain.body.length / 2) }),
  empty: (_, { plain }) => ({ ...plain, status: 200, body: "" }),
  "another-job": (_, { plain, idMember }) =>
    idMember === undefined || plain.status !== 200 ? plain : aboutAnotherJob(plain, idMember),
  reset: () => "reset",
  hang: () => "hang",
};

/** The kinds of fault. */
export const faultKinds = Object.keys(replies) as Kind[];

/** The response, or the lack of one, that a fault causes. */
export function faultResponse<K extends Kind>(
  fault: Extract<FaultKind, { kind: K }>,
  context: FaultContext,
): SimulatedReply {
  return replies[fault.kind as K](fault, context);
}

function refuse(
  error: SimulatedError,
  { profile, requestId }: FaultContext,
  headers?: Readonly<Record<string, string>>,
): SimulatedResponse {
  return errorResponse(error, profile.errorBody, requestId, headers);
}

function aboutAnotherJob(plain: SimulatedResponse, idMember: string): SimulatedResponse {
  const body = JSON.parse(plain.body);
  writeMember(body, idMember, "another-job");
  return { ...plain, body: JSON.stringify(body) };
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
