/** The vendor's words for types, as the contract spells them. */
import { tidy } from "./blocks.ts";

export interface Type {
  /** As in the contract ("string", "array of object", "array"); the vendor's own word where it is none of these. */
  readonly name: string;
  /** Whether `name` is one of the contract's. */
  readonly known: boolean;
  /** The vendor's name of the object, or of what the array holds, which a table of its own describes. */
  readonly model?: string;
}

const scalars: [name: string, pattern: RegExp][] = [
  ["string", /^(?:strings?|str|chars?|varchar|text|enum|uuid)$/i],
  ["integer", /^(?:integers?|int|int32|int64|longs?|short|bigintegers?|bigint)$/i],
  ["number", /^(?:numbers?|floats?|doubles?|decimals?|bigdecimal)$/i],
  ["boolean", /^(?:booleans?|bool)$/i],
  ["object", /^(?:objects?|json|jsonobject|dict|dictionary|map|struct(?:ures?)?)$/i],
  ["array", /^(?:arrays?|lists?)$/i],
];

/** What a cell of the column "Type" says; nothing when it is empty. */
export function typeOf(cell: string): Type | undefined {
  const text = tidy(cell.slice(0, 300)).replace(/\s*\(\d+\)$/, "");
  return text === "" || /^(?:-|–|n\/a|none)$/i.test(text) ? undefined : read(text, 0);
}

function read(text: string, depth: number): Type {
  const scalar = scalars.find(([, pattern]) => pattern.test(text));
  if (scalar !== undefined) {
    return { name: scalar[0], known: true };
  }
  const [, item] =
    /^(?:array|list)(?: of |\s*<|\s*\()([^<>()]+)[>)]?$/i.exec(text) ??
    /^(.+?)(?: (?:array|list)|\[\])$/i.exec(text) ??
    [];
  if (item !== undefined && depth < 3) {
    const of = read(item.trim(), depth + 1);
    if (!of.known && /\s/.test(item.trim())) {
      return { name: text, known: false };
    }
    // Where the items have just a name, it is that of an object.
    const object: Type = { name: "object", known: true, model: of.model ?? item.trim() };
    const { name, known, model } = of.known ? of : object;
    return { name: `array of ${name}`, known, ...(model === undefined ? {} : { model }) };
  }
  if (/^(?:map|dict)\s*[<(]/i.test(text)) {
    return { name: "object", known: true };
  }
  const [, model] = /^([\w.-]+) (?:data )?(?:objects?|structures?|struct)$/i.exec(text) ?? [];
  if (model !== undefined) {
    return { name: "object", known: true, model };
  }
  return { name: text, known: false, ...(/^[A-Za-z][\w.-]*$/.test(text) ? { model: text } : {}) };
}

/** What a cell of the column "Mandatory" says. */
export function mandatoryOf(cell: string): boolean | undefined {
  const word = tidy(cell.slice(0, 50)).toLowerCase();
  if (/^(?:yes|y|true|m|mandatory|required)$/.test(word)) {
    return true;
  }
  return /^(?:no|n|false|o|optional)$/.test(word) ? false : undefined;
}
