import { at, type Document } from "./document.ts";
import { isAnnotation, type Meaning, meaningOf } from "./meaning.ts";
import type { Impact, RedoclyChange } from "./redocly.ts";

/** What a change means for those who use the API. */
export interface Classification {
  readonly impact: Impact;
  readonly rule: string;
  readonly message: string;
}

/** Both descriptions, bundled. */
export interface Documents {
  readonly base: Document;
  readonly revision: Document;
}

/**
 * Redocly's classification, corrected where more is known.
 *
 * 1. A schema that is only written in another way (order of words, types or alternatives; `[string]`) has not changed; one
 *    whose properties are in an `allOf` now, or no longer, is a patch.
 * 2. A word that comes to, or goes from, an open list (`anyOf: [list, string]`) is minor, and so is a text that becomes such
 *    a list. Redocly sees an enum and calls a new word major; but every word was always allowed, and no type that users get
 *    changes its meaning.
 * 3. What a response can be gets narrower: Redocly calls it a patch, as responses to come are among the ones that were
 *    allowed. Code that handles what is gone no longer compiles against the new types (`"b"` is not comparable to
 *    `"a"`, and nothing is left of the union), so it is major. So is a `format` that is new, since generators make other
 *    types of it: as breaking as one that goes.
 * 4. A parameter of a path has another name: users write both the path and the name.
 * 5. A server's region goes: whoever works there loses the server, which Redocly calls major only for a whole one. One that
 *    is new is an addition, and so is the word that something is deprecated.
 *
 * @returns `undefined` if nothing has changed
 */
export function classify(change: RedoclyChange, documents: Documents): Classification | undefined {
  const place = placeOf(change.path.replace(/\/anyOf\/\d+$/, ""));
  const [before, after] = meaningsAround(change, documents);
  if (before !== undefined && after !== undefined) {
    if (before.text === after.text) {
      return undefined;
    }
    if (before.merged === after.merged) {
      return { impact: "patch", rule: "restated", message: `${place} says the same in another way.` };
    }
    if (before.open === after.open) {
      return {
        impact: "minor",
        rule: "open-list-changed",
        message: `The open list of words of ${place} ${words(before, after)}.`,
      };
    }
  }
  const own = change.impact === "major" ? undefined : (namesAndServers(change, place) ?? narrowing(change, place));
  return own ?? asRedoclySays(change, place);
}

/** What the innermost schema that both have means in which something has changed, unless that is a text for readers. */
function meaningsAround(
  { path, typeName, property = "" }: RedoclyChange,
  { base, revision }: Documents,
): [] | [before: Meaning, after: Meaning] {
  const isStructure = ["Schema", "SchemaProperties", "AnyOf", "OneOf", "AllOf"].includes(typeName);
  let place = isStructure && !isAnnotation(property) && /\/schema(?:\/|$)/.test(path) ? path : "";
  while (place !== "") {
    place = place.replace(/\/properties$/, "").replace(/(?:\/(?:anyOf|oneOf|allOf)(?:\/\d+)?)+$/, "");
    const [before, after] = [at(base, place), at(revision, place)];
    if (before !== undefined && after !== undefined) {
      return [meaningOf(base, before), meaningOf(revision, after)];
    }
    const [, outer = ""] = /^(.*)\/(?:properties\/[^/]+|items)$/.exec(place) ?? [];
    place = outer;
  }
  return [];
}

function words(before: Meaning, after: Meaning): string {
  const gained = after.words.filter((word) => !before.words.includes(word));
  const lost = before.words.filter((word) => !after.words.includes(word));
  const parts = [gained.length > 0 && `gained ${gained.join(", ")}`, lost.length > 0 && `lost ${lost.join(", ")}`];
  return parts.filter(Boolean).join(" and ");
}

