/** How a service writes a moment. */
export interface TimeFormat {
  /** The moment, or `undefined` when the value is none. */
  read(value: unknown): Date | undefined;
  write(time: Date): unknown;
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(Z|[+-]\d{2}:\d{2})?$/i;

/** `YYYY-MM-DD HH:mm:ss` in UTC; ISO 8601, with a zone or without, is read too. */
export const utcDateTime: TimeFormat = {
  read(value) {
    const [, date, time, zone = "Z"] = DATE_TIME.exec(typeof value === "string" ? value.trim() : "") ?? [];
    // A day that its month does not have would roll over into the next one.
    return date === undefined || !isDay(date) ? undefined : valid(new Date(`${date}T${time}${zone.toUpperCase()}`));
  },
  write: (time) => time.toISOString().slice(0, 19).replace("T", " "),
};

/** Milliseconds since the epoch as a string of digits; a number is read too. */
export const epochMilliseconds: TimeFormat = {
  read(value) {
    const digits = typeof value === "number" ? String(value) : value;
    return typeof digits === "string" && /^\d+$/.test(digits.trim()) ? valid(new Date(Number(digits))) : undefined;
  },
  write: (time) => String(time.getTime()),
};

function isDay(date: string): boolean {
  const day = valid(new Date(`${date}T00:00:00Z`));
  return day?.toISOString().startsWith(date) === true;
}

function valid(time: Date): Date | undefined {
  return Number.isNaN(time.getTime()) ? undefined : time;
}
