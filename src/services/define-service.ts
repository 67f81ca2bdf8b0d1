import { ConfigurationError } from "../errors/base.ts";
import { InvalidResponseError } from "../errors/invalid-response.ts";
import type { JobState } from "../job.ts";
import { isRecord } from "../util/json.ts";
import { clouds } from "../util/regions.ts";
import { invalidOption, knownOptions, objectOption, oneOf } from "../util/validate.ts";
import type { BodyOf, ContractDefinition, ContractService, DottedNames, WithoutQuery } from "./contract.ts";
import {
  type CheckedDefinition,
  checkDefinition,
  type JobFacts,
  type OwnService,
  type ServiceDefinition,
} from "./definition.ts";
import { createJobParser } from "./parse-job.ts";
import { timeFormats } from "./timestamps.ts";

/**
 * `defineService` for a row whose path, members and closed lists of words the contract `Paths` checks. Not a mere function:
 * TypeScript puts off calls of generic functions that may return one, and would infer no names from a call of
 * `defineService` in the options of a client.
 */
type DefineWithContract<Paths> = object &
  (<
    const Path extends string,
    const Status extends DottedNames<BodyOf<Paths, WithoutQuery<Path>>>,
    const List extends DottedNames<BodyOf<Paths, WithoutQuery<Path>>> = never,
    const PartStatus extends string = never,
  >(
    definition: ContractDefinition<BodyOf<Paths, WithoutQuery<Path>>, Path, Status, List, PartStatus> & {
      readonly path: WithoutQuery<Path> extends keyof Paths ? Path : keyof Paths;
    },
  ) => ContractService<Paths, WithoutQuery<Path>>);

/**
 * Defines a service of your own: one row says where its jobs are and how they are read. `get`, `wait`, `watch`, `waitAll`,
 * the simulator, durable waits and the command then follow its jobs as they follow those of the built-in services.
 *
 * A wrong row is a `ConfigurationError` that names the place, thrown where the row is used and before anything is sent.
 *
 * With `defineService<paths>()({ … })`, `paths` compiled by openapi-typescript, the compiler checks path, members and
 * closed lists of words, `raw` is typed, and `jobs.clients` has the service.
 *
 * @example
 * ```ts
 * const ecs = defineService({
 *   path: "/v1/{project_id}/jobs/{job_id}",
 *   hosts: { prefix: "ecs" },
 *   fields: { id: "job_id", type: "job_type", status: "status", code: "error_code", reason: "fail_reason" },
 *   states: { INIT: "pending", RUNNING: "running", SUCCESS: "succeeded", FAIL: "failed" },
 * });
 * const jobs = createJobsClient({ cloud: "otc", region: "eu-de", projectId, credentials, services: { ecs } });
 * const done = await jobs.wait({ service: "ecs", id });
 * ```
 */
export function defineService(definition: ServiceDefinition): OwnService;
export function defineService<Paths extends object>(): DefineWithContract<Paths>;
export function defineService(...given: readonly unknown[]): unknown {
  return given.length === 0 ? (definition: unknown) => ownService(definition, true) : ownService(given[0], false);
}

/**
 * Reads a body without a client, for the tests of a row. It cannot know whether the body is about another job.
 *
 * @throws InvalidResponseError if the body is not a job
 * @throws ConfigurationError if the row is wrong
 * @example
 * ```ts
 * expect(readJobBody(ecs, { job_id: "1", status: "SUCCESS" })).toMatchObject({ state: "succeeded" });
 * ```
 */
export function readJobBody(row: OwnService, body: unknown): JobFacts {
  const check = (row as Partial<OwnService> | undefined)?.[checkDefinition];
  if (check === undefined) {
    throw new ConfigurationError('"row" must be made with defineService.');
  }
  const parsed = createJobParser(check("row"), true).parse(body, undefined, (text) => text);
  if ("problem" in parsed) {
    throw new InvalidResponseError(`The body is not usable: ${parsed.problem}.`, {});
  }
  return parsed.facts;
}

function ownService(definition: unknown, hasContract: boolean): OwnService {
  let checked: CheckedDefinition | undefined;
  const row = { ...(definition as ServiceDefinition) };
  const check = (place: string): CheckedDefinition => {
    checked ??= { ...checkRow(place, definition), hasContract };
    return checked;
  };
  return Object.freeze(Object.defineProperty(row, checkDefinition, { value: check })) as OwnService;
}

