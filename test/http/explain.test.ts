import { describe, expect, test } from "vitest";
import { errorResponse, fakeClient } from "../helpers/fake-client.ts";
import { sampleText } from "../helpers/samples.ts";

const now = Date.parse("2026-01-01T12:00:00Z");
const clock = { now: () => now, sleep: async () => {} };
const key = { accessKeyId: "AK-0001", secretAccessKey: "SK-0001" };

async function messageOf(response: Response, options: Parameters<typeof fakeClient>[1] = {}): Promise<string> {
  const { jobs } = fakeClient([response], { clock, ...options });
  return jobs.get({ service: "sfs-turbo", id: "job-1" }).then(
    () => "resolved",
    (error: Error) => error.message,
  );
}

describe("a 401 says", () => {
  const rejected = (headers = {}) => errorResponse(401, sampleText("apigw-4"), headers);

  test("that the token was refused", async () => {
    expect(await messageOf(rejected())).toContain(
      "The token was refused: it is wrong, has expired, or is for another region.",
    );
  });

  test("that the token has expired, if that is known", async () => {
    const credentials = { token: "t0ken", expiresAt: new Date(now - 60_000) };
    expect(await messageOf(rejected(), { credentials })).toContain(
      "The token was refused; it ended 2026-01-01T11:59:00.000Z.",
    );
  });

  test("that the access key was refused", async () => {
    expect(await messageOf(rejected(), { credentials: key })).toContain("The access key was refused");
  });

  test("how far the clock of a signature is off", async () => {
    const off = new Date(now - 17 * 60_000).toUTCString();
    const message = await messageOf(rejected({ Date: off }), { credentials: key });
    expect(message).toContain(
      "The clock of this machine is 17 minutes ahead of the server's; a signature is good for 15.",
    );
    expect(await messageOf(rejected({ Date: off }))).not.toContain("clock");
    const close = new Date(now - 5_000).toUTCString();
    expect(await messageOf(rejected({ Date: close }), { credentials: key })).not.toContain("clock");
  });
});

test("a 403 names the IAM action that is needed, and the project", async () => {
  const message = await messageOf(errorResponse(403, { error_code: "APIGW.0302", error_msg: "not authorized" }));
  expect(message).toContain("needs the IAM action sfsturbo:shares:getJob in project project-1");
});

test("a 429 names the limit, if the gateway does, and the retry waits for its window", async () => {
  const pauses: number[] = [];
  let slept = 0;
  const recordingClock = {
    now: () => clock.now() + slept,
    sleep: async (ms: number) => {
      slept += ms;
      pauses.push(ms);
    },
  };
  const retry = { maxAttempts: 2 };
  const message = await messageOf(errorResponse(429, sampleText("apigw-1")), { clock: recordingClock, retry });
  expect(message).toContain("The gateway allows 200 requests in 300 s.");
  expect(pauses).toEqual([60_000]);
});

test("a 403 with a misleading code says what it means", async () => {
  expect(await messageOf(errorResponse(403, sampleText("sfs-turbo-7")))).toContain("what is asked for is gone");
});
