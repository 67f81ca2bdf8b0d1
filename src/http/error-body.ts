import { singleLine } from "../errors/base.ts";
import type { ServerMessage } from "../errors/request-errors.ts";
import { isRecord, textValue, tryParseJson } from "../util/json.ts";
import type { Redact } from "../util/redact.ts";

/** In characters: of an unreadable body, of a message, of a code or a request ID. */
const MAX_EXCERPT_LENGTH = 300;
const MAX_MESSAGE_LENGTH = 1_000;
const MAX_SHORT_LENGTH = 100;
const MAX_DETAILS = 20;

const MAX_DEPTH = 3;

/**
 * The members that hold code and message: of the services and the gateway (`error_code`; SFS Turbo `errCode`), of
 * IAM and OpenStack (`code`, nested under another name; IAM's is a number).
 */
const names = [
  ["error_code", "error_msg"],
  ["errCode", "errMsg"],
  ["errorCode", "errorMsg"],
  ["code", "message"],
] as const;

/**
 * Finds code, message and request ID in an error body. A flat pair takes precedence over a nested one, a complete pair
 * over half of one. If none fits, the message quotes how the body starts.
 *
 * @param redact - removes credentials from a text; applied before anything is cut to length
 */
export function parseErrorBody(body: string, redact: Redact): ServerMessage {
  const parsed = tryParseJson(body);
  const pairs = [...pairsIn(parsed)];
  const found = pairs.find(({ code, message }) => code !== undefined && message !== undefined) ?? pairs[0];
  const requestId = isRecord(parsed) ? textValue(parsed["request_id"]) : undefined;
  const encoded = textValue(found?.record["encoded_authorization_message"]);
  const start = excerpt(body, redact);
  const unknown = start === "" ? "the response has no body" : `the body has none of the known error shapes${start}`;
  return {
    message: found ? long(found.message ?? "the server gave no message", redact) : unknown,
    code: found?.code && short(found.code, redact),
    requestId: requestId && short(requestId, redact),
    // Not cut: a part of it cannot be decoded.
    encodedAuthorizationMessage: encoded && redact(encoded),
    details: detailsOf(found?.record["details"], redact),
  };
}

/** A code, a request ID or a host from a server. */
export function short(text: string, redact: Redact): string {
  return singleLine(redact(text), MAX_SHORT_LENGTH);
}

function long(text: string, redact: Redact): string {
  return singleLine(redact(text), MAX_MESSAGE_LENGTH);
}

/** How a body of unknown form starts, as the end of a sentence. */
export function excerpt(body: string, redact: Redact): string {
  const start = singleLine(redact(body), MAX_EXCERPT_LENGTH);
  return start && `; it starts: ${start}`;
}

interface CodeAndMessage {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Whatever has a code or a message, the outer before the inner. */
function* pairsIn(record: unknown, depth = 0): Generator<CodeAndMessage> {
  if (!isRecord(record) || depth > MAX_DEPTH) {
    return;
  }
  for (const [codeName, messageName] of names) {
    const code = textValue(record[codeName]);
    const message = textValue(record[messageName]);
    if ((code ?? message) !== undefined) {
      yield { code, message, record };
    }
  }
  for (const member of Object.values(record)) {
    yield* pairsIn(member, depth + 1);
  }
}

/** Each detail as one text; a detail is a text, or has a code and a message in turn. */
function detailsOf(details: unknown, redact: Redact): string[] | undefined {
  if (!Array.isArray(details) || details.length === 0) {
    return undefined;
  }
  return details.slice(0, MAX_DETAILS).map((detail: unknown) => {
    const [pair] = pairsIn(detail);
    const texts = pair ? [pair.code, pair.message] : [textValue(detail) ?? JSON.stringify(detail)];
    return long(texts.filter((text) => text !== undefined).join(": "), redact);
  });
}
