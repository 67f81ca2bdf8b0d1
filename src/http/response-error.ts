import { InvalidResponseError } from "../errors/invalid-response.ts";
import { type ApiError, apiError } from "../errors/request-errors.ts";
import { excerpt, parseErrorBody, type ServerMessage, short } from "./error-body.ts";
import type { Answer } from "./response.ts";
import { type GatewayLimit, parseGatewayLimit, parseRetryAfter } from "./retry.ts";

type Clean = (text: string) => string;

/** What a server says when it gets too many requests. */
export interface Rejection {
  /** How long it asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** The limit that it names. */
  readonly limit: GatewayLimit | undefined;
}

/** The error that an answer without a 2xx status stands for. */
export function responseError(answer: Answer, clean: Clean, now: number, advise: Advise = () => undefined): ApiError {
  const { request, response, body } = answer;
  const words = isRedirect(response) ? redirection(response, request.url, clean) : parseErrorBody(body.text, clean);
  return apiError({
    ...request,
    ...words,
    status: response.status,
    requestId: answer.requestId ?? words.requestId,
    retryAfter: retryAfterOf(answer, now),
    hint: advise(response, words),
  });
}

/** What can be done about an error answer. */
export type Advise = (response: Response, words: ServerMessage) => string | undefined;

/** How long an answer asks to wait, in milliseconds: by its header, else by the limit that the gateway names. */
export function retryAfterOf({ response, body }: Answer, now: number): number | undefined {
  const asked = parseRetryAfter(response.headers.get("retry-after"), now);
  return asked ?? (response.status === 429 ? parseGatewayLimit(body.text)?.window : undefined);
}

/** How a server refuses a request of too many; `undefined` for any other answer. */
export function rejectionOf(answer: Answer, now: number): Rejection | undefined {
  if (answer.response.status !== 429) {
    return undefined;
  }
  return { retryAfter: retryAfterOf(answer, now), limit: parseGatewayLimit(answer.body.text) };
}

/** Browsers hide a redirect that is not followed: its status is 0 then, and its target unknown. */
function isRedirect({ status, type }: Response): boolean {
  return (status >= 300 && status < 400 && status !== 304) || type === "opaqueredirect";
}

function redirection(response: Response, base: string, clean: Clean): ServerMessage {
  // A URL's host is in small letters, where a credential would not be found any more.
  const location = clean(response.headers.get("location") ?? "");
  const isKnown = location !== "" && URL.canParse(location, base);
  const target = isKnown ? short(new URL(location, base).host, clean) : "an unknown place";
  return { message: `redirected to ${target}, which is not followed: check the endpoint` };
}

/** The error that a 2xx answer is when it cannot be used. */
export function invalidResponse(problem: string, answer: Answer, clean: Clean): InvalidResponseError {
  const { request, response, body, requestId } = answer;
  const start = excerpt(body.text, clean);
  const quoted = start === "" ? "" : `; it starts: ${start}`;
  return new InvalidResponseError(`${response.status}, but ${problem}${quoted}`, { ...request, requestId });
}