function namesAndServers(change: RedoclyChange, place: string): Classification | undefined {
  const { typeName, property, path, base, revision } = change;
  if ((typeName === "PathItem" && property === "key") || (typeName === "Parameter" && property === "name")) {
    const message = `${base?.value} is called ${revision?.value} now: users write the path and the names of its parameters.`;
    return { impact: "major", rule: "path-renamed", message };
  }
  if (typeName === "ServerVariable" && property === "enum") {
    const [before, after] = [regionsIn(base?.value), regionsIn(revision?.value)];
    if (before === undefined || after === undefined) {
      return after === undefined
        ? { impact: "minor", rule: "server-variable-widened", message: `${place} may be anything now.` }
        : { impact: "major", rule: "server-variable-narrowed", message: `${place} is one of ${after.join(", ")} now.` };
    }
    const lost = before.filter((region) => !after.includes(region));
    const gained = after.filter((region) => !before.includes(region));
    if (lost.length > 0) {
      return { impact: "major", rule: "server-variable-narrowed", message: `${place} lost ${lost.join(", ")}.` };
    }
    return gained.length > 0
      ? { impact: "minor", rule: "server-variable-widened", message: `${place} gained ${gained.join(", ")}.` }
      : { impact: "patch", rule: "modified", message: `${place} has another order.` };
  }
  // A marker for readers, or for tools that know it.
  if (typeName === "SpecExtension") {
    return { impact: "patch", rule: change.kind, message: `${place} was ${change.kind}.` };
  }
  return property === "deprecated" && revision?.value === true && !path.startsWith("#/components/")
    ? { impact: "minor", rule: "deprecated", message: `${place} is deprecated.` }
    : undefined;
}

const regionsIn = (value: unknown): string[] | undefined => (Array.isArray(value) ? value.map(String) : undefined);

function narrowing(change: RedoclyChange, place: string): Classification | undefined {
  if (change.property === "format" && change.revision?.value !== undefined) {
    const message = `${tell(change, place)} Generators make another type of it.`;
    return { impact: "major", rule: "format-changed", message };
  }
  return isNarrowedResponse(change)
    ? { impact: "major", rule: "response-narrowed", message: `${tell(change, place)} Fewer responses fit than before.` }
    : undefined;
}

function asRedoclySays(change: RedoclyChange, place: string): Classification {
  const [first] = change.verdicts;
  return {
    impact: change.impact,
    rule: first?.ruleId ?? change.kind,
    message: [...new Set(change.verdicts.map(({ message }) => message)), !first && tell(change, place)]
      .filter(Boolean)
      .join(" "),
  };
}

function isNarrowedResponse({ path, kind, property, base, revision }: RedoclyChange): boolean {
  if (!path.includes("/responses/")) {
    return false;
  }
  if (property === "enum" || property === "type" || property === "const") {
    // Redocly has called everything else that these three can do major.
    return revision?.value !== undefined && JSON.stringify(base?.value) !== JSON.stringify(revision.value);
  }
  return kind === "removed" && /\/(anyOf|oneOf)\/\d+$/.test(path);
}

const tell = ({ kind, property }: RedoclyChange, place: string): string =>
  property === undefined ? `${place} was ${kind}.` : `${property} of ${place} was changed.`;

/** A pointer as people say it: `GET /v1/jobs/{id} 200 sub_jobs[].status`. */
export function placeOf(pointer: string): string {
  const text = pointer
    .replace(/^#\//, "")
    .replace(/^paths\/([^/]+)\/(\w+)(?=\/|$)/, (_, path: string, verb: string) => `${verb.toUpperCase()} ${path}`)
    .replace(/\/responses\/(\w+)/, " $1 ")
    .replace(/\/content\/[^/]+\/schema/, "")
    .replace(/(\/properties\/[^/]+)\/items(?=\/|$)/g, "$1[]")
    .replace(/\/properties\//g, ".")
    .replace(/ [./]/, " ");
  return text.replaceAll("~1", "/").replaceAll("~0", "~").trim();
}
