/** The table of 500 jobs behind a gateway that throttles. */
import type { Crowd, Started, Traffic, Waited } from "./gateway/crowd.ts";
import { messageOf, request, start } from "./processes.ts";
import { count, percentile, seconds, yesOrNo } from "./statistics.ts";

const crowd: Crowd = { size: 500, lasts: 15_000 };
const LIMIT = 100;

const goal = { requests: 2_200, lateness: 6_500 };

/** The libraries as the table names them, in its order. */
const titles: Readonly<Record<string, string>> = {
  configured: "**ours**, `requestsPerSecond: 95`",
  adaptive: "**ours**, nothing configured",
  "core-lro": "@azure/core-lro on @azure-rest/core-client, 50 retries",
  smithy: '@smithy/util-waiter on `fetch`, 429 is "poll again"',
};

/** The largest share of refused requests. */
const goals: Readonly<Record<string, number>> = { configured: 0.01, adaptive: 0.05 };

/** Measures and returns the table as Markdown. */
export async function gateway(): Promise<string> {
  const rows: string[] = [];
  for (const name of Object.keys(titles)) {
    rows.push(row(name, await measure(name)));
  }
  return [
    `## ${crowd.size} jobs behind a gateway that refuses above ${LIMIT} requests per second`,
    "",
    "| all waits at once | requests | refused | busiest 100 ms | detected late, s: p50 / p99 / last | given up | goals | met |",
    "| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    ...rows,
    "",
    `Goals: at most ${count(goal.requests)} requests, ${share(goals["configured"])} of them refused (${share(goals["adaptive"])} when nothing is configured), and p99 of lateness at most ${seconds(goal.lateness)} s.`,
    `All jobs begin together and end ${seconds(crowd.lasts)} s later; real time, real sockets, gateway and waits in processes of their own, one run after`,
    `the other. The gateway lets ${LIMIT} requests through in any second (a sliding window in which refused ones do not count) and responds to`,
    "the others with 429 and `Retry-After: 1`. The peers have their defaults, except for what keeps them from giving up on a 429, as the table says.",
    `Polling each job in turn, 95 times a second, takes ${seconds((crowd.size / 95) * 1_000)} s for one round: the last end cannot be detected much sooner than that.`,
    "",
  ].join("\n");
}

async function measure(name: string): Promise<Traffic & Waited> {
  const server = start("gateway/server", [LIMIT]);
  try {
    const port = await messageOf<number>(server);
    const client = start("gateway/client", [name, port]);
    await messageOf(client);
    const started = await request<Started>(server, crowd);
    const waited = await request<Waited>(client, { ...started, ...crowd });
    return { ...waited, ...(await request<Traffic>(server, {})) };
  } finally {
    server.disconnect();
  }
}

function row(name: string, { requests, refused, busiest, lateness, failed }: Traffic & Waited): string {
  const [p50, p99, last] = [0.5, 0.99, 1].map((part) => percentile(lateness, part)) as [number, number, number];
  const most = goals[name];
  const met = [requests <= goal.requests, refused <= requests * (most ?? 0), p99 <= goal.lateness && failed === 0];
  const columns = most === undefined ? " | " : `requests, refused, p99 | ${met.map(yesOrNo).join(", ")}`;
  const late = [p50, p99, last].map(seconds).join(" / ");
  return `| ${titles[name]} | ${count(requests)} | ${share(refused / requests)} | ${busiest} | ${late} | ${failed} | ${columns} |`;
}

function share(part = 0): string {
  return `${(part * 100).toFixed(1).replace(".0", "")} %`;
}
