import { InvalidResponseError } from "../errors/invalid-response.ts";
import { type ApiError, apiError, isNoSuchApi, type ServerMessage } from "../errors/request-errors.ts";
import type { Redact } from "../util/redact.ts";
import { excerpt, parseErrorBody, short } from "./error-body.ts";
import type { HttpResponse } from "./response.ts";
import { parseGatewayLimit, retryAfterOf } from "./retry.ts";

/** What is known about a service's errors beyond what its responses say. */
export interface ServiceErrorNotes {
  /** The IAM action that the endpoint needs. */
  readonly action?: string;
  /** What a code means, if the server's message or the status is misleading. */
  readonly codes?: Readonly<Record<string, string>>;
  /** Codes that mean "not there", whatever the HTTP status; a 2xx counts too. */
  readonly notFound?: readonly string[];
  /** Codes with which a 401 says that the credential is good, but for another project. */
  readonly otherProject?: readonly string[];
}

export interface ErrorContext {
  readonly notes: ServiceErrorNotes;
  readonly projectId: string | undefined;
  /** Says what to do about a 401. */
  readonly explainRejection: ((response: Response, now: number) => string | undefined) | undefined;
}

/** The error of a response that has no 2xx status, or a code that means "not there". */
export function responseError(http: HttpResponse, now: number, context?: ErrorContext): ApiError {
  const { request, response, text, redact } = http;
  const said = isRedirect(response) ? redirection(response, request.url, redact) : parseErrorBody(text, redact);
  const isNotFound = said.code !== undefined && context?.notes.notFound?.includes(said.code) === true;
  return apiError(
    {
      ...request,
      ...said,
      status: response.status,
      requestId: http.requestId ?? said.requestId,
      retryAfter: retryAfterOf(http, now),
      hint: context && explainError(http, said, now, context, isNotFound),
    },
    isNotFound ? 404 : response.status,
  );
}

/** Whether the error refuses the credential as such: for another project it may be good. */
export function isRefusal({ status, code }: ApiError, { otherProject }: ServiceErrorNotes): boolean {
  return status === 401 && (code === undefined || !otherProject?.includes(code));
}

/** The error of a 2xx response that cannot be used. */
export function invalidResponse(
  problem: string,
  { request, response, text, requestId, redact }: HttpResponse,
): InvalidResponseError {
  const message = `${response.status}, but ${problem}${excerpt(text, redact)}`;
  return new InvalidResponseError(message, { ...request, requestId });
}

/** Browsers hide a redirect that is not followed: its status is 0, its target unknown. */
function isRedirect({ status, type }: Response): boolean {
  return (status >= 300 && status < 400 && status !== 304) || type === "opaqueredirect";
}

function redirection(response: Response, base: string, redact: Redact): ServerMessage {
  // Before parsing: a URL's host is lower-cased, so a credential in it would no longer be recognized.
  const location = redact(response.headers.get("location") ?? "");
  const isKnown = location !== "" && URL.canParse(location, base);
  const target = isKnown ? short(new URL(location, base).host, redact) : "an unknown place";
  return { message: `redirected to ${target}, which is not followed: check the endpoint` };
}

function explainError(
  { request, response }: HttpResponse,
  { code, message }: ServerMessage,
  now: number,
  { notes: { action, codes = {}, otherProject }, projectId, explainRejection }: ErrorContext,
  isNotFound: boolean,
): string | undefined {
  // Only own members count: a server may call its code "constructor".
  const known = code !== undefined && Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (code !== undefined && otherProject?.includes(code)) {
    return `The credential is good, but for another project than ${projectId ?? "the one asked for"}.`;
  }
  if (known !== undefined && response.status !== 404) {
    return known;
  }
  switch (isNotFound ? 404 : response.status) {
    case 401:
      return explainRejection?.(response, now);
    case 403:
      return `The credential needs ${action === undefined ? "permission" : `the IAM action ${action}`} in project ${projectId ?? "asked for"}.`;
    case 404: {
      const { host } = new URL(request.url);
      if (isNoSuchApi(code)) {
        return `There is no such API at ${host}: check endpoint and region.`;
      }
      const where = `project ${projectId ?? "none"}, host ${host}`;
      return known === undefined
        ? `The service does not know this job in this project and region (${where}).`
        : `${known} The request was for ${where}.`;
    }
    case 429: {
      const limit = parseGatewayLimit(message);
      return limit && `The gateway allows ${limit.requests} requests in ${limit.window / 1_000} s.`;
    }
    default:
      return undefined;
  }
}
