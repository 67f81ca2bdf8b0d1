import { createJobsClient, type JobRef, type JobsClientOptions } from "huaweicloud-jobs";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { expect, test } from "vitest";
import { listenOn } from "../helpers/server.ts";
import { createVirtualClock } from "../helpers/virtual-clock.ts";
import { serverOf } from "./progress-node.ts";
import { progressPage } from "./progress-page.ts";

/** Serves the page of many jobs, one of which does not exist, on loopback. Requests after the first ones wait for `open`. */
async function openPage(count: number) {
  const clock = createVirtualClock();
  const simulator = createSimulator({ clock });
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const fetch: JobsClientOptions["fetch"] = async (url, init) => {
    if (simulator.requests.length > count) {
      await opened;
    }
    return simulator.fetch(url, init);
  };
  const refs: JobRef[] = Array.from({ length: count }, (_, index) =>
    simulator.addJob({
      service: "dcs",
      steps: [
        { after: 0, status: "RUNNING" },
        index % 20 === 0
          ? { after: 9_000, status: "FAIL", reason: `</li><script>alert("${index}")</script>` }
          : { after: 9_000 + index * 100, status: "SUCCESS" },
      ],
    }),
  );
  const jobs = createJobsClient({ ...simulator.clientOptions, fetch, rateLimit: { requestsPerSecond: 10_000 } });
  const { handle, done } = progressPage(jobs, [...refs, { service: "dcs", id: "missing" }]);
  return { url: await listenOn(serverOf(handle)), open, done };
}

/** The table of a page or an event. */
function counts(html: string): Record<string, number> {
  const cells = [...html.matchAll(/<th scope="row">(\w+)<\/th><td>(\d+)<\/td>/g)];
  return Object.fromEntries(cells.map(([, state, count]) => [state, Number(count)]));
}

/** The events of a stream, up to its end. */
async function* eventsOf(response: Response): AsyncGenerator<{ html: string; isFinished: boolean }> {
  let text = "";
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = `${text}${part}`.split("\n\n");
    text = events.pop() ?? "";
    yield* events.map((event) => JSON.parse(event.replace(/^data: /, "")));
  }
}

test("page and events count the jobs by state until all of them have finished", async () => {
  const { url, open, done } = await openPage(200);
  const events = eventsOf(await fetch(`${url}/events`));
  let html = "";
  while (counts(html)["running"] !== 200) {
    html = (await events.next()).value?.html;
  }
  const page = await (await fetch(url)).text();
  expect(page).toContain("In progress: 200 of 201 jobs seen");
  expect(counts(page)).toEqual({ pending: 0, running: 200, succeeded: 0, failed: 0, unknown: 0 });

  open();
  const later: { html: string; isFinished: boolean }[] = [];
  for await (const event of events) {
    later.push(event);
  }
  await done;
  const last = { pending: 0, running: 0, succeeded: 190, failed: 10, unknown: 0 };
  expect(later.map(({ isFinished }) => isFinished)).toEqual([...later.slice(1).map(() => false), true]);
  expect(counts(later.at(-1)?.html ?? "")).toEqual(last);
  const end = await (await fetch(url)).text();
  expect(counts(end)).toEqual(last);
  expect(end).toContain("Finished: 200 of 201 jobs seen");
  expect(end).toContain("dcs/missing");
  expect(await (await fetch(`${url}/events`)).text()).toMatch(/^data: .*"isFinished":true}\n\n$/);
});

test("a text from the server is shown as text, and only the page's own script can run", async () => {
  const { url, open, done } = await openPage(21);
  open();
  await done;
  const response = await fetch(url);
  const page = await response.text();
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain("&#60;script&#62;alert(&#34;20&#34;)&#60;/script&#62;");
  const [, nonce] = /<script nonce="([\w-]+)">/.exec(page) ?? [];
  expect(response.headers.get("Content-Security-Policy")).toBe(
    `default-src 'none'; connect-src 'self'; script-src 'nonce-${nonce}'`,
  );
});

test("neither a client that disconnects nor an invalid path does any harm", async () => {
  const { url, open, done } = await openPage(2);
  const reader = new AbortController();
  const events = eventsOf(await fetch(`${url}/events`, { signal: reader.signal }));
  await events.next();
  reader.abort();
  await expect(events.next()).rejects.toThrow();
  open();
  await done;
  expect(await (await fetch(`${url}//`)).text()).toContain("Finished");
});
