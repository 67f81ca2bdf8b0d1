import { textValue } from "../util/json.ts";

/** How a service writes a moment. */
export interface TimeFormat {
  /** The moment, or `undefined` if the value is not one. */
  read(value: unknown): Date | undefined;
  /** The value for a moment, for the simulator. */
  write(time: Date): unknown;
}

/**
 * A date and a time of day, as ISO 8601 and its relatives write them: with `T` or a space between, with or without
 * seconds, a fraction and a zone. Go also prints the zone's name behind it (`+0000 UTC`, `+0800 +0800`).
 */
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?(?:Z|UTC|GMT|([+-]\d{2})(?::?(\d{2}))?(?: (?:[A-Z]{3,5}|[+-]\d{2,4}))?)?$/i;

/** The time formats that have a name. */
export const timeFormats = {
  /** `YYYY-MM-DD HH:mm:ss`, in UTC unless a zone is given. */
  utc: {
    read(value: unknown) {
      const found = DATE_TIME.exec(textValue(value)?.trim() ?? "");
      if (found === null) {
        return undefined;
      }
      const [, date = "", hour, minute, second = "00", fraction = "0", zoneHours = "+00", zoneMinutes = "00"] = found;
      const time = `${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}`;
      // Checked apart: a day that its month does not have would roll over into the next month.
      return isDay(date) ? valid(new Date(`${date}T${time}${zoneHours}:${zoneMinutes}`)) : undefined;
    },
    write: (time: Date) => time.toISOString().slice(0, 19).replace("T", " "),
  },
  /** Milliseconds since the epoch, as a number or as its text. */
  "epoch-milliseconds": {
    read: (value: unknown) => readEpoch(value, 1),
    write: (time: Date) => String(time.getTime()),
  },
  /** Seconds since the epoch, as a number or as its text. */
  "epoch-seconds": {
    read: (value: unknown) => readEpoch(value, 1_000),
    write: (time: Date) => String(Math.floor(time.getTime() / 1_000)),
  },
} as const satisfies Readonly<Record<string, TimeFormat>>;

/** `"utc"`, `"epoch-milliseconds"` or `"epoch-seconds"`. */
export type TimeFormatName = keyof typeof timeFormats;

/** Services write 0 for what has not been yet. */
function readEpoch(value: unknown, unit: number): Date | undefined {
  const digits = textValue(value)?.trim() ?? "";
  const time = /^\d+(\.\d+)?$/.test(digits) ? Math.round(Number(digits) * unit) : 0;
  return time === 0 ? undefined : valid(new Date(time));
}

function isDay(date: string): boolean {
  const day = valid(new Date(`${date}T00:00:00Z`));
  return day?.toISOString().startsWith(date) === true;
}

function valid(time: Date): Date | undefined {
  return Number.isNaN(time.getTime()) ? undefined : time;
}