const states: readonly JobState[] = ["pending", "running", "succeeded", "failed", "unknown"];
const factNames = ["status", "id", "type", "startedAt", "endedAt", "code", "reason", "progress"];

function checkRow(place: string, value: unknown): CheckedDefinition {
  const row = members(place, value, [
    "path",
    "hosts",
    "title",
    "fields",
    "states",
    "subJobs",
    "started",
    "time",
    "gone",
    "read",
    "errors",
  ]);
  checkPath(`${place}.path`, row["path"]);
  checkHosts(`${place}.hosts`, row["hosts"]);
  optional(`${place}.title`, row["title"], nonEmptyText);
  checkFields(`${place}.fields`, row["fields"]);
  checkStates(`${place}.states`, row["states"], true, row["gone"] !== undefined);
  optional(`${place}.subJobs`, row["subJobs"], checkSubJobs);
  optional(`${place}.started`, row["started"], dottedName);
  optional(`${place}.time`, row["time"], checkTime);
  optional(`${place}.gone`, row["gone"], (name, gone) => oneOf(name, gone, ["succeeded", "failed"]));
  optional(`${place}.errors`, row["errors"], checkErrors);
  const { read, ...definition } = row;
  if (read === undefined) {
    return definition as unknown as CheckedDefinition;
  }
  if (typeof read !== "function") {
    throw invalidOption(`${place}.read`, "a function", read);
  }
  const checkedRead = (body: unknown, redact: (text: string) => string) =>
    checkFacts(`${place}.read`, read(body), redact);
  return { ...(definition as unknown as CheckedDefinition), read: checkedRead };
}

function optional(name: string, value: unknown, check: (name: string, value: unknown) => unknown): void {
  if (value !== undefined) {
    check(name, value);
  }
}

/** A required object without unknown members. */
function members(name: string, value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  return knownOptions(name, value ?? null, known);
}

function nonEmptyText(name: string, value: unknown): void {
  if (typeof value !== "string" || value.trim() === "") {
    throw invalidOption(name, "a text that is not empty", value);
  }
}

