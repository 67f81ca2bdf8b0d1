import { describeRequest, RequestError } from "../errors/request-errors.ts";

/** What a message says, in parts. */
interface MessageParts {
  /** What happened, without the request and its ID. `--debug` and JSON have both. */
  readonly short: string;
  /** What can be done about it. */
  readonly hint: string;
}

export function messageParts(error: Error): MessageParts {
  const { message } = error;
  if (!(error instanceof RequestError)) {
    return { short: message, hint: "" };
  }
  const request = ` (${describeRequest(error)})`;
  const at = message.lastIndexOf(request);
  if (at === -1) {
    return { short: message, hint: "" };
  }
  const id = "requestId" in error && error.requestId !== undefined ? `, request ID ${error.requestId}` : "";
  const start = message.slice(0, at);
  return {
    short: `${error.service === "iam" ? "IAM: " : ""}${id !== "" && start.endsWith(id) ? start.slice(0, -id.length) : start}`,
    hint: message.slice(at + request.length).replace(/^\. /, ""),
  };
}
