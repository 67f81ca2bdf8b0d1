import { type ApiError, apiError } from "../errors/api-error.ts";
import { readServerWords, type ServerWords } from "../errors/server-words.ts";
import type { Answer } from "./attempt.ts";
import { readRetryAfter } from "./retry.ts";

type Clean = (text: string) => string;

/** The error that an answer without a 2xx status stands for. */
export function answerError(answer: Answer, clean: Clean, now: number): ApiError {
  const { request, response, body } = answer;
  const words = isRedirect(response) ? redirection(response, request.url, clean) : readServerWords(body.text, clean);
  return apiError({
    ...request,
    ...words,
    status: response.status,
    requestId: requestIdOf(answer, clean) ?? words.requestId,
    retryAfter: retryAfterOf(answer, now),
  });
}

/** The request ID of an answer's header. */
export function requestIdOf({ response }: Answer, clean: Clean): string | undefined {
  const id = response.headers.get("x-request-id")?.trim();
  return id ? clean(id) : undefined;
}

/** How long an answer asks to wait, in milliseconds. */
export function retryAfterOf({ response }: Answer, now: number): number | undefined {
  return readRetryAfter(response.headers.get("retry-after"), now);
}

/** Browsers hide a redirect that is not followed: its status is 0 then, and its target unknown. */
function isRedirect({ status, type }: Response): boolean {
  return (status >= 300 && status < 400) || type === "opaqueredirect";
}

function redirection(response: Response, base: string, clean: Clean): ServerWords {
  const location = response.headers.get("location") ?? "";
  const host = URL.canParse(location, base) ? new URL(location, base).host : undefined;
  return {
    message: `redirected to ${host === undefined ? "an unknown place" : clean(host)}, which is not followed: check the endpoint`,
  };
}
