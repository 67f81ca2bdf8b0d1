/** The members of a successful response's body, as the tables and the examples of a page have them. */
import { isRecord } from "../../src/util/json.ts";
import type { Page } from "../upstream/page.ts";
import { join, rank } from "./names.ts";

export interface Member {
  /** As a row has it: dotted, the only item of a list by its number, "jobs.0.status". */
  readonly name: string;
  /** The lines of its description; none where only an example has it. */
  readonly description: readonly string[];
  /** What the examples show. */
  readonly values: readonly unknown[];
}

export type Body = ReadonlyMap<string, Member>;

const MAX_DEPTH = 10;
const MAX_MEMBERS = 5000;

export function bodyOf({ fields, descriptions, statuses, examples }: Page): Body {
  const good = statuses.filter((status) => status.startsWith("2"));
  const shown = new Map<string, unknown[]>();
  for (const { status, value } of examples) {
    const members = new Map<string, unknown[]>();
    collect(value, "", members, 0);
    // Some pages show an error body under the same title.
    const isJob = good.includes(status) && [...members.keys()].some((name) => rank("status", name) >= 0);
    for (const [name, values] of isJob ? members : []) {
      shown.set(name, [...(shown.get(name) ?? []), ...values]);
    }
  }
  const places = [...fields.keys()].filter((place) => good.some((status) => place.startsWith(`${status} body `)));
  const described = places.map((place): Member => {
    const name = nameOf(place.split(" ").at(-1) ?? "", shown);
    return { name, description: descriptions.get(place) ?? [], values: shown.get(name) ?? [] };
  });
  const only = [...shown].map(([name, values]): Member => ({ name, description: [], values }));
  return new Map([...only, ...described].map((member) => [member.name, member]));
}

/** All members of an example; the items of a list share their names. */
function collect(value: unknown, name: string, members: Map<string, unknown[]>, depth: number): void {
  if (depth > MAX_DEPTH || members.size > MAX_MEMBERS) {
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) {
      collect(item, join(name, "0"), members, depth + 1);
    }
  } else if (isRecord(value)) {
    for (const [key, child] of Object.entries(value)) {
      // A row cannot name a key that has a dot itself.
      if (key !== "" && !key.includes(".")) {
        const inner = join(name, key);
        members.set(inner, [...(members.get(inner) ?? []), child]);
        collect(child, inner, members, depth + 1);
      }
    }
  }
}

/** "jobs[].status" as "jobs.0.status"; what examples show as an object is one, even if the table says a list. */
function nameOf(place: string, shown: ReadonlyMap<string, readonly unknown[]>): string {
  return place.split(".").reduce((outer, part) => {
    const name = join(outer, part.replace(/\[\]$/, ""));
    return part.endsWith("[]") && !shown.get(name)?.some(isRecord) ? join(name, "0") : name;
  }, "");
}