/** Places are whole segments or values of the query, so that no ID can change the path. */
const SEGMENT = /^(?:\{\w+\}|(?!\.{1,2}$)[A-Za-z0-9\-_.~!$&'()*+,;=:@]+)$/;
const PARAMETER = /^[\w.~-]+=(?:\{\w+\}|[\w.~-]*)$/;

function checkPath(name: string, path: unknown): void {
  const [segments = "", query, ...more] = typeof path === "string" ? path.split("?") : [];
  const isPath =
    segments.startsWith("/") &&
    segments
      .slice(1)
      .split("/")
      .every((segment) => SEGMENT.test(segment));
  const isQuery = query === undefined || query.split("&").every((parameter) => PARAMETER.test(parameter));
  if (!isPath || !isQuery || more.length > 0) {
    throw invalidOption(name, 'a path such as "/v1/{project_id}/jobs/{job_id}", each place a whole segment', path);
  }
  const places = [...String(path).matchAll(/\{(\w+)\}/g)].map(([, place = ""]) => place);
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined) {
    throw new ConfigurationError(`"${name}" has the place {${twice}} twice.`);
  }
  if (places.every((place) => place === "project_id")) {
    throw new ConfigurationError(`"${name}" needs a place for the job's ID, such as {job_id}.`);
  }
}

const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function checkHosts(name: string, value: unknown): void {
  if (value === undefined) {
    return;
  }
  const hosts = members(name, value, ["prefix", "clouds", "exceptions"]);
  if (typeof hosts["prefix"] !== "string" || !DNS_LABEL.test(hosts["prefix"])) {
    throw invalidOption(`${name}.prefix`, 'the first label of a host, such as "ecs"', hosts["prefix"]);
  }
  optional(`${name}.clouds`, hosts["clouds"], (place, list) => {
    if (!Array.isArray(list) || list.length === 0) {
      throw invalidOption(place, `a list of ${clouds.join(", ")}`, list);
    }
    list.forEach((cloud, index) => oneOf(`${place}[${index}]`, cloud, clouds));
  });
  for (const [region, host] of Object.entries(objectOption(`${name}.exceptions`, hosts["exceptions"]))) {
    if (typeof host !== "string" || !host.split(".").every((label) => DNS_LABEL.test(label))) {
      throw invalidOption(`${name}.exceptions["${region}"]`, "a host name", host);
    }
  }
}

function dottedName(name: string, value: unknown): void {
  if (typeof value !== "string" || !/^[^.\s]+(?:\.[^.\s]+)*$/.test(value)) {
    throw invalidOption(name, 'a dotted name such as "job.status" or "jobs.0.status"', value);
  }
}

function checkFields(name: string, value: unknown): void {
  const fields = members(name, value, factNames);
  dottedName(`${name}.status`, fields["status"]);
  for (const fact of factNames) {
    optional(`${name}.${fact}`, fields[fact], dottedName);
  }
}

function checkStates(name: string, value: unknown, allowsFunctions: boolean, mayLackSuccess: boolean): void {
  const mappings = Object.entries(objectOption(name, value ?? null));
  const seen = new Map<string, string>();
  for (const [word, state] of mappings) {
    const place = `${name}["${word}"]`;
    if (word.trim() === "") {
      throw new ConfigurationError(`"${name}" has an empty word.`);
    }
    if (!(allowsFunctions && typeof state === "function")) {
      oneOf(place, state, states);
    }
    const key = word.trim().toLowerCase();
    if (seen.has(key)) {
      throw new ConfigurationError(`"${name}" has "${seen.get(key)}" and "${word}", which are the same word.`);
    }
    seen.set(key, word);
  }
  if (!mayLackSuccess && !mappings.some(([, state]) => state === "succeeded" || typeof state === "function")) {
    throw new ConfigurationError(`"${name}" needs a word that means "succeeded", or the row needs "gone".`);
  }
}

function checkSubJobs(name: string, value: unknown): void {
  const subJobs = members(name, value, ["list", "total", "fields", "states"]);
  dottedName(`${name}.list`, subJobs["list"]);
  optional(`${name}.total`, subJobs["total"], dottedName);
  optional(`${name}.fields`, subJobs["fields"], checkFields);
  optional(`${name}.states`, subJobs["states"], (place, words) => checkStates(place, words, false, true));
}

function checkTime(name: string, value: unknown): void {
  if (isRecord(value)) {
    const format = members(name, value, ["read", "write"]);
    const missing = ["read", "write"].find((member) => typeof format[member] !== "function");
    if (missing !== undefined) {
      throw invalidOption(`${name}.${missing}`, "a function", format[missing]);
    }
  } else {
    oneOf(name, value, Object.keys(timeFormats));
  }
}

function checkErrors(name: string, value: unknown): void {
  const errors = members(name, value, ["action", "codes", "notFound"]);
  optional(`${name}.action`, errors["action"], nonEmptyText);
  for (const [code, hint] of Object.entries(objectOption(`${name}.codes`, errors["codes"]))) {
    nonEmptyText(`${name}.codes["${code}"]`, hint);
  }
  optional(`${name}.notFound`, errors["notFound"], (place, codes) => {
    if (!Array.isArray(codes)) {
      throw invalidOption(place, "a list of error codes", codes);
    }
    codes.forEach((code, index) => nonEmptyText(`${place}[${index}]`, code));
  });
}

/** What a `read` function returned, without credentials. The state is a word of this package and stays as it is. */
function checkFacts(name: string, value: unknown, redact: (text: string) => string): Partial<JobFacts> | undefined {
  if (value === undefined) {
    return undefined;
  }
  const facts = members(name, value, [
    "id",
    "type",
    "status",
    "state",
    "progress",
    "startedAt",
    "endedAt",
    "error",
    "subJobs",
  ]);
  optional(`${name}().state`, facts["state"], (place, state) => oneOf(place, state, states));
  for (const time of ["startedAt", "endedAt"]) {
    optional(`${name}().${time}`, facts[time], (place, date) => {
      if (!(date instanceof Date) || Number.isNaN(date.getTime())) {
        throw invalidOption(place, "a valid Date", date);
      }
    });
  }
  optional(`${name}().subJobs`, facts["subJobs"], (place, parts) => {
    if (!Array.isArray(parts)) {
      throw invalidOption(place, "a list of sub-jobs", parts);
    }
    parts.forEach((part, index) => oneOf(`${place}[${index}].state`, objectOption(place, part)["state"], states));
  });
  return redactFacts(facts, redact) as Partial<JobFacts>;
}

function redactFacts(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === "string") {
    return redact(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => redactFacts(item, redact));
  }
  if (!isRecord(value) || value instanceof Date) {
    return value;
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries.map(([name, member]) => [name, name === "state" ? member : redactFacts(member, redact)]),
  );
}
