import { createJobsClient, type Fetch } from "huaweicloud-jobs";
import { afterEach, expect, test, vi } from "vitest";
import { placedAt } from "../helpers/fake-client.ts";
import { createFastClock } from "../helpers/fast-clock.ts";
import { json, serve } from "../helpers/server.ts";

const ref = { service: "dcs", id: "j" } as const;
const done = { job_id: "j", status: "SUCCESS" };
const running = { job_id: "j", status: "RUNNING" };
const path = { project_id: "p", job_id: "j" };

function clientOf(fetch?: Fetch, url = "https://dcs.test") {
  const clock = createFastClock();
  return createJobsClient({ ...placedAt(url), fetch, clock });
}

afterEach(() => vi.unstubAllGlobals());

/** A cache before a `fetch`, as a browser or Next.js has it: it keeps what it may keep. */
function cached(fetch: Fetch): Fetch {
  const kept = new Map<string, Response>();
  return async (url, init) => {
    if (init.cache === "no-store") {
      return fetch(url, init);
    }
    const response = kept.get(url) ?? (await fetch(url, init));
    kept.set(url, response);
    return response.clone();
  };
}

test("each poll reaches the service, whatever cache `fetch` has", async () => {
  const keep = { "Cache-Control": "max-age=60", "Last-Modified": "Thu, 01 Jan 2015 00:00:00 GMT" };
  const server = await serve(json(running, 200, keep), json(running, 200, keep), json(done, 200, keep));
  vi.stubGlobal("fetch", cached(globalThis.fetch));
  const jobs = clientOf(undefined, server.url);
  expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded" });
  expect(await jobs.get(ref)).toMatchObject({ state: "succeeded" });
  await jobs.clients.dcs.GET("/v2/{project_id}/jobs/{job_id}", { params: { path } });
  expect(server.requests).toHaveLength(5);
  expect(server.requests.map(({ headers }) => headers["cache-control"])).toEqual(Array(5).fill("no-cache"));
});

/** The messages of workerd, and of another runtime. */
const refusals: readonly (readonly [string, Error])[] = [
  ["workerd before 2024-11-11", new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.")],
  ["workerd, of a mode", new TypeError("Unsupported cache mode: no-store")],
  ["a strict runtime", new TypeError('Unknown member "cache" of RequestInit')],
];

test.each(refusals)("a `fetch` that refuses the member gets requests without it: %s", async (_what, refusal) => {
  const inits: RequestInit[] = [];
  const jobs = clientOf(async (_url, init) => {
    inits.push(init);
    if ("cache" in init) {
      throw refusal;
    }
    return new Response(JSON.stringify(inits.length < 3 ? running : done));
  });
  expect(await jobs.wait(ref)).toMatchObject({ state: "succeeded" });
  // Only the first one has it; its refusal is no failed attempt.
  expect(inits.map((init) => "cache" in init)).toEqual([true, false, false]);
});

test("a refusal that comes at once, not as a promise, is the same", async () => {
  const jobs = clientOf((_url, init) => {
    if ("cache" in init) {
      throw new TypeError("cache is not supported");
    }
    return Promise.resolve(new Response(JSON.stringify(done)));
  });
  expect(await jobs.get(ref)).toMatchObject({ state: "succeeded" });
});

test.each(["polyfill", "ponyfill"])(
  "a %s over XMLHttpRequest, which would change the signed URL, does not get it",
  async (mark) => {
    const inits: RequestInit[] = [];
    const fetch: Fetch = async (_url, init) => {
      inits.push(init);
      return new Response(JSON.stringify(done));
    };
    expect(await clientOf(Object.assign(fetch, { [mark]: true })).get(ref)).toMatchObject({ state: "succeeded" });
    expect(inits).toEqual([expect.not.objectContaining({ cache: expect.anything() })]);
  },
);

test("what Next.js throws to render a route at request time reaches it, at once and unchanged", async () => {
  const dynamic = Object.assign(new Error("Dynamic server usage: no-store fetch https://dcs.test/"), {
    digest: "DYNAMIC_SERVER_USAGE",
  });
  const fetch = vi.fn(async () => Promise.reject(dynamic));
  const jobs = clientOf(fetch);
  await expect(jobs.get(ref)).rejects.toBe(dynamic);
  await expect(jobs.wait(ref)).rejects.toBe(dynamic);
  expect(fetch).toHaveBeenCalledTimes(2);
});
