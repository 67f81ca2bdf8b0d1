/** The editions of the vendor's pages, as facts (test/fixtures/vendor-pages), and pages that say the same. */
import { readdirSync } from "node:fs";
import { readJson, type services } from "../contract/contract.ts";
import type { Part, Row } from "./vendor-page.ts";

export interface Field {
  /** A scalar; else `arrayOf` or `object` names the schema. */
  type?: "string" | "integer";
  arrayOf?: string;
  object?: string;
  minLength?: number;
  maxLength?: number;
  /** Enumerated words, each with a pattern of the meaning that the contract gives it. */
  words?: Record<string, string>;
  /** A pattern of the description. */
  says?: string;
}

export interface Edition {
  /** Its address, or repository and path. */
  page: string;
  /** Its date, if it has one. */
  edition?: string;
  /** Whether the page itself bears the date. */
  dated?: boolean;
  /** How it was saved. */
  form: string;
  service: (typeof services)[number];
  path: string;
  pathParameters: string[];
  /** Mandatory or not, as the page has it. */
  requestHeaders: Record<string, string>;
  /** "METHOD /path" of each request shown. */
  requests: string[];
  /** The IAM action, where the page tells it. */
  action?: string;
  /** Facts that only the operation's description can hold, each with a pattern. */
  operation: Record<string, string>;
  responses: Record<string, { says: string; headers: string[]; body: string; example?: unknown }>;
  models: Record<string, { vendorName?: string; fields: Record<string, Field> }>;
}

const FOLDER = "test/fixtures/vendor-pages";

export const editionNames = readdirSync(new URL(`../../${FOLDER}`, import.meta.url)).map((file) =>
  file.replace(/\.json$/, ""),
);

/** An edition that is like another one says only what differs: `null` stands for what it does not have. */
export function readEdition(name: string): Edition {
  const { like, ...own } = readJson<Partial<Edition> & { like?: string }>(FOLDER, name);
  return (like === undefined ? own : changed(readEdition(like), own)) as Edition;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function changed(base: unknown, change: unknown): unknown {
  if (!isRecord(base) || !isRecord(change)) {
    return change;
  }
  const entries = Object.entries(change).map(([key, value]) => [key, changed(base[key], value)] as const);
  return Object.fromEntries(
    Object.entries({ ...base, ...Object.fromEntries(entries) }).filter(([, value]) => value !== null),
  );
}

const firstUpper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function rowOf(
  edition: Edition,
  name: string,
  { type, arrayOf, object, minLength, maxLength, words = {} }: Field,
): Row {
  const listed = Object.keys(words).map((word) => `* ${word}: its meaning`);
  const vendorName = edition.models[arrayOf ?? object ?? ""]?.vendorName;
  const kind = arrayOf === undefined ? `${vendorName} object` : `Array of ${vendorName} objects`;
  const limits = [
    ...(minLength === undefined ? [] : [`Minimum: ${minLength}`]),
    ...(maxLength === undefined ? [] : [`Maximum: ${maxLength}`]),
  ];
  const range = [...limits, ...listed];
  const text =
    edition.form === "template"
      ? ["Definition", "What it is.", "Constraints", "N/A", "Range", ...(range.length > 0 ? range : ["N/A"])]
      : ["What it is.", ...limits, ...(listed.length > 0 ? ["Enumerated values:", ...listed] : [])];
  return { name, type: type === undefined ? kind : firstUpper(type), text };
}

/** The tables of a model, and of those that its fields name. */
function tablesOf(edition: Edition, name: string, caption: string): Part[] {
  const fields = Object.entries(edition.models[name]?.fields ?? {});
  const inner = fields.flatMap(([, { arrayOf, object }]) => {
    const model = arrayOf ?? object;
    return model === undefined ? [] : tablesOf(edition, model, edition.models[model]?.vendorName ?? model);
  });
  return [{ table: { caption, rows: fields.map(([field, facts]) => rowOf(edition, field, facts)) } }, ...inner];
}

const headers = (names: readonly string[]): Part[] =>
  names.length === 0
    ? []
    : [{ table: { caption: "Response header parameters", rows: names.map((name) => ({ name, type: "String" })) } }];

/** The parts of a page that says what an edition says. */
export function partsOf(edition: Edition): Part[] {
  const { path, pathParameters, requestHeaders, requests, action, responses, dated, edition: date } = edition;
  const request = Object.entries(requestHeaders).map(([name, mandatory]) => ({ name, mandatory, type: "String" }));
  const examples = Object.entries(responses).flatMap(([status, { example }]): Part[] =>
    example === undefined ? [] : [{ text: `Status code: ${status}` }, { code: JSON.stringify(example, null, 2) }],
  );
  return [
    ...(dated ? [{ text: `Updated on ${date} GMT+08:00` }] : []),
    { heading: "Function" },
    { text: "Shows one job." },
    ...(action === undefined ? [] : [{ heading: "Authorization Information" }, { text: action }]),
    { heading: "URI" },
    { text: `GET ${path}` },
    {
      table: {
        caption: "Path Parameters",
        rows: pathParameters.map((name) => ({ name, mandatory: "Yes", type: "String" })),
      },
    },
    { heading: "Request Parameters" },
    request.length === 0 ? { text: "None" } : { table: { caption: "Request header parameters", rows: request } },
    { heading: "Response Parameters" },
    ...Object.entries(responses).flatMap(([status, response]) => [
      { text: `Status code: ${status}` },
      ...headers(response.headers),
      ...tablesOf(edition, response.body, "Response body parameters"),
    ]),
    { heading: "Example Requests" },
    ...(requests.length === 0 ? [{ text: "None" }] : requests.map((text) => ({ code: text }))),
    { heading: "Example Responses" },
    ...examples,
    { heading: "Status Codes" },
    { statuses: Object.keys(responses) },
    { heading: "Error Codes" },
    { text: "See the table of error codes." },
  ];
}
