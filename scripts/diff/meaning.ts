/** What a schema means, whatever the way in which it is written. */
import { type Document, isRecord, resolve } from "./document.ts";

export interface Meaning {
  /** Without annotations; order and references make no difference. */
  readonly text: string;
  /** The same, an `allOf` merged into what it stands for. */
  readonly merged: string;
  /** The same, without the words of open lists (`anyOf: [list, string]`). */
  readonly open: string;
  /** Those words. */
  readonly words: readonly string[];
}

const MAX_DEPTH = 30;

export function meaningOf(document: Document, schema: unknown): Meaning {
  const words = new Set<string>();
  const read = (merges: boolean, opens: boolean): string =>
    JSON.stringify(normalized(document, schema, { merges, opens, words }, 0)) ?? "";
  return { text: read(false, false), merged: read(true, false), open: read(true, true), words: [...words] };
}

interface Reading {
  readonly merges: boolean;
  readonly opens: boolean;
  readonly words: Set<string>;
}

/** Whether a key of a schema is for readers. */
export const isAnnotation = (key: string): boolean =>
  /^(?:title|description|default|examples?|deprecated|\$comment|externalDocs|x-.*)$/.test(key);

const combinators = ["anyOf", "oneOf", "allOf"];

function normalized(document: Document, value: unknown, reading: Reading, depth: number): unknown {
  const schema = resolve(document, value);
  if (!isRecord(schema) || depth > MAX_DEPTH) {
    return schema;
  }
  const inner = (part: unknown): unknown => normalized(document, part, reading, depth + 1);
  const read: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(schema)) {
    if (key === "properties" && isRecord(part)) {
      read[key] = sortedKeys(
        Object.fromEntries(Object.entries(part).map(([name, property]) => [name, inner(property)])),
      );
    } else if (combinators.includes(key) && Array.isArray(part)) {
      read[key] = sorted(part.map(inner));
    } else if (key === "type" || key === "enum" || key === "required") {
      read[key] = sorted([part].flat());
    } else if (!isAnnotation(key)) {
      read[key] = isRecord(part) ? inner(part) : part;
    }
  }
  const merged = reading.merges ? withoutAllOf(read) : read;
  return sortedKeys(reading.opens ? withoutWords(merged, reading.words) : merged);
}

const sorted = (list: readonly unknown[]): unknown[] => {
  const texts = new Map(list.map((item) => [JSON.stringify(item), item]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
};

const sortedKeys = (record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** An `allOf` of objects is one object with the properties of all, unless two say different things of one key. */
function withoutAllOf({ allOf, ...own }: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(allOf) || !allOf.every(isRecord)) {
    return allOf === undefined ? own : { ...own, allOf };
  }
  const merged: Record<string, unknown> = {};
  for (const [key, part] of [...allOf, own].flatMap((member) => Object.entries(member))) {
    const known = merged[key];
    if (key === "properties" && isRecord(part)) {
      merged[key] = sortedKeys({ ...(isRecord(known) ? known : {}), ...part });
    } else if (key === "required" && Array.isArray(part)) {
      merged[key] = sorted([known ?? [], part].flat());
    } else if (known === undefined) {
      merged[key] = part;
    } else if (JSON.stringify(known) !== JSON.stringify(part)) {
      return { ...own, allOf };
    }
  }
  return merged;
}

/** A list of words beside a string that may be anything is that string. */
function withoutWords({ anyOf, ...own }: Record<string, unknown>, words: Set<string>): Record<string, unknown> {
  if (!Array.isArray(anyOf) || !anyOf.some(isFreeString)) {
    return anyOf === undefined ? own : { ...own, anyOf };
  }
  const lists = anyOf.filter((member) => isRecord(member) && Array.isArray(member["enum"]));
  for (const word of lists.flatMap((list) => list.enum)) {
    words.add(String(word));
  }
  const rest = anyOf.filter((member) => !lists.includes(member));
  return rest.length === 1 ? { ...rest[0], ...own } : { ...own, anyOf: rest };
}

const isFreeString = (schema: unknown): boolean =>
  isRecord(schema) &&
  [schema["type"]].flat().includes("string") &&
  !["enum", "const", "pattern", "format"].some((key) => schema[key] !== undefined);
