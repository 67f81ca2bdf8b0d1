/** The table of 500 jobs behind a gateway that throttles. */
import { awaitCrowd } from "./crowd.ts";
import type { Crowd, Traffic, Waited } from "./gateway/crowd.ts";
import { type Goal, goalsTable } from "./goals.ts";
import { count, late, percentile, seconds } from "./statistics.ts";

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
  const met: Goal[] = [];
  for (const name of Object.keys(titles)) {
    const measured = await awaitCrowd<Waited>("gateway/client", name, { limit: LIMIT, crowd });
    rows.push(row(name, measured));
    met.push(...goalsOf(name, measured));
  }
  return [
    `## ${crowd.size} jobs behind a gateway that refuses above ${LIMIT} requests per second`,
    "",
    "| all waits at once | requests | refused | busiest 100 ms | detected late, s: p50 / p99 / last | given up |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
    "",
    `All jobs begin together and end ${seconds(crowd.lasts)} s later; real time, real sockets, gateway and waits in processes of their own, one run after`,
    `the other. The gateway lets ${LIMIT} requests through in any second (a sliding window in which refused ones do not count) and responds to`,
    "the others with 429 and `Retry-After: 1`. The peers have their defaults, except for what keeps them from giving up on a 429, as the table says.",
    `Polling each job in turn, 95 times a second, takes ${seconds((crowd.size / 95) * 1_000)} s for one round: the last end cannot be detected much sooner than that.`,
    goalsTable(met),
  ].join("\n");
}

function row(name: string, { requests, refused, busiest, lateness, failed }: Traffic & Waited): string {
  return `| ${titles[name]} | ${count(requests)} | ${share(refused / requests)} | ${busiest} | ${late(lateness)} | ${failed} |`;
}

function goalsOf(name: string, { requests, refused, lateness }: Traffic & Waited): Goal[] {
  const most = goals[name];
  if (most === undefined) {
    return [];
  }
  const title = `500 jobs behind a gateway, ${name}`;
  return [
    { what: `${title}: requests`, atMost: goal.requests, figure: requests, digits: 0 },
    { what: `${title}: refused, %`, atMost: most * 100, figure: (refused / requests) * 100, digits: 1 },
    {
      what: `${title}: p99 late, s`,
      atMost: goal.lateness / 1_000,
      figure: percentile(lateness, 0.99) / 1_000,
      digits: 1,
    },
  ];
}

function share(part = 0): string {
  return `${(part * 100).toFixed(1).replace(".0", "")} %`;
}
