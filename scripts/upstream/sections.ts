/** The sections of a reference page, by the titles that the vendor gives them. */
import { BULLET } from "./blocks.ts";

export type Section =
  | "uri"
  | "request"
  | "response"
  | "request example"
  | "response example"
  | "example"
  | "status codes"
  | "authorization"
  | "other";

const titles: [Section, RegExp][] = [
  ["uri", /^(?:uri|url)(?: format)?$/],
  ["request example", /^(?:example|sample) requests?$|^request (?:examples?|samples?)$/],
  ["response example", /^(?:example|sample) responses?$|^response (?:examples?|samples?)$/],
  ["example", /^examples?$/],
  ["request", /^requests?(?: (?:parameters?|messages?|headers?|body))?$/],
  ["response", /^responses?(?: (?:parameters?|messages?|elements?|headers?|body))?$/],
  ["status codes", /^(?:http )?status codes?$|^return(?:ed)? (?:values?|codes?)$/],
  ["authorization", /^authorization(?: information)?$/],
  [
    "other",
    /^(?:functions?|constraints?|debugging|prerequisites|calling method|sdk sample code|error codes|parent topic|feedback|change history|related (?:documents|topics))$/,
  ],
];

/** Older pages have their examples among the items of a section's list. */
const exampleTitles: [Section, RegExp][] = [
  ["request example", /^(?:example|sample) (?:uri|requests?)$|^(?:uri|request) (?:examples?|samples?)$/],
  [
    "response example",
    /^(?:example|sample) (?:normal |successful )?responses?$|^(?:normal |successful )?response (?:examples?|samples?)$/,
  ],
  ["example", /^examples?$/],
];

const titled = (known: [Section, RegExp][], text: string): Section | undefined =>
  known.find(([, pattern]) => text.length < 40 && pattern.test(text.toLowerCase().replace(/\s*[:：]$/, "")))?.[0];

/** The section that a line is the title of, if it is one. */
export const sectionOf = (text: string): Section | undefined => titled(titles, text);

/** The examples that a list item is the title of, if it is one. */
export const exampleItem = (line: string): Section | undefined =>
  line.startsWith(BULLET) ? titled(exampleTitles, line.slice(BULLET.length)) : undefined;

/** The status that a line such as "Status code: 404" speaks of, written as in the contract. */
export function statusOf(text: string): string | undefined {
  const [, status] = /^(?:http )?status codes?\s*[:：]?\s*([1-5]\d\d|[1-5]xx|default)\b/i.exec(text) ?? [];
  return status === undefined ? undefined : statusName(status);
}

/** "200", "5XX" or "default"; nothing for any other text. */
export function statusName(text: string): string | undefined {
  const [, status] = /^([1-5]\d\d|[1-5]xx|default)(?:\s|$|[:：,(])/i.exec(text) ?? [];
  return status === undefined || /^default$/i.test(status) ? status?.toLowerCase() : status.toUpperCase();
}
