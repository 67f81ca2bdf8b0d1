/** The names that users import or write: Redocly follows references, and sees none of them. */
import { type Document, isRecord } from "./document.ts";
import type { Impact } from "./redocly.ts";

/** A change of names, and a pointer to where it is in the description that has it. */
export interface NameChange {
  readonly impact: Impact;
  readonly rule: string;
  readonly message: string;
  readonly pointer: string;
}

/** What the generated types have under `components`, and what generators name credentials by. */
const kinds = ["schemas", "responses", "parameters", "headers", "requestBodies", "securitySchemes"];

const namesIn = (document: Document, kind: string): string[] => {
  const { components } = document;
  const group = isRecord(components) ? components[kind] : undefined;
  return isRecord(group) ? Object.keys(group) : [];
};

/** The components that came or went, and the order of the servers. */
export function nameChanges(base: Document, revision: Document): NameChange[] {
  const components = kinds.flatMap((kind) => {
    const [before, after] = [namesIn(base, kind), namesIn(revision, kind)];
    const change = (name: string, impact: Impact, rule: string, says: string): NameChange => {
      return { impact, rule, message: `components.${kind}.${name} ${says}`, pointer: `#/components/${kind}/${name}` };
    };
    const gone = before.filter((name) => !after.includes(name));
    const fresh = after.filter((name) => !before.includes(name));
    return [
      ...gone.map((name) =>
        change(name, "major", "component-removed", "is gone: code that names it does not compile."),
      ),
      ...fresh.map((name) => change(name, "minor", "component-added", "is new.")),
    ];
  });
  const [before, after] = [urlsIn(base), urlsIn(revision)];
  const isReordered = `${before}` !== `${after}` && `${before.toSorted()}` === `${after.toSorted()}`;
  const message = "The servers are in another order.";
  return isReordered
    ? [...components, { impact: "patch", rule: "servers-reordered", message, pointer: "#/servers" }]
    : components;
}

const urlsIn = ({ servers }: Document): string[] =>
  Array.isArray(servers) ? servers.map((server) => String(server?.url)) : [];
