import { textValue } from "../util/json.ts";

/** How a service writes a moment. */
export interface TimeFormat {
  /** The moment, or `undefined` when the value is none. */
  read(value: unknown): Date | undefined;
  write(time: Date): unknown;
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3])(:\d{2}:\d{2}(?:\.\d{1,9})?)(Z|[+-]\d{2}:?\d{2})?$/i;

/** `YYYY-MM-DD HH:mm:ss` in UTC; ISO 8601, with a zone or without, is read too. */
export const utcDateTime: TimeFormat = {
  read(value) {
    const [, date, hour, rest, zone = "Z"] = DATE_TIME.exec(textValue(value)?.trim() ?? "") ?? [];
    // A day that its month does not have would roll over into the next one.
    return date === undefined || !isDay(date) ? undefined : valid(new Date(`${date}T${hour}${rest}${iso(zone)}`));
  },
  write: (time) => time.toISOString().slice(0, 19).replace("T", " "),
};

/** Milliseconds since the epoch as a string of digits; a number is read too. */
export const epochMilliseconds: TimeFormat = {
  read(value) {
    const digits = textValue(value)?.trim() ?? "";
    return /^\d+$/.test(digits) ? valid(new Date(Number(digits))) : undefined;
  },
  write: (time) => String(time.getTime()),
};

/** `+0800` and `+08:00` are the same zone; a date takes the latter only. */
function iso(zone: string): string {
  return zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
}

function isDay(date: string): boolean {
  const day = valid(new Date(`${date}T00:00:00Z`));
  return day?.toISOString().startsWith(date) === true;
}

function valid(time: Date): Date | undefined {
  return Number.isNaN(time.getTime()) ? undefined : time;
}
