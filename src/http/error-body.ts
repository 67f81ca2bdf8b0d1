import { singleLine } from "../errors/base.ts";
import type { ServerMessage } from "../errors/request-errors.ts";
import { isRecord, parseJson, textValue } from "../util/json.ts";

/** In characters: of an unreadable body, of a message, of a code or a request ID. */
const MAX_EXCERPT_LENGTH = 300;
const MAX_MESSAGE_LENGTH = 1_000;
const MAX_SHORT_LENGTH = 100;
const MAX_DETAILS = 20;

/** How deep code and message are searched for. */
const MAX_DEPTH = 3;

/**
 * The members that hold code and message: of the services and the gateway (`error_code`; SFS Turbo `errCode`), of
 * IAM and OpenStack (`code`, nested under another name; IAM's is a number).
 */
const pairs = [
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
export function parseErrorBody(body: string, redact: (text: string) => string): ServerMessage {
  const parsed = parse(body);
  const found = findPair(parsed, isComplete) ?? findPair(parsed, isPartial);
  const requestId = isRecord(parsed) ? textValue(parsed["request_id"]) : undefined;
  const encoded = textValue(found?.record["encoded_authorization_message"]);
  return {
    message:
      found === undefined
        ? unknownBody(excerpt(body, redact))
        : singleLine(redact(found.message ?? "the server gave no message"), MAX_MESSAGE_LENGTH),
    code: found?.code && short(found.code, redact),
    requestId: requestId && short(requestId, redact),
    // Not cut: a part of it cannot be decoded.
    encodedAuthorizationMessage: encoded && redact(encoded),
    details: found && detailsOf(found.record["details"], redact),
  };
}

/** A code, a request ID or a host from a server. */
export function short(text: string, redact: (text: string) => string): string {
  return singleLine(redact(text), MAX_SHORT_LENGTH);
}

/** The start of a body of unknown form. */
export function excerpt(body: string, redact: (text: string) => string): string {
  return singleLine(redact(body), MAX_EXCERPT_LENGTH);
}

interface CodeAndMessage {
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** The object that has both. */
  readonly record: Readonly<Record<string, unknown>>;
}

const isComplete = ({ code, message }: CodeAndMessage): boolean => code !== undefined && message !== undefined;
const isPartial = ({ code, message }: CodeAndMessage): boolean => code !== undefined || message !== undefined;

function findPair(value: unknown, isGood: (pair: CodeAndMessage) => boolean, depth = 0): CodeAndMessage | undefined {
  if (!isRecord(value) || depth > MAX_DEPTH) {
    return undefined;
  }
  const flat = pairs.map(([code, message]) => ({
    code: textValue(value[code]),
    message: textValue(value[message]),
    record: value,
  }));
  const found = flat.find(isGood);
  if (found !== undefined) {
    return found;
  }
  for (const member of Object.values(value)) {
    const nested = findPair(member, isGood, depth + 1);
    if (nested !== undefined) {
      return nested;
    }
  }
  return undefined;
}

/** Each detail as one text; a detail is a text, or has a code and a message in turn. */
function detailsOf(details: unknown, redact: (text: string) => string): string[] | undefined {
  if (!Array.isArray(details) || details.length === 0) {
    return undefined;
  }
  const texts = details.slice(0, MAX_DETAILS).map((detail: unknown) => {
    const { code, message } = findPair(detail, isPartial) ?? { code: undefined, message: textValue(detail) };
    return [code, message ?? (code === undefined ? JSON.stringify(detail) : undefined)];
  });
  return texts.map((parts) =>
    singleLine(redact(parts.filter((part) => part !== undefined).join(": ")), MAX_MESSAGE_LENGTH),
  );
}

function parse(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

function unknownBody(start: string): string {
  return start === "" ? "the answer has no body" : `the body has none of the known error shapes; it starts: ${start}`;
}
