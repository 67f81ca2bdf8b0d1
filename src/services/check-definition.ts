import { ConfigurationError } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { clouds } from "../util/regions.ts";
import { invalidOption, knownOptions, objectOption, oneOf } from "../util/validate.ts";
import type { ServiceDefinition } from "./definition.ts";
import { states } from "./own-reading.ts";
import { timeFormats } from "./timestamps.ts";

/** Throws a `ConfigurationError` that names the place if a value is wrong. */
type Check = (place: string, value: unknown) => void;

/**
 * Checks a row.
 *
 * @param place - of the row, such as `services.ecs`
 * @throws ConfigurationError that names the place of the mistake
 */
export function checkDefinition(place: string, definition: unknown): asserts definition is ServiceDefinition {
  const { gone } = objectOption(place, definition ?? null);
  object({
    path: required(checkPath),
    hosts: object({
      prefix: required(dnsLabel),
      clouds: list((name, cloud) => oneOf(name, cloud, clouds)),
      exceptions: recordOf(hostName),
    }),
    title: text,
    fields: required(fields),
    states: required((name, words) =>
      checkStates(name, words, { allowsFunctions: true, needsSuccess: gone === undefined }),
    ),
    subJobs: object({
      list: required(dottedName),
      total: dottedName,
      fields,
      states: (name, words) => checkStates(name, words, { allowsFunctions: false, needsSuccess: false }),
    }),
    started: dottedName,
    time: checkTime,
    gone: (name, state) => oneOf(name, state, ["succeeded", "failed"]),
    read: aFunction,
    errors: object({ action: text, codes: recordOf(text), notFound: list(text) }),
  })(place, definition);
}

/** An object whose members are checked, and that has no others. A member without a value is left out. */
function object(checks: Readonly<Record<string, Check & { readonly isRequired?: true }>>): Check {
  return (place, value) => {
    const given = knownOptions(place, value ?? null, Object.keys(checks));
    for (const [name, check] of Object.entries(checks)) {
      if (given[name] !== undefined || check.isRequired) {
        check(`${place}.${name}`, given[name]);
      }
    }
  };
}

function required(check: Check): Check & { readonly isRequired: true } {
  return Object.assign((place: string, value: unknown) => check(place, value), { isRequired: true as const });
}

function list(check: Check): Check {
  return (place, value) => {
    if (!Array.isArray(value) || value.length === 0) {
      throw invalidOption(place, "a list that is not empty", value);
    }
    value.forEach((item, index) => {
      check(`${place}[${index}]`, item);
    });
  };
}

function recordOf(check: Check): Check {
  return (place, value) => {
    for (const [name, item] of Object.entries(objectOption(place, value ?? null))) {
      check(`${place}["${name}"]`, item);
    }
  };
}

function matching(pattern: RegExp, expected: string): Check {
  return (place, value) => {
    if (typeof value !== "string" || !pattern.test(value)) {
      throw invalidOption(place, expected, value);
    }
  };
}

const text = /* @__PURE__ */ matching(/\S/, "a text that is not empty");
const dottedName = /* @__PURE__ */ matching(
  /^[^.\s[\]]+(\.[^.\s[\]]+)*$/,
  'a dotted name such as "job.status" or "jobs.0.status"',
);
const dnsLabel = /* @__PURE__ */ matching(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'the first label of a host, such as "ecs"',
);
const hostName = /* @__PURE__ */ matching(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
  "a host name",
);

const fields = /* @__PURE__ */ object({
  status: /* @__PURE__ */ required(dottedName),
  id: dottedName,
  type: dottedName,
  startedAt: dottedName,
  endedAt: dottedName,
  code: dottedName,
  reason: dottedName,
  progress: dottedName,
});

function aFunction(place: string, value: unknown): void {
  if (typeof value !== "function") {
    throw invalidOption(place, "a function", value);
  }
}

/** A place is a whole segment, or the whole value of a parameter: then no ID can change the path. */
const PATH =
  /^(\/(\{\w+\}|(?!\.{1,2}(\/|\?|$))[\w.~!$&'()*+,;=:@-]+))+(\?[\w.~-]+=(\{\w+\}|[\w.~-]*)(&[\w.~-]+=(\{\w+\}|[\w.~-]*))*)?$/;

function checkPath(place: string, path: unknown): void {
  matching(PATH, 'a path such as "/v1/{project_id}/jobs/{job_id}", each place a whole segment')(place, path);
  const places = [...String(path).matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  refuseTwice(places, (name) => `"${place}" has the place {${name}} twice.`);
  const parameters = [...String(path).matchAll(/[?&]([^=]+)/g)].map(([, name = ""]) => name);
  refuseTwice(parameters, (name) => `"${place}" has the parameter ${name} twice.`);
  if (places.every((name) => name === "project_id")) {
    throw new ConfigurationError(`"${place}" needs a place for the job's ID, such as {job_id}.`);
  }
}

function refuseTwice(names: readonly string[], message: (name: string) => string): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    throw new ConfigurationError(message(twice));
  }
}

function checkStates(
  place: string,
  value: unknown,
  { allowsFunctions, needsSuccess }: { readonly allowsFunctions: boolean; readonly needsSuccess: boolean },
): void {
  const mappings = Object.entries(objectOption(place, value ?? null));
  const seen = new Map<string, string>();
  for (const [word, state] of mappings) {
    text(`${place}["${word}"] (the word)`, word);
    if (!(allowsFunctions && typeof state === "function")) {
      oneOf(`${place}["${word}"]`, state, states);
    }
    const same = seen.get(word.trim().toLowerCase());
    if (same !== undefined) {
      throw new ConfigurationError(`"${place}" has "${same}" and "${word}", which are the same word.`);
    }
    seen.set(word.trim().toLowerCase(), word);
  }
  if (needsSuccess && !mappings.some(([, state]) => state === "succeeded" || typeof state === "function")) {
    throw new ConfigurationError(`"${place}" needs a word that means "succeeded", or the row needs "gone".`);
  }
}

function checkTime(place: string, value: unknown): void {
  if (isRecord(value)) {
    object({ read: required(aFunction), write: required(aFunction) })(place, value);
  } else {
    oneOf(place, value, Object.keys(timeFormats));
  }
}
