import { runInNewContext } from "node:vm";
import { createJobsClient, type JobsEvent, NetworkError } from "huaweicloud-jobs";
import { Agent, fetch, type RequestInit } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { networkCause } from "../../src/errors/network-cause.ts";
import { placedAt } from "../helpers/fake-client.ts";
import { unusedPort } from "../helpers/server.ts";

const keep = (text: string): string => text;

function systemError(code: string, address: string): Error {
  return Object.assign(new Error(`connect ${code} ${address}`), { code });
}

const refused = systemError("ECONNREFUSED", "[::1]:443");
const unreachable = systemError("ENETUNREACH", "10.0.0.1:443");
const late = systemError("ETIMEDOUT", "10.0.0.2:443");

test("every address of a host that failed is named over real sockets, with its reason, in error and event", async () => {
  const port = await unusedPort();
  const addresses = ["127.0.0.1", "255.255.255.255", "127.0.0.2"].map((address) => ({ address, family: 4 }));
  const lookup = (_host: string, _options: object, done: (error: null, found: object[]) => void) =>
    done(null, addresses);
  const dispatcher = new Agent({ connect: { lookup: lookup as never, autoSelectFamily: true } });
  onTestFinished(() => dispatcher.destroy());
  const failures: JobsEvent[] = [];
  const jobs = createJobsClient({
    ...placedAt(`https://dcs.example:${port}`),
    retry: { maxAttempts: 1 },
    fetch: async (url, init) => (await fetch(url, { ...(init as RequestInit), dispatcher })) as unknown as Response,
    onEvent: (event) => event.type === "failure" && failures.push(event),
  });
  const error = await jobs.get({ service: "dcs", id: "j" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NetworkError);
  const { message, code } = error as NetworkError;
  expect(message).toMatch(
    new RegExp(
      `No response from dcs.example:${port}: connect ECONNREFUSED 127.0.0.1:${port}; connect (?!ECONNREFUSED)\\w+ 255.255.255.255:${port}.*; connect ECONNREFUSED 127.0.0.2:${port}`,
    ),
  );
  expect(code).toBe("ECONNREFUSED");
  expect(failures).toEqual([expect.objectContaining({ error: "NetworkError", message, code: "ECONNREFUSED" })]);
});

describe("the cause of a failure says every reason once", () => {
  test.each<[string, unknown, string, string | undefined]>([
    ["one", new TypeError("fetch failed", { cause: refused }), "connect ECONNREFUSED [::1]:443", "ECONNREFUSED"],
    [
      "several addresses",
      new TypeError("fetch failed", { cause: new AggregateError([refused, unreachable, late], "") }),
      "connect ECONNREFUSED [::1]:443; connect ENETUNREACH 10.0.0.1:443; connect ETIMEDOUT 10.0.0.2:443",
      "ECONNREFUSED",
    ],
    [
      "lists in lists, with causes",
      new AggregateError([new AggregateError([new Error("outer", { cause: late })]), refused]),
      "connect ETIMEDOUT 10.0.0.2:443; connect ECONNREFUSED [::1]:443",
      "ETIMEDOUT",
    ],
    [
      "the same reason twice",
      new AggregateError([late, refused, late]),
      `${late.message}; ${refused.message}`,
      "ETIMEDOUT",
    ],
    ["a list without errors", new AggregateError([], "none"), "none", undefined],
    ["a code that the message lacks", Object.assign(new Error("bad"), { code: "EBAD" }), "bad (EBAD)", "EBAD"],
    ["a text", "boom", "boom", undefined],
    ["nothing", undefined, "undefined", undefined],
    ["no text", new Error(""), "Error", undefined],
  ])("%s", (_what, error, message, code) => {
    expect(networkCause(error, keep)).toMatchObject({ message, ...(code && { code }) });
  });

  test("errors of another realm, as in jest", () => {
    const error = runInNewContext(
      `new TypeError("fetch failed", { cause: new AggregateError([
        Object.assign(new Error("connect A 1"), { code: "A" }),
        Object.assign(new Error("connect B 2"), { code: "B" }),
      ]) })`,
    );
    expect(networkCause(error, keep)).toMatchObject({ message: "connect A 1; connect B 2", code: "A" });
  });

  test("a cause that leads back to itself, and a list without end, are cut", () => {
    const error = new Error("around");
    error.cause = error;
    expect(networkCause(error, keep).message).toBe("around");
    const many = new AggregateError(Array.from({ length: 10_000 }, (_, index) => systemError("E", `${index}`)));
    expect(networkCause(many, keep).message.length).toBeLessThanOrEqual(2_000);
    expect(networkCause(many, keep).message).toContain("connect E 15; and 9984 more");
  });
});
