/** How a page's times are written: by its descriptions and its examples. */
import { textValue } from "../../src/util/json.ts";
import type { Member } from "./body.ts";
import { fillIn } from "./mark.ts";

const forms: [time: string, pattern: RegExp][] = [
  // With a zone of their own, or said to be in UTC.
  ["utc", /:\d\d(?:\.\d+)? ?(?:Z|UTC|[+-]\d\d:?\d\d)\b|mm:ss(?:\.\w+)?Z\b|\btime zone offset\b|\bUTC\b(?! ?[+-])/i],
  ["epoch-milliseconds", /^\d{13}$|\bsuch as \d{13}\b|\b(?:in|unit:?|unit is) (?:ms|milliseconds?)\b/i],
  ["epoch-seconds", /^\d{10}$|\bsuch as \d{10}\b|\btimestamp\b.*\b(?:in|unit:?|unit is) seconds?\b/i],
];

/** The member `time` of a row; `undefined` where the body has no times. */
export function timeOf(times: readonly Member[]): string | undefined {
  const described = times.flatMap(({ description }) => description);
  const shown = times.flatMap(({ values }) => values.flatMap((value) => textValue(value)?.trim() ?? []));
  const found = forms.filter(([, pattern]) =>
    [...described, ...shown].some((text) => pattern.test(text.slice(0, 500))),
  );
  const [first, second] = found;
  if (times.length === 0 || (first !== undefined && second === undefined)) {
    return first?.[0];
  }
  const said = described.length === 0 ? "nothing" : `"${[...new Set(described)].join(" ")}"`;
  const example = shown[0] === undefined ? "" : `, and shows ${shown[0]}`;
  return fillIn(`"utc", "epoch-milliseconds" or "epoch-seconds"; the page says ${said}${example}`);
}
