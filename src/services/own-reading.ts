import { ConfigurationError, singleLine } from "../errors/base.ts";
import type { JobErrorDetails, JobState, SubJob } from "../job.ts";
import { dottedGetter, textValue } from "../util/json.ts";
import { invalidOption, objectOption, oneOf } from "../util/validate.ts";
import type { FinishedJob, JobFacts, ServiceDefinition, StateMapping } from "./definition.ts";
import { percentage, type Reading, type Redact, timeFormatOf, withoutUndefined } from "./parse-job.ts";
import type { TimeFormat } from "./timestamps.ts";

export const states: readonly JobState[] = ["pending", "running", "succeeded", "failed", "unknown"];

/**
 * How a service of the user's own is read: dotted names, numeric status words, progress as text, and the row's functions,
 * whatever they do.
 *
 * @param place - the place of the row, for messages
 */
export function ownReading(place: string, definition: ServiceDefinition): Reading {
  const reading: Reading = {
    getter: dottedGetter,
    status: (value, words) =>
      typeof value === "string" || Object.keys(words).some(isNumeric) ? textValue(value) : undefined,
    progress: (value) => percentage(typeof value === "string" ? numberIn(value) : value),
    onlyFailedHaveErrors: true,
    time: lenientFormat(timeFormatOf(definition)),
  };
  return definition.read === undefined
    ? reading
    : { ...reading, read: checkedRead(`${place}.read`, (body) => definition.read?.(body)) };
}

/** The number in a text such as `"60%"`. */
function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  return /^\d+(?:\.\d+)?(?:\s*%)?$/.test(trimmed) ? Number.parseFloat(trimmed) : undefined;
}

const isNumeric = (word: string): boolean => /^-?\d+$/.test(word);

/** The states of a row, whose functions return a state or throw a `ConfigurationError`. */
export function checkedStates(place: string, states: ServiceDefinition["states"]): ServiceDefinition["states"] {
  return Object.fromEntries(
    Object.entries(states).map(([word, state]) => [word, checkedMapping(`${place}["${word}"]`, state)]),
  );
}

function checkedMapping(name: string, mapping: StateMapping): StateMapping {
  if (typeof mapping !== "function") {
    return mapping;
  }
  return (job: FinishedJob) => {
    let state: unknown;
    try {
      state = mapping(job);
    } catch (error) {
      throw new ConfigurationError(`The function "${name}" failed: ${messageOf(error)}.`);
    }
    refusePromise(name, state);
    return oneOf(`${name}()`, state, states);
  };
}

/** A time format that leaves out what it cannot read. */
function lenientFormat(format: TimeFormat): TimeFormat {
  return {
    read(value) {
      if (value == null || (typeof value === "string" && value.trim() === "")) {
        return undefined;
      }
      try {
        const time: unknown = format.read(value);
        silence(time);
        return validDate(time);
      } catch {
        return undefined;
      }
    },
    write: (time) => format.write(time),
  };
}

/**
 * A `read` function whose facts are checked and free of credentials. If it throws, the body is not a job: it may not be
 * what the function is made for.
 */
function checkedRead(name: string, read: NonNullable<ServiceDefinition["read"]>): NonNullable<Reading["read"]> {
  return (body, redact) => {
    let facts: unknown;
    try {
      facts = read(body);
    } catch (error) {
      return `the row's read function failed: ${singleLine(redact(messageOf(error)), MAX_MESSAGE)}`;
    }
    refusePromise(name, facts);
    return facts === undefined
      ? "the row's read function says that the body is not a job"
      : checkFacts(`${name}()`, facts, redact);
  };
}

/** In characters. */
const MAX_MESSAGE = 300;

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
}

function refusePromise(name: string, value: unknown): void {
  if (silence(value)) {
    throw new ConfigurationError(`"${name}" must return a value, not a promise.`);
  }
}

/** Whether a value is a promise. Nobody waits for it, so that its rejection must not end the process. */
function silence(value: unknown): boolean {
  const isPromise = typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
  if (isPromise) {
    Promise.resolve(value).catch(() => {});
  }
  return isPromise;
}

const partNames = ["id", "type", "status", "state", "progress", "startedAt", "endedAt", "error"];

/** What a `read` function returned. The state is a word of this package and stays as it is. */
function checkFacts(name: string, value: unknown, redact: Redact): Partial<JobFacts> {
  const facts = members(name, value, [...partNames, "subJobs"], redact);
  const { subJobs } = facts;
  if (subJobs != null && !Array.isArray(subJobs)) {
    throw invalid(`${name}.subJobs`, "a list", subJobs, redact);
  }
  return withoutUndefined({
    ...checkPart(name, facts, redact),
    subJobs: subJobs?.map((part: unknown, index: number) => {
      const partName = `${name}.subJobs[${index}]`;
      const { state, ...checked } = checkPart(partName, members(partName, part, partNames, redact), redact);
      return { ...checked, state: state ?? oneOf(`${partName}.state`, state, states) };
    }),
  });
}

function checkPart(name: string, facts: Readonly<Record<string, unknown>>, redact: Redact): Partial<SubJob> {
  const { state, progress } = facts;
  if (progress != null && typeof progress !== "number") {
    throw invalid(`${name}.progress`, "a number", progress, redact);
  }
  const text = (member: string) => textFact(`${name}.${member}`, facts[member], redact);
  const time = (member: string) => timeFact(`${name}.${member}`, facts[member], redact);
  return withoutUndefined({
    id: text("id"),
    type: text("type"),
    status: text("status"),
    state: state == null ? undefined : oneOf(`${name}.state`, asQuoted(state, redact), states),
    progress: percentage(progress),
    startedAt: time("startedAt"),
    endedAt: time("endedAt"),
    error: errorFact(`${name}.error`, facts["error"], redact),
  });
}

function textFact(name: string, value: unknown, redact: Redact): string | undefined {
  if (value != null && typeof value !== "string" && typeof value !== "number") {
    throw invalid(name, "a text", value, redact);
  }
  const text = textValue(value);
  return text && redact(text);
}

function timeFact(name: string, value: unknown, redact: Redact): Date | undefined {
  if (value != null && !(value instanceof Date)) {
    throw invalid(name, "a Date", value, redact);
  }
  return validDate(value);
}

function validDate(value: unknown): Date | undefined {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined;
}

function errorFact(name: string, value: unknown, redact: Redact): JobErrorDetails | undefined {
  if (value == null) {
    return undefined;
  }
  const given = members(name, value, ["code", "reason"], redact);
  const code = textFact(`${name}.code`, given["code"], redact);
  const reason = textFact(`${name}.reason`, given["reason"], redact);
  return (code ?? reason) === undefined ? undefined : withoutUndefined({ code, reason });
}

/** An object without unknown members, whose names may come from the body. */
function members(
  name: string,
  value: unknown,
  known: readonly string[],
  redact: Redact,
): Readonly<Record<string, unknown>> {
  const given = objectOption(name, asQuoted(value ?? null, redact));
  const unknown = Object.keys(given).find((member) => !known.includes(member));
  if (unknown !== undefined) {
    const member = singleLine(redact(unknown), MAX_MESSAGE);
    throw new ConfigurationError(`"${name}.${member}" is not known; the members are ${known.join(", ")}.`);
  }
  return given;
}

function invalid(name: string, expected: string, value: unknown, redact: Redact): ConfigurationError {
  return invalidOption(name, expected, asQuoted(value, redact));
}

/** A value that a message may quote. */
function asQuoted(value: unknown, redact: Redact): unknown {
  return typeof value === "string" && !states.some((state) => state === value) ? redact(value) : value;
}
