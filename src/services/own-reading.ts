import { ConfigurationError, singleLine } from "../errors/base.ts";
import type { JobState } from "../job.ts";
import { dottedGetter, isRecord, textValue } from "../util/json.ts";
import { invalidOption, knownOptions, objectOption, oneOf } from "../util/validate.ts";
import type { JobFacts, ServiceDefinition } from "./definition.ts";
import { percentage, type Reading, type Redact, timeFormatOf } from "./parse-job.ts";

/** In characters. */
const MAX_REASON_LENGTH = 300;

export const states: readonly JobState[] = ["pending", "running", "succeeded", "failed", "unknown"];

const factNames = /* @__PURE__ */ "id type status state progress startedAt endedAt error subJobs".split(" ");

/**
 * How a service of the user's own is read: dotted names, numeric status words, progress as text, and the row's functions,
 * whatever they return.
 *
 * @param place - the place of the row, for messages
 */
export function ownReading(place: string, definition: ServiceDefinition): Reading {
  const time = timeFormatOf(definition);
  const reading: Reading = {
    getter: dottedGetter,
    status: (value, words) =>
      typeof value === "string" || Object.keys(words).some(isNumeric) ? textValue(value) : undefined,
    progress: (value) =>
      percentage(
        typeof value === "string" && /^\s*\d+(\.\d+)?\s*%?\s*$/.test(value) ? Number.parseFloat(value) : value,
      ),
    onlyFailedHaveErrors: true,
    time: { ...time, read: (value) => validDate(time.read(value)) },
  };
  return definition.read === undefined
    ? reading
    : { ...reading, read: (body, redact) => readWith(definition, `${place}.read()`, body, redact) };
}

function validDate(time: unknown): Date | undefined {
  return time instanceof Date && !Number.isNaN(time.getTime()) ? time : undefined;
}

const isNumeric = (word: string): boolean => /^-?\d+$/.test(word);

function readWith(
  definition: ServiceDefinition,
  place: string,
  body: unknown,
  redact: Redact,
): Partial<JobFacts> | string {
  let facts: unknown;
  try {
    facts = definition.read?.(body);
  } catch (error) {
    return `the row's read function failed: ${singleLine(redact(String(error)), MAX_REASON_LENGTH)}`;
  }
  return facts === undefined
    ? "the row's read function says that the body is no job"
    : checkFacts(place, facts, redact);
}

/** What a `read` function returned, without credentials. */
function checkFacts(place: string, value: unknown, redact: Redact): Partial<JobFacts> {
  const facts = knownOptions(place, value ?? null, factNames);
  const { state, progress, startedAt, endedAt, subJobs } = facts;
  if (state !== undefined) {
    oneOf(`${place}.state`, state, states);
  }
  if (progress !== undefined && percentage(progress) === undefined) {
    throw invalidOption(`${place}.progress`, "a number from 0 to 100", progress);
  }
  for (const [name, time] of Object.entries({ startedAt, endedAt })) {
    if (time !== undefined && validDate(time) === undefined) {
      throw invalidOption(`${place}.${name}`, "a valid Date", time);
    }
  }
  if (subJobs !== undefined && !Array.isArray(subJobs)) {
    throw invalidOption(`${place}.subJobs`, "a list of sub-jobs", subJobs);
  }
  for (const [index, part] of (subJobs ?? []).entries()) {
    oneOf(`${place}.subJobs[${index}].state`, objectOption(`${place}.subJobs[${index}]`, part)["state"], states);
  }
  for (const name of ["id", "type", "status"]) {
    if (facts[name] !== undefined && typeof facts[name] !== "string") {
      throw new ConfigurationError(`"${place}.${name}" must be a text.`);
    }
  }
  return redactAll(facts, redact) as Partial<JobFacts>;
}

/** Redacts all texts but states, which are words of this package. */
function redactAll(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") {
    return redact(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => redactAll(item, redact));
  }
  if (!isRecord(value) || value instanceof Date) {
    return value;
  }
  const present = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    present.map(([name, member]) => [name, name === "state" ? member : redactAll(member, redact)]),
  );
}
