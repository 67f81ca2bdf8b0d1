import { locate } from "./locate.ts";
import type { Impact, RedoclyChange } from "./redocly.ts";

/** What a change means for those who use the API. */
export interface Classification {
  readonly impact: Impact;
  readonly rule: string;
  readonly message: string;
}

/** The root files of both descriptions. */
export interface Roots {
  readonly base: string;
  readonly revision: string;
}

/**
 * Redocly's classification, except in three cases.
 *
 * 1. A word that comes to, or goes from, an open list (`anyOf: [list, string]`) is minor. Redocly sees an enum and calls a
 *    new word major; but every word was always allowed, and no type that users get changes its meaning.
 * 2. What a response can be gets narrower: redocly calls it a patch, as old answers to come are among the ones that were
 *    allowed. Code that handles what is gone no longer compiles against the new types (`"b"` is not comparable to
 *    `"a"`, and nothing is left of the union), so it is major.
 * 3. A server's region goes: whoever works there loses the server, which redocly calls major only for a whole one.
 */
export function classify(change: RedoclyChange, roots: Roots): Classification {
  const place = placeOf(change.path.replace(/\/anyOf\/\d+$/, ""));
  const { gained, lost } = wordsOf(change);
  if (gained.length + lost.length > 0 && isOpenList(change, roots)) {
    const parts = [gained.length > 0 && `gained ${gained.join(", ")}`, lost.length > 0 && `lost ${lost.join(", ")}`];
    const message = `The open list of words of ${place} ${parts.filter(Boolean).join(" and ")}.`;
    return { impact: "minor", rule: "open-list-changed", message };
  }
  if (change.impact !== "major" && change.typeName === "ServerVariable" && lost.length > 0) {
    return { impact: "major", rule: "server-variable-narrowed", message: `${place} lost ${lost.join(", ")}.` };
  }
  if (change.impact !== "major" && isNarrowedResponse(change)) {
    return {
      impact: "major",
      rule: "response-narrowed",
      message: `${tell(change, place)} Fewer answers fit than before.`,
    };
  }
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

/** The words that a list of words gained and lost; nothing for any other change. */
function wordsOf({ property, base, revision }: RedoclyChange): { gained: unknown[]; lost: unknown[] } {
  const [before, after] = [base?.value, revision?.value];
  if (property !== "enum" || !Array.isArray(before) || !Array.isArray(after)) {
    return { gained: [], lost: [] };
  }
  return {
    gained: after.filter((word) => !before.includes(word)),
    lost: before.filter((word) => !after.includes(word)),
  };
}

/** Whether a list stands in an `anyOf` beside a string that may be anything, before the change and after it. */
function isOpenList({ path }: RedoclyChange, { base, revision }: Roots): boolean {
  const [, union] = /^(.*\/anyOf)\/\d+$/.exec(path) ?? [];
  return union !== undefined && [base, revision].every((root) => hasPlainString(root, union));
}

function hasPlainString(root: string, union: string): boolean {
  const { found, value } = locate(root, union);
  const members = found && Array.isArray(value) ? value : [];
  return members.some((_, index) => {
    const member = locate(root, `${union}/${index}`).value as Record<string, unknown> | null;
    const isFree = !["enum", "const", "pattern", "format"].some((key) => member?.[key] !== undefined);
    return isFree && [member?.["type"]].flat().includes("string");
  });
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
