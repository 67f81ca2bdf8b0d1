import { randomUUID } from "node:crypto";
import { type CredentialsFunction, type JobsEvent, metadataCredentials, passwordCredentials } from "huaweicloud-jobs";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { errorResponse } from "../helpers/fake-client.ts";
import {
  ageWait,
  allEnd,
  answersOf,
  endsOf,
  newRef,
  newRefs,
  projectId,
  quick,
  useTestRedis,
  withQueue,
} from "./open.ts";

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };
const HOUR = 3_600_000;

describe("workers with different credentials", () => {
  const here = useTestRedis();

  const refusal = (status: number) => async () => {
    const words = { error_code: "APIGW.0301", error_msg: "Incorrect IAM authentication information" };
    return errorResponse(status, words);
  };
  const noResponse = (message: string, code: string) => async () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });
  };
  const tunnel = "Proxy response (407) !== 200 when HTTP Tunneling";

  const user = { username: "ada", password: "s3cret", domainName: "D", iamEndpoint: "https://iam.test" };
  const loginThat = (status: number) =>
    passwordCredentials({
      ...user,
      fetch: async () => errorResponse(status, { error_code: "IAM.0011", error_msg: "No." }),
    });
  const sealed = async () => {
    throw new Error("The vault is sealed.");
  };

  test.each<[string, string, () => Promise<Response>, CredentialsFunction?]>([
    ["vault that is sealed", "JobsError", refusal(500), sealed],
    ["login that IAM refuses", "AuthenticationError", refusal(500), loginThat(401)],
    ["project that IAM does not know", "NotFoundError", refusal(500), loginThat(404)],
    ["malformed login", "BadRequestError", refusal(500), loginThat(400)],
    [
      "server without an agency",
      "ConfigurationError",
      refusal(500),
      metadataCredentials({ fetch: async () => new Response("", { status: 404 }) }),
    ],
    ["stale token (401)", "AuthenticationError", refusal(401)],
    ["missing permission (403)", "PermissionError", refusal(403)],
    ["certificate that it does not trust", "NetworkError", noResponse("self-signed", "SELF_SIGNED_CERT_IN_CHAIN")],
    ["proxy that wants a password", "NetworkError", noResponse(tunnel, "UND_ERR_ABORTED")],
    ["vault without a credential", "ConfigurationError", refusal(500), async () => ({}) as never],
  ])("one has a %s, and the other one ends 100 of 100 waits", async (_, name, respond, credentials) => {
    const prefix = `{${randomUUID()}}`;
    const refs = newRefs(100);
    const waits = here.openWaits({ prefix });
    const events: JobsEvent[] = [];
    const refusals = () => events.filter((event) => event.type === "poll" && event.error === name).length;
    here.startWorker({
      prefix,
      fetch: respond,
      ...(credentials && { credentials }),
      onEvent: (event) => events.push(event),
    });
    await waits.add(refs, { interval: { min: 100, max: 200 } });
    // The good one begins once a wait was refused.
    await expect.poll(refusals).toBeGreaterThan(0);
    here.startWorker({ prefix, fetch: answersOf(running, running, success) });
    expect(await endsOf(waits, refs)).toEqual(allEnd(refs));
    // The refused one takes breaks.
    expect(refusals()).toBeLessThan(100);
  });

  test("refusals end a wait once they have lasted for its grace", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    here.startWorker({ fetch: answersOf(errorResponse(403)), onEvent: () => {} });
    await waits.add([ref], { interval: { min: 2 * HOUR }, unauthorizedGrace: HOUR, timeout: 9 * HOUR });
    await refusedLongAgo(ref, 0.5 * HOUR);
    await refusedLongAgo(ref, 0.5 * HOUR);
    expect(await waits.outcome(ref)).toMatchObject({ error: { name: "PermissionError", status: 403 } });
  });

  test("a response that is not a refusal begins the grace anew, and an error of the network does not", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    const answers = [errorResponse(403), running, errorResponse(403), errorResponse(503), errorResponse(403)];
    const polled: (object | Response)[] = [];
    here.startWorker({
      fetch: async (url, init) => {
        const answer = answers[polled.length] ?? running;
        polled.push(answer);
        return answersOf(answer)(url, init);
      },
      onEvent: () => {},
    });
    await waits.add([ref], { interval: { min: 2 * HOUR }, unauthorizedGrace: HOUR, timeout: 99 * HOUR });
    for (const by of [0.9, 0.9, 0.9, 0.9]) {
      await refusedLongAgo(ref, by * HOUR);
    }
    expect(await waits.outcome(ref)).toMatchObject({ error: { name: "PermissionError" } });
    expect(polled).toEqual(answers);
  });

  test("the worker's grace is for waits that have none, and 0 is none", async () => {
    const [patient, hasty] = [newRef(), newRef()];
    const waits = here.openWaits();
    const refused = vi.fn();
    here.startWorker({
      unauthorizedGrace: 0,
      fetch: answersOf(errorResponse(403)),
      onEvent: refused,
    });
    await waits.add([patient], { ...quick, unauthorizedGrace: Number.POSITIVE_INFINITY, timeout: 500 });
    await waits.add([hasty], quick);
    expect(await waits.outcome(hasty)).toMatchObject({ error: { name: "PermissionError" } });
    expect(await waits.outcome(patient)).toMatchObject({ error: { name: "WaitTimeoutError" } });
  });

  test("a worker without a listener prints one warning for each service that it cannot poll", async () => {
    const endpoints = { dcs: "https://dcs.warned", workspace: "https://workspace.warned" };
    const refs = newRefs(6).map(({ id }, index) => ({ service: index % 2 ? "dcs" : "workspace", id }) as const);
    const waits = here.openWaits({ endpoints });
    const warnings: string[] = [];
    const listen = ({ name, message }: Error) => name === "WaitWorkerWarning" && warnings.push(message);
    process.on("warning", listen);
    onTestFinished(() => void process.off("warning", listen));
    await waits.add(refs, { ...quick, unauthorizedGrace: 0 });
    here.startWorker({ endpoints, fetch: refusal(403) });
    await Promise.all(refs.map((ref) => waits.outcome(ref)));
    expect(warnings.sort()).toEqual([
      expect.stringMatching(/^This worker cannot poll "dcs": PermissionError: .*Give "onEvent"/),
      expect.stringMatching(/^This worker cannot poll "workspace": PermissionError: .*Give "onEvent"/),
    ]);
  });

  /** Lets time pass for a wait that was refused. */
  async function refusedLongAgo(ref: { readonly id: string }, by: number): Promise<void> {
    await withQueue(here.connection, async (queue) => {
      const id = `${projectId}/${ref.id}`;
      await expect.poll(() => queue.getJobState(id)).toBe("delayed");
      const wait = await queue.getJob(id);
      const { refusedSince } = wait?.data ?? {};
      await wait?.updateData({ ...wait.data, ...(refusedSince && { refusedSince: refusedSince - by }) });
    });
    await ageWait(here.connection, ref, by);
  }
});
