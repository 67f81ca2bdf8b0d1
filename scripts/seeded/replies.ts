/** How the server responds to one request, and what that means to whoever sent it. */
import { type Encoding, encodings } from "../../test/helpers/canary.ts";
import { type ServerJob, type Service, services } from "./services.ts";

export interface Reply {
  readonly kind: ReplyKind;
  /** Until the response comes, in milliseconds. */
  readonly latency: number;
  /** For the kinds that respond with the job. */
  readonly job: ServerJob;
  readonly shape: (typeof errorShapes)[number];
  readonly retryAfter?: keyof typeof retryAfters | undefined;
  /** Whether the credential comes back, and how it is encoded. */
  readonly echo?: Encoding | undefined;
}

interface ReplyContext {
  readonly service: Service;
  readonly id: string;
  readonly requestId: string;
  /** By the server's clock, in milliseconds since the epoch. */
  readonly now: number;
  /** The value of the credential that was sent. */
  readonly secret: string;
  readonly signal: AbortSignal;
}

/** The error bodies of services, gateway and IAM. */
export const errorShapes = ["error_code", "errCode", "errorCode", "code", "nested"] as const;

/** How a server asks to wait: by a header, or until a date, and what that is in milliseconds. */
export const retryAfters = {
  seconds: { header: "7", pause: 7_000 },
  fraction: { header: "1.5", pause: 1_500 },
  zero: { header: "0" },
  date: { until: 20_000 },
  "past date": { until: -20_000 },
  huge: { header: "86400", pause: 86_400_000 },
  negative: { header: "-3" },
  garbage: { header: "soon" },
  words: { pause: 300_000 },
} as const satisfies Readonly<Record<string, RetryAfter>>;

interface RetryAfter {
  readonly header?: string;
  readonly until?: number;
  readonly pause?: number;
}

function pauseHeader({ retryAfter = "words" }: Reply, now: number): string | undefined {
  const { header, until }: RetryAfter = retryAfters[retryAfter];
  return until === undefined ? header : new Date(now + until).toUTCString();
}

/** The pause that a response asks for, in milliseconds, as a client with this clock reads it; at most a minute counts. */
export function pauseOf(reply: Reply, serverNow: number, clientNow: number): number {
  const { kind, retryAfter } = reply;
  if (retryAfter === undefined || (retryAfter === "words" && kind !== "429")) {
    return 0;
  }
  const { until, pause = 0 }: RetryAfter = retryAfters[retryAfter];
  const asked = until === undefined ? pause : Date.parse(pauseHeader(reply, serverNow) ?? "") - clientNow;
  return Math.min(Math.max(asked, 0), 60_000);
}

/** What a reply is to a client. */
export interface Meaning {
  /** The class of the error; absent if it is a job. */
  readonly error?: string;
  /** Whether another poll may help. */
  readonly passes?: boolean;
  /** Whether the job was not found, and if so whether the service itself says that. */
  readonly notFound?: "service" | "page" | "gateway";
  /** Whether the credential was refused. */
  readonly refuses?: boolean;
}

const passing = (error: string): Meaning => ({ error, passes: true });
const refusal = { error: "AuthenticationError", refuses: true };

export const meanings = {
  job: {},
  "408": passing("ApiError"),
  "425": passing("ApiError"),
  "429": passing("RateLimitError"),
  "500": passing("ServerError"),
  "502": passing("ServerError"),
  "503": passing("ServerError"),
  "504": passing("ServerError"),
  "502 page": passing("ServerError"),
  "400": { error: "BadRequestError" },
  "401": refusal,
  "401 page": refusal,
  "403": { error: "PermissionError" },
  "404": { error: "NotFoundError", notFound: "service" },
  "404 page": { error: "NotFoundError", notFound: "page" },
  "404 gateway": { error: "NotFoundError", notFound: "gateway" },
  "409": { error: "ApiError" },
  "501": { error: "ServerError" },
  "505": { error: "ServerError" },
  "302": { error: "ApiError" },
  "200 error": { error: "ApiError" },
  "200 page": passing("InvalidResponseError"),
  "200 empty": passing("InvalidResponseError"),
  "200 without a status": passing("InvalidResponseError"),
  "200 other job": passing("InvalidResponseError"),
  "200 half": passing("InvalidResponseError"),
  "200 cut short": passing("InvalidResponseError"),
  "503 cut short": passing("ServerError"),
  reset: passing("NetworkError"),
  "host not found": passing("NetworkError"),
  "untrusted certificate": { error: "NetworkError" },
  hang: passing("TimeoutError"),
  "body hangs": passing("TimeoutError"),
} as const satisfies Readonly<Record<string, Meaning>>;

