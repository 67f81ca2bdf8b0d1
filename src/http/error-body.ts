import { singleLine } from "../errors/base.ts";
import { isRecord, parseJson, textValue } from "../util/json.ts";

/** What a server said about an error, whichever of its error bodies it used. */
export interface ServerMessage {
  readonly message: string;
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  /** Why access was denied, encrypted; IAM's `decode-authorization-message` reads it. */
  readonly encodedAuthorizationMessage?: string | undefined;
  /** Further particulars, as the server wrote them. */
  readonly details?: readonly string[] | undefined;
}

/** How much is told, in characters: of an unreadable body, of a message, of a code or a request ID. */
const MAX_EXCERPT_LENGTH = 300;
const MAX_MESSAGE_LENGTH = 1_000;
const MAX_SHORT_LENGTH = 100;
const MAX_DETAILS = 20;

/** How deep code and message are looked for. */
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
 * Finds code, message and request ID in an error body; a flat pair goes before a nested one, a whole pair before
 * half of one. When none fits, the message quotes how the body starts.
 *
 * @param clean - removes credentials from a text; applied before anything is cut to length
 */
export function parseErrorBody(body: string, clean: (text: string) => string): ServerMessage {
  const parsed = parse(body);
  const found = findPair(parsed, isWhole) ?? findPair(parsed, isHalf);
  const requestId = isRecord(parsed) ? textValue(parsed["request_id"]) : undefined;
  const encoded = textValue(found?.record["encoded_authorization_message"]);
  return {
    message:
      found === undefined
        ? unknownBody(excerpt(body, clean))
        : singleLine(clean(found.message ?? "the server gave no message"), MAX_MESSAGE_LENGTH),
    code: found?.code && short(found.code, clean),
    requestId: requestId && short(requestId, clean),
    // What is decoded elsewhere is not cut.
    encodedAuthorizationMessage: encoded && clean(encoded),
    details: found && detailsOf(found.record["details"], clean),
  };
}

/** A code or a request ID of a server. */
export function short(text: string, clean: (text: string) => string): string {
  return singleLine(clean(text), MAX_SHORT_LENGTH);
}

/** The start of a body that nothing else can be said of. */
export function excerpt(body: string, clean: (text: string) => string): string {
  return singleLine(clean(body), MAX_EXCERPT_LENGTH);
}

interface CodeAndMessage {
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** Where they stand. */
  readonly record: Readonly<Record<string, unknown>>;
}

const isWhole = ({ code, message }: CodeAndMessage): boolean => code !== undefined && message !== undefined;
const isHalf = ({ code, message }: CodeAndMessage): boolean => code !== undefined || message !== undefined;

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

/** Each of the details as one text; they are texts, or have a code and a message in turn. */
function detailsOf(details: unknown, clean: (text: string) => string): string[] | undefined {
  if (!Array.isArray(details) || details.length === 0) {
    return undefined;
  }
  const texts = details.slice(0, MAX_DETAILS).map((detail: unknown) => {
    const { code, message } = findPair(detail, isHalf) ?? { code: undefined, message: textValue(detail) };
    return [code, message ?? (code === undefined ? JSON.stringify(detail) : undefined)];
  });
  return texts.map((parts) =>
    singleLine(clean(parts.filter((part) => part !== undefined).join(": ")), MAX_MESSAGE_LENGTH),
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
