import { ConfigurationError, singleLine } from "../errors/base.ts";
import { isRecord, textValue } from "../util/json.ts";
import type { Redact } from "../util/redact.ts";
import { type Check, list, object, satisfying, state, states } from "./checks.ts";
import type { FinishedJob, JobFacts, ServiceDefinition, StateMapping } from "./definition.ts";
import { type CheckedDefinition, percentage } from "./parse-job.ts";
import type { TimeFormat } from "./timestamps.ts";

/** A progress may be a text such as `"60"` or `"60%"`. */
export function textNumber(value: unknown): unknown {
  return typeof value === "string" && /^\d+(\.\d+)?(\s*%)?$/.test(value.trim()) ? Number.parseFloat(value) : value;
}

/** A function for a status word that returns a state or throws a `ConfigurationError`. */
export function checkedMapping(name: string, mapping: Exclude<StateMapping, string>): StateMapping {
  return (job: FinishedJob) => {
    let found: unknown;
    try {
      // A copy: the job is what it is, whatever the function does to it.
      found = mapping(structuredClone(job));
    } catch (error) {
      throw new ConfigurationError(`The function "${name}" failed: ${singleLine(messageOf(error), MAX_MESSAGE)}.`);
    }
    refusePromise(name, found);
    return state(`${name}()`, found) as ReturnType<typeof mapping>;
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
    let found: unknown;
    try {
      found = read(structuredClone(body));
      found = silence(found) ? found : redacted(found, redact);
    } catch (error) {
      return `the row's read function failed: ${singleLine(redact(messageOf(error)), MAX_MESSAGE)}`;
    }
    refusePromise(name, found);
    return found === undefined
      ? "the row's read function says that the body is not a job"
      : (checkFacts(`${name}()`, found) as Partial<JobFacts>);
  };
}

/** In characters. */
const MAX_MESSAGE = 300;

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  } catch {
    return typeof error;
  }
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

function validDate(value: unknown): Date | undefined {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined;
}

const isText = /* @__PURE__ */ satisfying((value) => typeof value === "string" || typeof value === "number", "a text");
const isNumber = /* @__PURE__ */ satisfying((value) => typeof value === "number", "a number");
const isDate = /* @__PURE__ */ satisfying((value) => value instanceof Date, "a Date");

const text: Check = (where, value) => textValue(isText(where, value));
const time: Check = (where, value) => validDate(isDate(where, value));
const details = /* @__PURE__ */ object({ code: text, reason: text });

const part: Readonly<Record<string, Check>> = {
  id: text,
  type: text,
  status: text,
  state,
  progress: (where, value) => percentage(isNumber(where, value)),
  startedAt: time,
  endedAt: time,
  error(where, value) {
    const error = details(where, value) as object;
    return Object.keys(error).length === 0 ? undefined : error;
  },
};

/** Texts without a value, invalid Dates and a progress that is none are left out. */
function checkFacts(where: string, value: unknown): unknown {
  return object({ ...part, subJobs: list(object(part, ["state"]), 0) })(where, value);
}

/** How deep facts are: an error in a sub-job in the list of them. */
const MAX_DEPTH = 4;

/** What a `read` function returned, without `null` and with no credential in its texts and its members' names. */
function redacted(value: unknown, redact: Redact, levels = MAX_DEPTH): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => redacted(item, redact, levels - 1));
  }
  if (typeof value === "string" || typeof value === "number") {
    const shown = redact(String(value));
    return shown === String(value) ? value : shown;
  }
  if (!isRecord(value) || value instanceof Date || silence(value) || levels === 0) {
    return value;
  }
  const members = Object.entries(value).filter(([, member]) => member != null);
  return Object.fromEntries(
    members.map(([name, member]) => [
      isKnown(name) ? name : singleLine(redact(name), MAX_MESSAGE),
      isOurs(name, member) ? member : redacted(member, redact, levels - 1),
    ]),
  );
}

const isKnown = (name: string): boolean => ["subJobs", "code", "reason", ...Object.keys(part)].includes(name);

/** A word of this package, or a number, which is not a text: neither comes from the body. */
function isOurs(name: string, value: unknown): boolean {
  return name === "progress" ? typeof value === "number" : name === "state" && states.some((known) => known === value);
}
