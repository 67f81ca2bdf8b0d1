import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { listenOn } from "../helpers/server.ts";
import { newRef, quick, useTestRedis } from "./open.ts";

const credentials = { accessKeyId: "AK-0001", secretAccessKey: "SK-0001" };

/** No other worker could have a better key. */
const ended = { ...quick, unauthorizedGrace: 0 };

/** A service that refuses every credential after a while. */
async function refusingServer(delay: number) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    setTimeout(() => {
      response.writeHead(401, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ error_code: "APIGW.0301", error_msg: "Incorrect IAM authentication information" }));
    }, delay);
  });
  return { url: await listenOn(server), requests };
}

describe.each([0, 60, 500])("a worker with a wrong access key, a service that answers after %i ms", (delay) => {
  const here = useTestRedis();

  test.each([20, 200])(
    "%i durable waits: two requests at most are sent, and all end with the refusal",
    async (count) => {
      const { url, requests } = await refusingServer(delay);
      const refs = Array.from({ length: count }, newRef);
      const waits = here.openWaits({ endpoints: { dcs: url } });
      await waits.add(refs, ended);
      here.startWorker({ credentials, endpoints: { dcs: url, workspace: url } });
      const outcomes = await Promise.all(refs.map((ref) => waits.outcome(ref)));
      for (const { error } of outcomes) {
        expect(error).toMatchObject({ name: "AuthenticationError", status: 401, code: "APIGW.0301" });
      }
      expect(requests.length).toBeLessThanOrEqual(2);
    },
  );

  test("waits that are added later send nothing", async () => {
    const { url, requests } = await refusingServer(delay);
    const waits = here.openWaits({ endpoints: { dcs: url } });
    here.startWorker({ credentials, endpoints: { dcs: url } });
    const first = newRef();
    await waits.add([first], ended);
    await waits.outcome(first);
    const later = Array.from({ length: 20 }, newRef);
    await waits.add(later, ended);
    const outcomes = await Promise.all(later.map((ref) => waits.outcome(ref)));
    expect(outcomes.every(({ error }) => error?.name === "AuthenticationError")).toBe(true);
    expect(requests).toHaveLength(1);
  });
});
