import type { StaticCredentials } from "../credentials/credentials.ts";
import type { ServerMessage } from "./error-body.ts";
import { parseGatewayLimit } from "./retry.ts";

/** What is known of a service's errors beyond what it says itself. */
export interface ServiceErrorNotes {
  /** The IAM action that the endpoint needs. */
  readonly action?: string;
  /** What a code means, where the server's own words or the status mislead. */
  readonly codes?: Readonly<Record<string, string>>;
}

/** What an error answer is looked at with. */
export interface ErrorContext {
  readonly knowledge: ServiceErrorNotes;
  readonly credential: StaticCredentials | undefined;
  readonly url: string;
  readonly projectId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A clock that is off by more than this is worth a word, in milliseconds; the gateway allows a quarter of an hour. */
const CLOCK_SKEW_TO_MENTION = 60_000;

/** What can be done about an error answer, where that is known. */
export function explainError(
  { status, headers }: Response,
  { code, message }: ServerMessage,
  circumstances: ErrorContext,
): string | undefined {
  const { knowledge, credential, projectId, url, now } = circumstances;
  const known = meaningOf(code, knowledge);
  if (known !== undefined && status !== 404) {
    return known;
  }
  switch (status) {
    case 401:
      return credential && `${refusal(credential, now)}${skew(headers.get("date"), credential, now)}`;
    case 403:
      return `The credential needs ${knowledge.action === undefined ? "the right" : `the IAM action ${knowledge.action}`} in project ${projectId ?? "asked for"}.`;
    case 404: {
      const meaning =
        known ?? "This is how a service answers that does not know the job, or not in this project and region.";
      return `${meaning} Here asked were project ${projectId ?? "(none)"} and ${new URL(url).host}.`;
    }
    case 429: {
      const limit = parseGatewayLimit(message);
      return limit && `The gateway allows ${limit.requests} requests in ${limit.window / 1_000} s.`;
    }
    default:
      return undefined;
  }
}

/** Looked up as data: a server may call its code "constructor". */
function meaningOf(code: string | undefined, { codes = {} }: ServiceErrorNotes): string | undefined {
  return code !== undefined && Object.hasOwn(codes, code) ? codes[code] : undefined;
}

function refusal(credential: StaticCredentials, now: number): string {
  const kind = "token" in credential ? "token" : "access key";
  const { expiresAt } = credential;
  if (expiresAt === undefined) {
    return `The ${kind} was refused: it is wrong, has expired, or is for another region.`;
  }
  const verb = expiresAt.getTime() <= now ? "ended" : "is good until";
  return `The ${kind} was refused; it ${verb} ${expiresAt.toISOString()}.`;
}

function skew(date: string | null, credential: StaticCredentials, now: number): string {
  const server = Date.parse(date ?? "");
  const off = now - server;
  if ("token" in credential || !(Math.abs(off) > CLOCK_SKEW_TO_MENTION)) {
    return "";
  }
  const minutes = Math.round(Math.abs(off) / 6_000) / 10;
  return ` The clock of this machine is ${minutes} minutes ${off > 0 ? "ahead of" : "behind"} the server's; a signature is good for 15.`;
}
