import { Redis as Client } from "ioredis";
import { describe, expect, onTestFinished, test } from "vitest";
import { errorResponse } from "../helpers/fake-client.ts";
import { ageWait, allEnd, answersOf, endsOf, newRef, newRefs, quick, useTestRedis } from "./open.ts";

const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };
const HOUR = 3_600_000;

/** A network of one place: it knows the jobs of that place alone. */
function networkOf(host: string, refs: readonly { readonly id: string }[]) {
  const answer = answersOf(running, success);
  const known = new Set(refs.map(({ id }) => id));
  const wrong: string[] = [];
  const fetch = async (...[url, init]: Parameters<typeof answer>) => {
    const { hostname, pathname } = new URL(url);
    const isKnown = hostname === host && known.has(pathname.slice(pathname.lastIndexOf("/") + 1));
    if (!isKnown) {
      wrong.push(url);
      return errorResponse(404, { error_code: "DCS.4004", error_msg: "no such job" });
    }
    return answer(url, init);
  };
  return { fetch, wrong };
}

describe("places on one Redis", () => {
  const here = useTestRedis();

  const german = { cloud: "otc", region: "eu-de" };

  test.each<[string, object, object, string]>([
    ["two regions", german, { cloud: "otc", region: "eu-nl" }, "dcs.eu-nl.otc.t-systems.com"],
    ["two prefixes", { ...german, prefix: "{test}" }, { ...german, prefix: "{live}" }, "dcs.eu-de.otc.t-systems.com"],
    ["two clouds", german, { cloud: "huaweicloud", region: "eu-de" }, "dcs.eu-de.myhuaweicloud.com"],
    ["two hosts", german, { endpoints: { dcs: "https://dcs.other" } }, "dcs.other"],
  ])("%s end 50 waits each, with no poll of the others'", async (_, one, other, otherHost) => {
    const sides = [
      { place: one, host: "dcs.eu-de.otc.t-systems.com", refs: newRefs(50) },
      { place: other, host: otherHost, refs: newRefs(50) },
    ];
    await Promise.all(
      sides.map(async ({ place, host, refs }) => {
        const { fetch, wrong } = networkOf(host, refs);
        const waits = here.openWaits(place);
        here.startWorker({ ...place, fetch });
        await waits.add(refs, quick);
        expect(await endsOf(waits, refs)).toEqual(allEnd(refs));
        expect(wrong).toEqual([]);
      }),
    );
  });

  test("a host is the same in any case, with a slash at the end, and with the port of its scheme", async () => {
    const ref = newRef();
    const waits = here.openWaits({ endpoints: { dcs: "https://DCS.Slash.test:443/" } });
    here.startWorker({ endpoints: { dcs: "https://dcs.slash.TEST" }, fetch: answersOf(success) });
    await waits.add([ref], quick);
    expect(await waits.outcome(ref)).toMatchObject({ job: { state: "succeeded" } });
  });

  test("a worker says what it serves, and its queues are named by service and place", async () => {
    const inRegion = here.startWorker({ cloud: "otc", region: "eu-ch2" });
    expect(inRegion.serves).toEqual([
      { service: "sfs-turbo", place: "otc eu-ch2", queue: "sfs-turbo otc eu-ch2" },
      { service: "dcs", place: "otc eu-ch2", queue: "dcs otc eu-ch2" },
    ]);
    const endpoints = { dcs: "https://gateway.test:8443/eu-de/", workspace: "http://[::1]:8080" };
    expect(here.startWorker({ endpoints }).serves).toEqual([
      { service: "workspace", place: "[  1] 8080", queue: "workspace [  1] 8080" },
      { service: "dcs", place: "gateway.test 8443/eu-de", queue: "dcs gateway.test 8443/eu-de" },
    ]);
    // BullMQ takes no colon in a name.
    expect(here.startWorker({ endpoints: { dcs: "https://gateway.test/eu:de" } }).serves).toEqual([
      { service: "dcs", place: "gateway.test/eu de", queue: "dcs gateway.test/eu de" },
    ]);
    const redis = new Client(here.connection);
    onTestFinished(() => redis.disconnect());
    await expect.poll(() => redis.exists("{huaweicloud-jobs}:dcs otc eu-ch2:meta")).toBe(1);
  });

  test("a wait that nobody serves ends when its time is up, as soon as any worker of its place runs", async () => {
    const place = { cloud: "otc", region: "eu-unserved" } as const;
    const waits = here.openWaits({ ...place });
    const refs = newRefs(3).map(({ id }) => ({ service: "workspace", id }) as const);
    await waits.add(refs, { timeout: 50 });
    const ends = Promise.all(refs.map((ref) => waits.outcome(ref)));
    const worker = here.startWorker({ ...place, fetch: answersOf(success) });
    expect(worker.serves.map(({ service }) => service)).not.toContain("workspace");
    for (const { error } of await ends) {
      expect(error).toMatchObject({ name: "WaitTimeoutError" });
    }
    // Such a wait may begin again, and a worker that serves it ends it.
    await waits.add(refs.slice(0, 1), quick);
    const endpoints = { workspace: "https://workspace.test" };
    const body = { ...success, job_id: refs[0]?.id };
    here.startWorker({ ...place, endpoints, fetch: answersOf(body) });
    const outcomes = await Promise.all(refs.map((ref) => waits.outcome(ref)));
    expect(outcomes.map(({ job, error }) => job?.state ?? error?.name).sort()).toEqual([
      "WaitTimeoutError",
      "WaitTimeoutError",
      "succeeded",
    ]);
  });

  test("a wait is the same after it was polled: a worker that begins later ends it when its time is up", async () => {
    const ref = newRef();
    const waits = here.openWaits();
    const first = here.startWorker({ fetch: answersOf(running) });
    await waits.add([ref], { interval: { min: HOUR }, timeout: 2 * HOUR });
    await ageWait(here.connection, ref, 0);
    await first.close();
    await ageWait(here.connection, ref, 2 * HOUR);
    here.startWorker({ fetch: answersOf(running) });
    expect(await waits.outcome(ref)).toMatchObject({
      error: { name: "WaitTimeoutError" },
      lastJob: { state: "running" },
    });
  });
});
