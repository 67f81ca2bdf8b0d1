/** The limits of length and range that a description gives. */

export const limitNames = ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"] as const;
export type Limits = Partial<Record<(typeof limitNames)[number], number>>;

const number = String.raw`-?\d[\d,]{0,20}`;
const [least, most, exact] = [`(?<least>${number})`, `(?<most>${number})`, `(?<exact>${number})`];
const range = String.raw`${least}\s*(?:to|-|–|—|~|and)\s*${most}`;
const unit = String.raw`\s*(?<unit>characters?|bytes|digits)`;
const named = String.raw`(?: value| length)?(?: is)?\s*[:：]?\s*`;

const patterns = [
  String.raw`\bmin(?:imum)?${named}${least}(?:${unit})?`,
  String.raw`\bmax(?:imum)?${named}${most}(?:${unit})?`,
  String.raw`\branges?(?: is)?(?: from| between)?\s*[:：]?\s*${range}(?:${unit})?`,
  String.raw`^${range}(?:${unit})?\.?$`,
  String.raw`\b${range}${unit}\b`,
  String.raw`\b(?:at most|up to|maximum of|more than|exceed|within|longer than)\s+${most}${unit}\b`,
  String.raw`\b(?:at least|minimum of|less than|fewer than)\s+${least}${unit}\b`,
  String.raw`\b(?:contains?|consists? of|length is|be)\s+${exact}${unit}\b`,
].map((pattern) => new RegExp(pattern, "i"));

/** For a string "Minimum" and "Maximum" are lengths: so the vendor's generator writes them. A range without unit is not. */
function kindOf(type: string | undefined, hasUnit: boolean, isRange: boolean): "Length" | "Items" | "imum" {
  if (type?.startsWith("array")) {
    return "Items";
  }
  return hasUnit || (type === "string" && !isRange) ? "Length" : "imum";
}

const numberIn = (text: string): number => Number(text.replaceAll(",", ""));

/** The limits that a description gives a field of this type; the first one said of each counts. */
export function limitsOf(description: readonly string[], type: string | undefined): Limits {
  const limits: Limits = {};
  for (const line of description.slice(0, 300)) {
    for (const pattern of patterns) {
      const { exact, least = exact, most = exact, unit } = pattern.exec(line.slice(0, 2000))?.groups ?? {};
      const kind = kindOf(type, unit !== undefined, least !== undefined && most !== undefined);
      if (least !== undefined) {
        limits[`min${kind}`] ??= numberIn(least);
      }
      if (most !== undefined) {
        limits[`max${kind}`] ??= numberIn(most);
      }
    }
  }
  return limits;
}
