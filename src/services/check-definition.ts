import { ConfigurationError } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { clouds, regionOption } from "../util/regions.ts";
import { quoted } from "../util/validate.ts";
import { among, type Check, list, matching, object, recordOf, satisfying, state } from "./checks.ts";
import { checkedMapping, checkedRead, lenientFormat } from "./own-reading.ts";
import type { CheckedDefinition } from "./parse-job.ts";
import { type TimeFormat, timeFormats } from "./timestamps.ts";

/**
 * Checks a row.
 *
 * @param where - of the row, such as `services.ecs`
 * @returns the row with functions that are safe to call
 * @throws ConfigurationError that names the place of the mistake
 */
export function checkDefinition(where: string, definition: unknown): CheckedDefinition {
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
      states: checkedStates(true),
      subJobs: object({ list: nameInBody, total: nameInBody, fields, states: checkedStates(false) }, ["list"]),
      started: dottedName,
      time: checkTime,
      gone: among(["succeeded", "failed"]),
      read: (name, read) => {
        const given = aFunction(name, read) as Parameters<typeof checkedRead>[1];
        return checkedRead(name, given.bind(definition));
      },
      errors: object({ action: text, codes: recordOf(text), notFound: list(text, 1), otherProject: list(text, 1) }),
    },
    ["path", "fields", "states"],
  )(where, definition) as CheckedDefinition;
  const meanings = Object.values(row.states);
  if (row.gone === undefined && !meanings.some((state) => state === "succeeded" || typeof state === "function")) {
    throw new ConfigurationError(`"${where}.states" needs a word that means "succeeded", or the row needs "gone".`);
  }
  return row;
}

const text = /* @__PURE__ */ matching(/\S/, "a text that is not empty");
const DOTTED = 'a dotted name such as "job.status" or "jobs.0.status"';
const dottedName = /* @__PURE__ */ matching(/^[^.\s[\]]+(\.[^.\s[\]]+)*$/, DOTTED);
/** A body is an object, and so is a sub-job: the name does not begin with the number of an item. */
const nameInBody = /* @__PURE__ */ matching(/^(?!\d+(\.|$))[^.\s[\]]+(\.[^.\s[\]]+)*$/, DOTTED);
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

const factNames = ["status", "id", "type", "startedAt", "endedAt", "code", "reason", "progress"];
const fields: Check = (where, value) =>
  object(Object.fromEntries(factNames.map((name) => [name, nameInBody])), ["status"])(where, value);

const aFunction = /* @__PURE__ */ satisfying((value) => typeof value === "function", "a function");

/** A place is a whole segment, or the whole value of a parameter: then no ID can change the path. */
const PATH =
  /^(\/(\{\w+\}|(?!\.{1,2}(\/|\?|$))[\w.~!$&'()*+,;=:@-]+))+(\?[\w.~-]+=(\{\w+\}|[\w.~-]*)(&[\w.~-]+=(\{\w+\}|[\w.~-]*))*)?$/;

function checkPath(where: string, path: unknown): unknown {
  matching(PATH, 'a path such as "/v1/{project_id}/jobs/{job_id}", each place a whole segment')(where, path);
  const places = String(path).match(/\{\w+\}/g) ?? [];
  refuseTwice(places, (name) => `"${where}" has the place ${name} twice.`);
  const parameters =
    String(path)
      .match(/[?&][^=]+/g)
      ?.map((name) => name.slice(1)) ?? [];
  refuseTwice(parameters, (name) => `"${where}" has the parameter ${name} twice.`);
  if (places.every((name) => name === "{project_id}")) {
    throw new ConfigurationError(`"${where}" needs a place for the job's ID, such as {job_id}.`);
  }
  return path;
}

function refuseTwice(names: readonly string[], message: (name: string) => string): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    throw new ConfigurationError(message(twice));
  }
}

function checkedStates(allowsFunctions: boolean): Check {
  return (where, value) => {
    const words = Object.keys(recordOf((_, mapping) => mapping)(where, value) as object);
    const same = words.map((word) => word.trim().toLowerCase());
    for (const word of words) {
      text(`${where}[${quoted(word)}] (the word)`, word);
    }
    refuseTwice(same, (twice) => {
      const [first, second] = words.filter((_, index) => same[index] === twice);
      return `"${where}" has ${quoted(first ?? "")} and ${quoted(second ?? "")}, which are the same word.`;
    });
    return recordOf((name, mapping) => {
      const isFunction = allowsFunctions && typeof mapping === "function";
      return isFunction ? checkedMapping(name, mapping as () => never) : state(name, mapping);
    })(where, value);
  };
}

function checkTime(where: string, value: unknown): unknown {
  if (!isRecord(value)) {
    return among(Object.keys(timeFormats))(where, value);
  }
  // An instance of a class may have members of its own.
  aFunction(`${where}.read`, value["read"]);
  aFunction(`${where}.write`, value["write"]);
  return lenientFormat(value as unknown as TimeFormat);
}
