/** The tables of a page put together: which of them is a header, a body, or an object inside another table. */
import { UnreadablePage } from "./blocks.ts";
import type { Row } from "./columns.ts";
import { limitsOf } from "./limits.ts";
import { type Field, nested, type Place } from "./model.ts";
import { mandatoryOf, typeOf } from "./types.ts";
import { disputedWords, wordsOf } from "./words.ts";

export interface FieldTable {
  /** Without "Table 5". */
  readonly caption: string;
  readonly anchors: readonly string[];
  readonly rows: readonly Row[];
}

/** The tables of a section; those of a response stand under its status. */
export interface Group {
  readonly section: "uri" | "request" | "response";
  readonly status: string | undefined;
  readonly tables: FieldTable[];
}

type Role = "path" | "query" | "header" | "body";

const MAX_FIELDS = 5000;
const MAX_DEPTH = 10;

export interface PlacedTables {
  readonly fields: ReadonlyMap<Place, Field>;
  /** The lines of each field's description. */
  readonly descriptions: ReadonlyMap<Place, readonly string[]>;
  readonly unread: readonly string[];
}

interface Placed {
  readonly fields: Map<Place, Field>;
  readonly descriptions: Map<Place, readonly string[]>;
}

export function placeTables(groups: readonly Group[], path: string): PlacedTables {
  const placed: Placed = { fields: new Map(), descriptions: new Map() };
  const unread: string[] = [];
  for (const group of groups) {
    const roles = rolesOf(group);
    const objects = new Objects(group.tables.filter((_, index) => roles[index] === undefined));
    group.tables.forEach((table, index) => {
      const role = roles[index];
      for (const row of role === undefined ? [] : table.rows) {
        addField(placed, `${prefix(group, rowRole(row, role ?? "body", path))} ${row.name}`, row, objects, 0);
      }
    });
    unread.push(...objects.left().map(({ caption, rows }) => caption || rows.map(({ name }) => name).join(", ")));
  }
  return { ...placed, unread };
}

function prefix({ section, status }: Group, role: Role): string {
  if (section === "response") {
    return `${status} ${role === "header" ? "header" : "body"}`;
  }
  return role === "body" ? "request body" : role;
}

/** What each table's caption, place and names tell of it; nothing for an object that another table speaks of. */
function rolesOf({ section, tables }: Group): (Role | undefined)[] {
  let hasBody = false;
  return tables.map(({ caption, rows }) => {
    const says = caption.toLowerCase();
    const areHeaders =
      rows.length > 0 && rows.every(({ name }) => /^(?:x-|content-|retry-after$|location$|etag$)/i.test(name));
    if (/\bheaders?\b/.test(says) || (says === "" && areHeaders)) {
      return "header";
    }
    if (section === "uri") {
      return /\bquery\b/.test(says) ? "query" : "path";
    }
    const isBody = /\bbody\b|^(?:request|response)(?: parameters?| elements?)?$|^parameters?(?: description)?$/.test(
      says,
    );
    // The first table that is no header is the body, whatever it is called.
    const role = isBody || !hasBody ? "body" : undefined;
    hasBody = true;
    return role;
  });
}

/** A table can mix kinds: a column may say of each row what it is, and the path has its parameters in braces. */
function rowRole({ name, place }: Row, role: Role, path: string): Role {
  const told = (["path", "query", "header", "body"] as const).find((word) => place.toLowerCase().startsWith(word));
  if (told !== undefined) {
    return told;
  }
  return role === "path" && !path.includes(`{${name}}`) && path.includes("{") ? mixedRole(name) : role;
}

const mixedRole = (name: string): Role => (/^x-/i.test(name) ? "header" : "path");

/** The tables that describe objects, handed out to the fields that speak of them. */
class Objects {
  readonly #tables: readonly FieldTable[];
  readonly #taken = new Map<FieldTable, string>();

  constructor(tables: readonly FieldTable[]) {
    this.#tables = tables;
  }

  /** By a link to it, by the name of the model or the field in the caption, else the next without one. */
  of(row: Row, model: string | undefined): FieldTable | undefined {
    const named = (text: string, name: string | undefined): boolean =>
      name !== undefined &&
      text
        .toLowerCase()
        .split(/[^\w.-]+/)
        .includes(name.toLowerCase());
    const key = (model ?? row.name).toLowerCase();
    const found =
      row.links
        .map((link) => this.#tables.find(({ anchors }) => anchors.includes(link)))
        .find((table) => table !== undefined) ??
      this.#tables.find(({ caption }) => caption.toLowerCase() === key) ??
      this.#tables.find(({ caption }) => named(caption, model)) ??
      this.#tables.find(({ caption }) => named(caption, row.name)) ??
      this.#tables.find((table) => this.#taken.get(table) === key) ??
      this.#tables.find((table) => table.caption === "" && !this.#taken.has(table));
    if (found !== undefined) {
      this.#taken.set(found, key);
    }
    return found;
  }

  left(): FieldTable[] {
    return this.#tables.filter((table) => !this.#taken.has(table));
  }
}

function addField(placed: Placed, place: Place, row: Row, objects: Objects, depth: number): void {
  const { fields, descriptions } = placed;
  if (fields.size >= MAX_FIELDS) {
    throw new UnreadablePage(`more than ${MAX_FIELDS} fields, no single operation`);
  }
  const read = typeOf(row.type);
  const isObject = read !== undefined && (read.name.endsWith("object") || !read.known);
  const object = isObject && depth < MAX_DEPTH ? objects.of(row, read.model) : undefined;
  const type = object === undefined || read?.known ? read?.name : "object";
  const mandatory = mandatoryOf(row.mandatory);
  const isList = type !== "boolean" && !isObject;
  const disputed = isList ? disputedWords(row.description) : [];
  // Rows of one name have one place: each inside each of the others, there would be no end of it.
  const children = fields.has(place) ? [] : (object?.rows ?? []);
  descriptions.set(place, row.description);
  fields.set(place, {
    ...(type === undefined ? {} : { type }),
    ...(mandatory === undefined ? {} : { mandatory }),
    words: isList ? wordsOf(row.description) : [],
    ...(disputed.length > 0 ? { disputed } : {}),
    limits: limitsOf(row.description, type),
    ...(isObject && object === undefined ? { opaque: true } : {}),
  });
  for (const child of children) {
    addField(placed, nested(place, type, child.name), child, objects, depth + 1);
  }
}