export type ReplyKind = keyof typeof meanings;

export const replyKinds = Object.keys(meanings) as ReplyKind[];

/** After these another poll may help, or not. */
export const passingKinds = replyKinds.filter((kind) => kind === "job" || (meanings[kind] as Meaning).passes);
export const finalKinds = replyKinds.filter((kind) => !passingKinds.includes(kind));

/** With what `fetch` rejects, in place of a response. */
const networkErrors: { readonly [K in ReplyKind]?: string } = {
  reset: "ECONNRESET",
  "host not found": "ENOTFOUND",
  "untrusted certificate": "DEPTH_ZERO_SELF_SIGNED_CERT",
};

/** Where a reason has the credential. */
export const secretMark = "{secret}";

/** What `fetch` makes of it. */
export function respond(reply: Reply, context: ReplyContext): Response {
  const { kind } = reply;
  const { service, id, requestId, now, secret, signal } = context;
  const code = networkErrors[kind];
  const echoed = reply.echo === undefined ? "" : `for ${encodings[reply.echo](secret)}`;
  if (code !== undefined) {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error(`${code} ${echoed}`), { code }) });
  }
  const header = pauseHeader(reply, now);
  const headers = {
    "X-Request-Id": requestId,
    ...(header !== undefined && { "Retry-After": header }),
    ...(kind.endsWith("page") && { "Content-Type": "text/html" }),
    ...(kind === "302" && { Location: `https://elsewhere.test/${encodeURIComponent(echoed)}` }),
  };
  // Members that no row names.
  const more = reply.echo && { note: echoed, [`note ${echoed}`]: [echoed] };
  const served = { ...reply.job, reason: reply.job.reason?.replace(secretMark, secret) };
  const job = (of: string): string => JSON.stringify({ ...services[service].write(served, of), ...more });
  const bodies: { readonly [K in ReplyKind]?: () => string | ReadableStream | null } = {
    job: () => job(id),
    "200 other job": () => job(service === "orders" ? "other/other" : "other"),
    "200 half": () => job(id).slice(0, -2),
    "200 empty": () => "",
    "200 without a status": () => JSON.stringify({ note: echoed }),
    "302": () => null,
    "200 cut short": () => cutShort(job(id), (stream) => stream.error(new TypeError("terminated"))),
    "503 cut short": () => cutShort(job(id), (stream) => stream.error(new TypeError("terminated"))),
    "body hangs": () =>
      cutShort(job(id), (stream) =>
        signal.addEventListener("abort", () => stream.error(signal.reason), { once: true }),
      ),
  };
  const page = `<html><title>${kind}</title>${echoed}</html>`;
  const body = bodies[kind] ?? (() => (kind.endsWith("page") ? page : errorBody(reply, echoed)));
  return new Response(body(), { status: Number.parseInt(kind, 10) || 200, headers });
}

function errorBody({ kind, shape, retryAfter }: Reply, echoed: string): string {
  const words = retryAfter === "words" ? "policy user over ratelimit,limit:200,time:5 minute" : "it does not work";
  const code = kind === "404 gateway" ? "APIGW.0101" : "SIM.0042";
  const message = `${words} ${echoed}`;
  const bodies: Readonly<Record<Reply["shape"], object>> = {
    error_code: { error_code: code, error_msg: message },
    errCode: { errCode: code, errMsg: message },
    errorCode: { errorCode: code, errorMsg: message },
    code: { code, message },
    nested: { error: { code, message } },
  };
  return JSON.stringify(bodies[shape]);
}

/** The beginning of a text, and then something else. */
function cutShort(text: string, then: (controller: ReadableStreamDefaultController) => void): ReadableStream {
  const chunks = [new TextEncoder().encode(text.slice(0, 20))];
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks.pop();
      chunk === undefined ? then(controller) : controller.enqueue(chunk);
    },
  });
}
