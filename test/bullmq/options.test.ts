import { ConfigurationError } from "huaweicloud-jobs";
import { openWaits } from "huaweicloud-jobs/bullmq";
import { Cluster, Redis } from "ioredis";
import { expect, test } from "vitest";
import { openTestWaits, startTestWorker } from "./open.ts";

/** None of these connects. */
const lazy = { lazyConnect: true, maxRetriesPerRequest: null };
const cluster = (redisOptions: object) => new Cluster([{ port: 1 }], { lazyConnect: true, redisOptions });

const regionAlone = { region: "eu-de" };

test.each<[string, () => unknown]>([
  ["connection", () => openTestWaits({ connection: undefined as never })],
  ["connection", () => openTestWaits({ connection: "redis://:secret@redis" as never })],
  ["connection", () => openTestWaits({ connection: Object.assign(async () => {}, {}) as never })],
  ["onRedisError", () => openTestWaits({ connection: {}, onRedisError: 7 as never })],
  ["prefix", () => openTestWaits({ connection: {}, prefix: "" })],
  ["prefix", () => openTestWaits({ connection: {}, prefix: "with a space" })],
  ["prefix", () => openTestWaits({ connection: cluster({}), prefix: "no-hash-tag" })],
  ["connection", () => openTestWaits({ connection: { keyPrefix: "x:" } as never })],
  ["connection", () => openTestWaits({ connection: { url: "redis://:secret@redis/?keyPrefix=x:" } as never })],
  ["connection", () => openTestWaits({ connection: { url: "127.0.0.1:1?keyPrefix=x:" } as never })],
  ["connection", () => openTestWaits({ connection: { url: "//:secret@127.0.0.1:1?keyPrefix=x:" } as never })],
  ["connection", () => openTestWaits({ connection: { url: "/run/redis.sock?keyPrefix=x:" } as never })],
  ["connection", () => openTestWaits({ connection: { url: "redis://:and/secret@redis" } as never })],
  ["connection", () => openTestWaits({ connection: { url: "redis://:and#secret@redis" } as never })],
  ["connection", () => openTestWaits({ connection: new Redis({ ...lazy, keyPrefix: "x:" }) })],
  ["connection", () => openTestWaits({ connection: cluster({ keyPrefix: "x:" }) })],
  ["connection", () => startTestWorker({ connection: { keyPrefix: "x:" } as never })],
  ["connection", () => openTestWaits({ connection: new Redis({ lazyConnect: true }) })],
  ["connection", () => openTestWaits({ connection: cluster({ maxRetriesPerRequest: 3 }) })],
  ["cloud", () => openTestWaits({ connection: {}, cloud: "aws" as never })],
  ["region", () => openTestWaits({ connection: {}, cloud: "otc" })],
  ["cloud", () => openTestWaits({ connection: {}, ...(regionAlone as object) })],
  ["endpoints.dcs", () => openTestWaits({ connection: {}, endpoints: { dcs: "dcs.test" } })],
  ["unauthorizedGrace", () => startTestWorker({ connection: {}, unauthorizedGrace: -1 })],
  ["rateLimit", () => startTestWorker({ connection: {}, rateLimit: undefined as never })],
  ["rateLimit.requestsPerSecond", () => startTestWorker({ connection: {}, rateLimit: { requestsPerSecond: 0 } })],
  ["onUpdate", () => startTestWorker({ connection: {}, onUpdate: "me" as never })],
])("a wrong %s is a ConfigurationError that says so, and repeats no password", (name, open) => {
  expect(open).toThrow(ConfigurationError);
  expect(open).toThrow(`"${name}" must be`);
  expect(open).not.toThrow("secret");
});

test.each<[string, object]>([
  ["no place", {}],
  ["endpoints of nothing", { endpoints: {} }],
  ["an endpoint that is undefined", { endpoints: { dcs: undefined } }],
])("waits with %s are refused, and the message names what to give", (_, place) => {
  expect(() => openWaits({ connection: {}, ...place })).toThrow(ConfigurationError);
  expect(() => openWaits({ connection: {}, ...place })).toThrow(/"cloud" and "region", or "endpoints"/);
});

test("keyPrefix is refused with the name of what to give instead", () => {
  expect(() => openTestWaits({ connection: { keyPrefix: "x:" } as never })).toThrow('give "prefix" instead');
});

test("a cluster whose nodes have no limit of retries is accepted, since it does not retry there", async () => {
  const connection = cluster({});
  connection.on("error", () => {});
  expect(() => openTestWaits({ connection, onRedisError: () => {} })).not.toThrow();
});

test.each([
  ["unauthorizedGrace", { unauthorizedGrace: -1 }],
  ["unauthorizedGrace", { unauthorizedGrace: "1" as never }],
])("a wrong %s of `add` is refused before anything is sent", async (name, options) => {
  const waits = openTestWaits({ connection: { port: 1, lazyConnect: true } });
  await expect(waits.add([{ service: "dcs", id: "a" }], options)).rejects.toThrow(`"${name}" must be`);
  await expect(waits.add([{ service: "workspace", id: "a" }])).rejects.toThrow('No endpoint for "workspace"');
});

test.each([
  [() => 300_000, "is stored, so it is a number"],
  [Number.NaN, "must be a number of milliseconds, 0 or more"],
  [-1, "must be"],
])("a typical duration of %s is refused by name, before Redis is asked", async (typicalDuration, message) => {
  const waits = openTestWaits({ connection: {} });
  const added = waits.add([], { typicalDuration: typicalDuration as number });
  await expect(added).rejects.toThrow(ConfigurationError);
  await expect(added).rejects.toThrow(`"typicalDuration" ${message}`);
});
