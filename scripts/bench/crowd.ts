/** The table of 10,000 jobs awaited at once. */
import { adaptiveLimit } from "../../src/http/rate-limiter.ts";
import type { Answer } from "./crowd/client.ts";
import type { Begun, Crowd, Seen } from "./gateway/crowd.ts";
import { ask, messageOf, start } from "./processes.ts";
import { count, percentile, seconds, verdict } from "./statistics.ts";

const crowd: Crowd = { size: 10_000, shortest: 5_000, longest: 60_000 };
const warmUp: Crowd = { size: 2_000, shortest: 0, longest: 4_000 };
const LIMIT = 1_000;
const RATE = 950;

/** What a client goes up to that knows of no limit. */
const { max: OWN_RATE } = adaptiveLimit.bounds;

/** MiB above the base, and how long a job may go unseen: so many times what one round over all jobs takes. */
const goal = { memory: 64, rounds: 2 };

/** Measures and returns the table as Markdown. */
export async function crowded(): Promise<string> {
  return [
    `## ${count(crowd.size)} jobs awaited at once`,
    "",
    `| one \`waitAll\` | MiB above the base, alive | ≤ ${goal.memory} | resident | requests | refused | noticed late, s: p50 / p99 / last | failed | longest unseen, s | nobody starved |`,
    "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    row(`\`requestsPerSecond: ${RATE}\``, await measure(RATE), RATE),
    row("nothing configured", await measure(0), OWN_RATE),
    "",
    `Jobs of ${seconds(crowd.shortest)} to ${seconds(crowd.longest)} s that begin together, behind a gateway that refuses above ${count(LIMIT)} requests in any second; real time, real`,
    `sockets, processes of their own. The base is taken after ${count(warmUp.size)} jobs of warm-up and a collection. What is alive (heap and external) is`,
    "measured after forced collections 1, 4, 20 and 40 s later, of which the first two see all jobs awaited; the resident set every 250 ms:",
    "it counts the garbage of all requests that was not collected yet, and has no goal. A job starves when it goes unseen for longer",
    `than ${goal.rounds} rounds over all jobs take: at ${RATE} requests per second ${goal.rounds} × ${seconds(roundAt(RATE))} s; where nothing is configured the client keeps to`,
    `${OWN_RATE} by itself, ${goal.rounds} × ${seconds(roundAt(OWN_RATE))} s, which is more than any of these jobs takes. The peers offer no wait for many jobs.`,
    "",
  ].join("\n");
}

async function measure(rate: number): Promise<Seen & Answer> {
  const server = start("gateway/server", [LIMIT]);
  const client = start("crowd/client", [await messageOf<number>(server), rate], ["--expose-gc"]);
  try {
    await messageOf(client);
    await ask<Answer>(client, { ...(await ask<Begun>(server, warmUp)), crowd: warmUp });
    const answer = await ask<Answer>(client, { ...(await ask<Begun>(server, crowd)), crowd });
    return { ...answer, ...(await ask<Seen>(server, {})) };
  } finally {
    client.disconnect();
    server.disconnect();
  }
}

/** How long it takes to look at each job once, in milliseconds. */
function roundAt(rate: number): number {
  return (crowd.size * 1_000) / rate;
}

function row(title: string, result: Seen & Answer, rate: number): string {
  const { base, peak, requests, refused, lateness, failed, longestGap } = result;
  const [live, resident] = [peak.live - base.live, peak.resident - base.resident].map((bytes) => bytes / 2 ** 20) as [
    number,
    number,
  ];
  const cells = [
    live.toFixed(1),
    verdict(live <= goal.memory),
    resident.toFixed(0),
    count(requests),
    `${((refused / requests) * 100).toFixed(1)} %`,
    [0.5, 0.99, 1].map((part) => seconds(percentile(lateness, part))).join(" / "),
    failed,
    seconds(longestGap),
    verdict(longestGap <= goal.rounds * roundAt(rate) && failed === 0),
  ];
  return `| ${title} | ${cells.join(" | ")} |`;
}
