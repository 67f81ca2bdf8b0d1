/** The limits of length and range that a description gives. */

export const limitNames = ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"] as const;
export type Limits = Partial<Record<(typeof limitNames)[number], number>>;

const number = String.raw`(-?\d[\d,]{0,20})`;
const to = String.raw`\s*(?:to|-|–|—|~|and)\s*`;
const unit = String.raw`(?:\s*(characters?|bytes|digits))?`;

interface Reading {
  readonly pattern: RegExp;
  /** Which group is the least, which the most, and which the unit. */
  readonly least?: number;
  readonly most?: number;
  readonly unit: number;
}

const readings: Reading[] = [
  {
    pattern: new RegExp(String.raw`\bmin(?:imum)?(?: value| length)?(?: is)?\s*[:：]?\s*${number}${unit}`, "i"),
    least: 1,
    unit: 2,
  },
  {
    pattern: new RegExp(String.raw`\bmax(?:imum)?(?: value| length)?(?: is)?\s*[:：]?\s*${number}${unit}`, "i"),
    most: 1,
    unit: 2,
  },
  {
    pattern: new RegExp(
      String.raw`\branges?(?: is)?(?: from| between)?\s*[:：]?\s*${number}${to}${number}${unit}`,
      "i",
    ),
    least: 1,
    most: 2,
    unit: 3,
  },
  { pattern: new RegExp(String.raw`^${number}${to}${number}${unit}\.?$`, "i"), least: 1, most: 2, unit: 3 },
  {
    pattern: new RegExp(String.raw`\b${number}${to}${number}\s*(characters?|bytes|digits)\b`, "i"),
    least: 1,
    most: 2,
    unit: 3,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:at most|up to|maximum of|more than|exceed|within|longer than)\s+${number}\s+(characters?|bytes|digits)\b`,
      "i",
    ),
    most: 1,
    unit: 2,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:at least|minimum of|less than|fewer than)\s+${number}\s+(characters?|bytes|digits)\b`,
      "i",
    ),
    least: 1,
    unit: 2,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:contains?|consists? of|length is|be)\s+${number}\s+(characters|bytes|digits)\b`,
      "i",
    ),
    least: 1,
    most: 1,
    unit: 2,
  },
];

/** For a string "Minimum" and "Maximum" are lengths: so the vendor's generator writes them. A range without unit is not. */
function kindOf(type: string | undefined, hasUnit: boolean, isRange: boolean): "Length" | "Items" | "imum" {
  if (type?.startsWith("array")) {
    return "Items";
  }
  return hasUnit || (type === "string" && !isRange) ? "Length" : "imum";
}

const numberIn = (match: RegExpExecArray, group: number | undefined): number | undefined =>
  group === undefined ? undefined : Number(match[group]?.replaceAll(",", ""));

/** The limits that a description gives a field of this type; the first one said of each counts. */
export function limitsOf(description: readonly string[], type: string | undefined): Limits {
  const limits: Limits = {};
  for (const line of description.slice(0, 300)) {
    for (const { pattern, least: from, most: to, unit } of readings) {
      const match = pattern.exec(line.slice(0, 2000));
      if (match === null) {
        continue;
      }
      const [least, most] = [numberIn(match, from), numberIn(match, to)];
      const kind = kindOf(type, match[unit] !== undefined, least !== undefined && most !== undefined);
      if (least !== undefined) {
        limits[`min${kind}`] ??= least;
      }
      if (most !== undefined) {
        limits[`max${kind}`] ??= most;
      }
    }
  }
  return limits;
}
