/** How the server responds to one request, and what that means to whoever sent it. */

import type { ServerJob, Service } from "./model.ts";
import { type Encoding, encodings } from "./secrets.ts";
import { jobBody } from "./services.ts";

export interface Reply {
  readonly kind: ReplyKind;
  /** Until the response comes, in milliseconds. */
  readonly latency: number;
  /** For the kinds that respond with the job. */
  readonly job: ServerJob;
  readonly shape: ErrorShape;
  readonly retryAfter?: RetryAfter | undefined;
  /** Whether the credential comes back, and how it is encoded. */
  readonly echo?: Encoding | undefined;
}

export interface ReplyContext {
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
type ErrorShape = (typeof errorShapes)[number];

/** How a server asks to wait. */
export const retryAfters = {
  seconds: () => "7",
  fraction: () => "1.5",
  zero: () => "0",
  date: (now: number) => new Date(now + 20_000).toUTCString(),
  "past date": (now: number) => new Date(now - 20_000).toUTCString(),
  huge: () => "86400",
  negative: () => "-3",
  garbage: () => "soon",
  words: () => undefined,
} as const satisfies Readonly<Record<string, (now: number) => string | undefined>>;

export type RetryAfter = keyof typeof retryAfters;

/** The pause that a response asks for, in milliseconds, as a client with this clock reads it; at most a minute counts. */
export function pauseOf({ retryAfter, kind }: Reply, serverNow: number, clientNow: number): number {
  const date = (shift: number): number => Math.floor((serverNow + shift) / 1_000) * 1_000 - clientNow;
  const pauses: Readonly<Record<RetryAfter, () => number>> = {
    seconds: () => 7_000,
    fraction: () => 1_500,
    zero: () => 0,
    date: () => date(20_000),
    "past date": () => date(-20_000),
    huge: () => 86_400_000,
    negative: () => 0,
    garbage: () => 0,
    words: () => (kind === "429" ? 300_000 : 0),
  };
  return retryAfter === undefined ? 0 : Math.min(Math.max(pauses[retryAfter](), 0), 60_000);
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
const final = (error: string): Meaning => ({ error, passes: false });

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
  "400": final("BadRequestError"),
  "401": { error: "AuthenticationError", passes: false, refuses: true },
  "401 page": { error: "AuthenticationError", passes: false, refuses: true },
  "403": final("PermissionError"),
  "404": { error: "NotFoundError", passes: false, notFound: "service" },
  "404 page": { error: "NotFoundError", passes: false, notFound: "page" },
  "404 gateway": { error: "NotFoundError", passes: false, notFound: "gateway" },
  "409": final("ApiError"),
  "501": final("ServerError"),
  "505": final("ServerError"),
  "302": final("ApiError"),
  "200 error": final("ApiError"),
  "200 page": passing("InvalidResponseError"),
  "200 empty": passing("InvalidResponseError"),
  "200 without a status": passing("InvalidResponseError"),
  "200 other job": passing("InvalidResponseError"),
  "200 half": passing("InvalidResponseError"),
  "200 cut short": passing("InvalidResponseError"),
  "503 cut short": passing("ServerError"),
  reset: passing("NetworkError"),
  "host not found": passing("NetworkError"),
  "untrusted certificate": final("NetworkError"),
  hang: passing("TimeoutError"),
  "body hangs": passing("TimeoutError"),
} as const satisfies Readonly<Record<string, Meaning>>;

export type ReplyKind = keyof typeof meanings;

export const replyKinds = Object.keys(meanings) as ReplyKind[];

export function meaningOf(kind: ReplyKind): Meaning {
  return meanings[kind];
}

/** Where a reason has the credential. */
export const secretMark = "{secret}";

/** What `fetch` makes of it. */
export function respond(reply: Reply, context: ReplyContext): Response {
  const { kind } = reply;
  const echoed = reply.echo && `for ${encodings[reply.echo](context.secret)}`;
  const page = `<html><title>${kind}</title>${echoed ?? ""}</html>`;
  const reason = reply.job.reason?.replace(secretMark, context.secret);
  const job = (id: string): string =>
    jobBody(
      context.service,
      { ...reply.job, reason },
      id,
      echoed === undefined ? {} : { note: echoed, [`note ${echoed}`]: [echoed] },
    );
  const status = Number.parseInt(kind, 10) || 200;
  const make = (body: string | ReadableStream | null, headers: Record<string, string> = {}): Response =>
    new Response(body, {
      status,
      headers: { "X-Request-Id": context.requestId, ...pauseHeader(reply, context), ...headers },
    });
  switch (kind) {
    case "job":
      return make(job(context.id));
    case "200 other job":
      return make(job(context.service === "orders" ? "other/other" : "other"));
    case "200 half":
      return make(job(context.id).slice(0, -2));
    case "200 empty":
      return make("");
    case "200 without a status":
      return make(JSON.stringify({ note: echoed ?? "" }));
    case "200 page":
    case "401 page":
    case "404 page":
    case "502 page":
      return make(page, { "Content-Type": "text/html" });
    case "302":
      return make(null, { Location: `https://elsewhere.test/${encodeURIComponent(echoed ?? "")}` });
    case "200 cut short":
    case "503 cut short":
      return make(stream(job(context.id).slice(0, 20), (controller) => controller.error(new TypeError("terminated"))));
    case "body hangs":
      return make(
        stream("{", (controller) => {
          context.signal.addEventListener("abort", () => controller.error(context.signal.reason), { once: true });
        }),
      );
    case "reset":
      throw failure("ECONNRESET", echoed);
    case "host not found":
      throw failure("ENOTFOUND", echoed);
    case "untrusted certificate":
      throw failure("DEPTH_ZERO_SELF_SIGNED_CERT", echoed);
    default:
      return make(errorBody(reply, echoed));
  }
}

function pauseHeader({ retryAfter }: Reply, { now }: ReplyContext): Record<string, string> {
  const header = retryAfter && retryAfters[retryAfter](now);
  return header === undefined ? {} : { "Retry-After": header };
}

function errorBody({ kind, shape, retryAfter }: Reply, echoed: string | undefined): string {
  const words = retryAfter === "words" ? "policy user over ratelimit,limit:200,time:5 minute" : "it does not work";
  const code = kind === "404 gateway" ? "APIGW.0101" : "SIM.0042";
  const message = echoed === undefined ? words : `${words} ${echoed}`;
  const bodies: Readonly<Record<ErrorShape, object>> = {
    error_code: { error_code: code, error_msg: message },
    errCode: { errCode: code, errMsg: message },
    errorCode: { errorCode: code, errorMsg: message },
    code: { code, message },
    nested: { error: { code, message } },
  };
  return JSON.stringify(bodies[shape]);
}

function stream(text: string, then: (controller: ReadableStreamDefaultController) => void): ReadableStream {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (!isSent) {
        isSent = true;
        controller.enqueue(new TextEncoder().encode(text));
        return;
      }
      then(controller);
    },
  });
}

/** As Node's `fetch` rejects. */
function failure(code: string, echoed = ""): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(`${code} ${echoed}`), { code }) });
}
