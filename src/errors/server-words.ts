import { isRecord, parseJson, text } from "../values.ts";
import { plain } from "./plain.ts";

/** What a server said about an error, whichever of its error bodies it used. */
export interface ServerWords {
  readonly message: string;
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  /** Why access was denied, encrypted; IAM's `decode-authorization-message` reads it. */
  readonly encodedAuthorizationMessage?: string | undefined;
  /** Further particulars, as the server wrote them. */
  readonly details?: readonly string[] | undefined;
}

/** How much is told, in characters: of an unreadable body, of a message, of a code or a request ID. */
const LONGEST_QUOTE = 300;
const LONGEST_MESSAGE = 1_000;
const LONGEST_WORD = 100;
const MOST_DETAILS = 20;

/** How deep code and message are looked for. */
const DEEPEST = 3;

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
export function readServerWords(body: string, clean: (text: string) => string): ServerWords {
  const parsed = parse(body);
  const found = findPair(parsed, isWhole) ?? findPair(parsed, isHalf);
  const requestId = isRecord(parsed) ? text(parsed["request_id"]) : undefined;
  const encoded = text(found?.record["encoded_authorization_message"]);
  return {
    message:
      found === undefined
        ? unknownBody(quote(body, clean))
        : plain(clean(found.message ?? "the server gave no message"), LONGEST_MESSAGE),
    code: found?.code && word(found.code, clean),
    requestId: requestId && word(requestId, clean),
    // What is decoded elsewhere is not cut.
    encodedAuthorizationMessage: encoded && clean(encoded),
    details: found && detailsOf(found.record["details"], clean),
  };
}

/** A code or a request ID of a server. */
export function word(text: string, clean: (text: string) => string): string {
  return plain(clean(text), LONGEST_WORD);
}

/** The start of a body that nothing else can be said of. */
export function quote(body: string, clean: (text: string) => string): string {
  return plain(clean(body), LONGEST_QUOTE);
}

interface Pair {
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** Where they stand. */
  readonly record: Readonly<Record<string, unknown>>;
}

const isWhole = ({ code, message }: Pair): boolean => code !== undefined && message !== undefined;
const isHalf = ({ code, message }: Pair): boolean => code !== undefined || message !== undefined;

function findPair(value: unknown, isGood: (pair: Pair) => boolean, depth = 0): Pair | undefined {
  if (!isRecord(value) || depth > DEEPEST) {
    return undefined;
  }
  const flat = pairs.map(([code, message]) => ({
    code: text(value[code]),
    message: text(value[message]),
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
  const texts = details.slice(0, MOST_DETAILS).map((detail: unknown) => {
    const { code, message } = findPair(detail, isHalf) ?? { code: undefined, message: text(detail) };
    return [code, message ?? (code === undefined ? JSON.stringify(detail) : undefined)];
  });
  return texts.map((parts) => plain(clean(parts.filter((part) => part !== undefined).join(": ")), LONGEST_MESSAGE));
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
