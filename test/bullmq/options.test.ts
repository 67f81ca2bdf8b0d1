import { ConfigurationError } from "huaweicloud-jobs";
import { expect, test } from "vitest";
import { openTestWaits, startTestWorker } from "./open.ts";

test.each<[string, () => unknown]>([
  ["connection", () => openTestWaits({ connection: undefined as never })],
  ["connection", () => openTestWaits({ connection: "redis://:secret@redis" as never })],
  ["connection", () => openTestWaits({ connection: Object.assign(async () => {}, {}) as never })],
  ["onRedisError", () => openTestWaits({ connection: {}, onRedisError: 7 as never })],
  ["rateLimit", () => startTestWorker({ connection: {}, rateLimit: undefined as never })],
  ["rateLimit.requestsPerSecond", () => startTestWorker({ connection: {}, rateLimit: { requestsPerSecond: 0 } })],
  ["onUpdate", () => startTestWorker({ connection: {}, onUpdate: "me" as never })],
])("a wrong %s is a ConfigurationError that says so, and repeats no password", (name, open) => {
  expect(open).toThrow(ConfigurationError);
  expect(open).toThrow(`"${name}" must be`);
  expect(open).not.toThrow("secret");
});
