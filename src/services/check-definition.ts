import { ConfigurationError } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { clouds, regionOption } from "../util/regions.ts";
import { objectOption, quoted } from "../util/validate.ts";
import { among, list, matching, object, recordOf, satisfying, state } from "./checks.ts";
import { checkedMapping, checkedRead, lenientFormat } from "./own-reading.ts";
import type { CheckedDefinition } from "./parse-job.ts";
import { type TimeFormat, timeFormats } from "./timestamps.ts";

/**
 * Checks a row.
 *
 * @param place - of the row, such as `services.ecs`
 * @returns the row with functions that are safe to call
 * @throws ConfigurationError that names the place of the mistake
 */
export function checkDefinition(place: string, definition: unknown): CheckedDefinition {
  const { gone } = objectOption(place, definition ?? null);
  const row = object(
    {
      path: checkPath,
      hosts: object(
        {
          prefix: dnsLabel,
          clouds: list(among(clouds), 1),
          exceptions: recordOf(hostName, (name, region) => regionOption(region, name)),
        },
        ["prefix"],
      ),
      title: text,
      fields,
      states: (name, words) => checkStates(name, words, { allowsFunctions: true, needsSuccess: gone === undefined }),
      subJobs: object(
        {
          list: dottedName,
          total: dottedName,
          fields,
          states: (name, words) => checkStates(name, words, { allowsFunctions: false, needsSuccess: false }),
        },
        ["list"],
      ),
      started: dottedName,
      time: checkTime,
      gone: among(["succeeded", "failed"]),
      read: (name, read) => checkedRead(name, aFunction(name, read) as Parameters<typeof checkedRead>[1]),
      errors: object({ action: text, codes: recordOf(text), notFound: list(text, 1) }),
    },
    ["path", "fields", "states"],
  );
  return row(place, definition) as CheckedDefinition;
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
const HOST = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;
/** Some hosts of that form are none, such as `xn--a.b`, and some are others: `127.1` is `127.0.0.1`. */
const hostName = /* @__PURE__ */ satisfying(
  (value) =>
    typeof value === "string" &&
    HOST.test(value) &&
    URL.canParse(`https://${value}`) &&
    new URL(`https://${value}`).host === value,
  "a host name",
);

const fields = /* @__PURE__ */ object(
  {
    status: dottedName,
    id: dottedName,
    type: dottedName,
    startedAt: dottedName,
    endedAt: dottedName,
    code: dottedName,
    reason: dottedName,
    progress: dottedName,
  },
  ["status"],
);

const aFunction = /* @__PURE__ */ satisfying((value) => typeof value === "function", "a function");

/** A place is a whole segment, or the whole value of a parameter: then no ID can change the path. */
const PATH =
  /^(\/(\{\w+\}|(?!\.{1,2}(\/|\?|$))[\w.~!$&'()*+,;=:@-]+))+(\?[\w.~-]+=(\{\w+\}|[\w.~-]*)(&[\w.~-]+=(\{\w+\}|[\w.~-]*))*)?$/;

function checkPath(place: string, path: unknown): unknown {
  matching(PATH, 'a path such as "/v1/{project_id}/jobs/{job_id}", each place a whole segment')(place, path);
  const places = [...String(path).matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  refuseTwice(places, (name) => `"${place}" has the place {${name}} twice.`);
  const parameters = [...String(path).matchAll(/[?&]([^=]+)/g)].map(([, name = ""]) => name);
  refuseTwice(parameters, (name) => `"${place}" has the parameter ${name} twice.`);
  if (places.every((name) => name === "project_id")) {
    throw new ConfigurationError(`"${place}" needs a place for the job's ID, such as {job_id}.`);
  }
  return path;
}

function refuseTwice(names: readonly string[], message: (name: string) => string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ConfigurationError(message(twice));
  }
}

function checkStates(
  place: string,
  value: unknown,
  { allowsFunctions, needsSuccess }: { readonly allowsFunctions: boolean; readonly needsSuccess: boolean },
): unknown {
  const seen = new Map<string, string>();
  const mappings = Object.entries(recordOf((_, mapping) => mapping)(place, value) as object).map(([word, mapping]) => {
    const name = `${place}[${quoted(word)}]`;
    text(`${name} (the word)`, word);
    const same = seen.get(word.trim().toLowerCase());
    if (same !== undefined) {
      throw new ConfigurationError(`"${place}" has ${quoted(same)} and ${quoted(word)}, which are the same word.`);
    }
    seen.set(word.trim().toLowerCase(), word);
    const isFunction = allowsFunctions && typeof mapping === "function";
    return [word, isFunction ? checkedMapping(name, mapping as () => never) : state(name, mapping)];
  });
  if (needsSuccess && !mappings.some(([, mapping]) => mapping === "succeeded" || typeof mapping === "function")) {
    throw new ConfigurationError(`"${place}" needs a word that means "succeeded", or the row needs "gone".`);
  }
  return Object.fromEntries(mappings);
}

function checkTime(place: string, value: unknown): unknown {
  if (!isRecord(value)) {
    return among(Object.keys(timeFormats))(place, value);
  }
  // An instance of a class may have members of its own.
  aFunction(`${place}.read`, value["read"]);
  aFunction(`${place}.write`, value["write"]);
  return lenientFormat(value as unknown as TimeFormat);
}
