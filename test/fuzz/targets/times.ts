import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDuration, parseInterval, parseRate } from "../../../src/cli/duration.ts";
import { parseGatewayLimit, parseRetryAfter } from "../../../src/http/retry.ts";
import { timeFormats } from "../../../src/services/timestamps.ts";
import { outcomeOf } from "../checks.ts";
import { anyText, mutilated, repeated } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const samples = [
  "2026-11-21 12:00:00",
  "2026-11-21T12:00:00.123456789+08:00",
  "1767225600000",
  "Wed, 21 Oct 2026 07:28:00 GMT",
  "limit:200,time:5 minute",
  "1h30m",
  "500ms",
  "2s..30s",
  "0.5",
];

const date = (time: Date | undefined): string => {
  assert(time === undefined || !Number.isNaN(time.getTime()), "an invalid Date");
  return time === undefined ? "none" : "read";
};
const amount = (value: number | undefined, least = 0): string => {
  assert(value === undefined || value >= least, `read as ${value}`);
  return value === undefined ? "none" : "read";
};

/** Each throws nothing but a ConfigurationError. */
const readers: Readonly<Record<string, (text: string) => string>> = {
  "date and time": (text) => date(timeFormats.utc.read(text)),
  "epoch milliseconds": (text) => date(timeFormats["epoch-milliseconds"].read(text)),
  "Retry-After": (text) => amount(parseRetryAfter(text, Date.parse("2026-11-21"))),
  "gateway limit": (text) => amount(parseGatewayLimit(text)?.window, 1),
  duration: (text) => amount(parseDuration("--timeout", text)),
  interval: (text) => amount(parseInterval("--interval", text).min, 1),
  rate: (text) => amount(parseRate("--rate", text)),
};

/** Readers of times: a sound one or none, however long the text is. */
export const times = defineTarget({
  name: "times",
  share: 400,
  input: fc.record({
    reader: fc.constantFrom(...Object.keys(readers)),
    text: fc.oneof(
      { weight: 6, arbitrary: mutilated(samples, ["1", "9", ":", "-", "+", "Z", " ", ".", "e9", "limit:", ",time:"]) },
      { weight: 2, arbitrary: anyText },
      { weight: 1, arbitrary: repeated(200_000, "0", "1", ".", " ", ":", "m", "ms", "1s", "limit:1", ",time:1 ") },
    ),
  }),
  run: ({ reader, text }) =>
    outcomeOf(
      () => readers[reader]?.(text) ?? "none",
      (told) => `${reader}: ${told}`,
    ),
});
