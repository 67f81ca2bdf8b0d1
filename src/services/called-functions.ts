import { ConfigurationError, singleLine } from "../errors/base.ts";
import type { JobErrorDetails, JobState, SubJob } from "../job.ts";
import { textValue } from "../util/json.ts";
import { invalidOption, objectOption, oneOf } from "../util/validate.ts";
import type { CheckedDefinition, FinishedJob, JobFacts, ServiceDefinition } from "./definition.ts";
import { withoutUndefined } from "./parse-job.ts";
import type { TimeFormat } from "./timestamps.ts";

// The functions of a row are the user's own: whatever they do, a job has only what a job can have.

export const states: readonly JobState[] = ["pending", "running", "succeeded", "failed", "unknown"];

/** Removes credentials from a text. */
type Redact = (text: string) => string;

/** A function that says what a word means. What goes wrong in it is a mistake in the row. */
export function checkedMapping(name: string, mapping: (job: FinishedJob) => JobState): (job: FinishedJob) => JobState {
  return (job) => {
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
export function lenientFormat(format: TimeFormat): TimeFormat {
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
export function checkedRead(
  name: string,
  read: NonNullable<ServiceDefinition["read"]>,
): NonNullable<CheckedDefinition["read"]> {
  return (body, redact) => {
    let facts: unknown;
    try {
      facts = read(body);
    } catch (error) {
      return { problem: `the row's read function failed: ${singleLine(redact(messageOf(error)), MAX_MESSAGE)}` };
    }
    refusePromise(name, facts);
    return facts === undefined
      ? { problem: "the row's read function says that the body is not a job" }
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
    progress: progress != null && progress >= 0 && progress <= 100 ? progress : undefined,
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
