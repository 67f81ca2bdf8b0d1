/** The table of what one request for a job costs, beside a raw `fetch`. */
import { goalsTable } from "./goals.ts";
import { body } from "./overhead/job.ts";
import { messageOf, start } from "./processes.ts";
import { median } from "./statistics.ts";

const RUNS = 3;
const WARM_UP = 600;
const ROUNDS = 1_000;
const SEED = 20_260_101;

/** The largest ratio to the base. */
const goals: Readonly<Record<string, number>> = { get: 1.2, client: 1.3, getSigned: 1.4 };

/** The programs as the table names them, in its order. */
const titles: Readonly<Record<string, string>> = {
  raw: "raw `fetch` + `json()`, with the token (the base)",
  openapiFetch: "openapi-fetch alone, with the token",
  get: "**`jobs.get`**, token, everything on",
  client: "`jobs.clients.dcs.GET`, token, everything on",
  getSigned: "`jobs.get`, AK/SK, everything on",
  vendor: "the vendor's Node SDK, `showJob` of ECS, AK/SK",
};

/** Milliseconds of each round, by program. */
export type Times = Readonly<Record<string, readonly number[]>>;

/** What a program costs. */
interface Cost {
  readonly ratio: number;
  /** Microseconds above the base. */
  readonly added: number;
}

/** Measures and returns the table as Markdown. */
export async function overhead(): Promise<string> {
  const runs: Times[] = [];
  const server = start("overhead/server");
  try {
    const port = await messageOf<number>(server);
    for (let run = 0; run < RUNS; run++) {
      runs.push(await messageOf<Times>(start("overhead/measure", [port, SEED + run, WARM_UP, ROUNDS])));
    }
  } finally {
    server.disconnect();
  }
  return [
    "## One `get` over loopback",
    "",
    `The median of each round's ratio to the base, of ${RUNS} runs: the middle run, and from the lowest to the highest.`,
    "",
    "| program | ratio | runs | added µs |",
    "| --- | ---: | ---: | ---: |",
    ...Object.keys(titles).map((name) => row(name, runs)),
    "",
    `The server responds with a job of ${Buffer.byteLength(body)} bytes, in a process of its own. Each run is a process too; after ${WARM_UP} rounds of`,
    `warm-up come ${ROUNDS} rounds, in each of which every program makes one call, in an order that is shuffled anew (seeds`,
    `${SEED} to ${SEED + RUNS - 1}). "Everything on" is a rate limit high enough never to wait, a limit of requests in`,
    "flight, retries, the deadline and an event listener. The package is compiled to JavaScript, as users have it.",
    goalsTable(
      Object.entries(goals).map(([name, atMost]) => ({
        what: `${titles[name]?.replaceAll("**", "")}: ratio to raw \`fetch\``,
        atMost,
        figure: middleOf(name, runs).ratio,
        digits: 2,
      })),
    ),
  ].join("\n");
}

function row(name: string, runs: readonly Times[]): string {
  const ratios = runs.map((times) => costOf(times, name).ratio);
  const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  const { ratio, added } = middleOf(name, runs);
  return `| ${titles[name]} | ${ratio.toFixed(2)} | ${range} | ${added.toFixed(0)} |`;
}

function middleOf(name: string, runs: readonly Times[]): Cost {
  const costs = runs.map((times) => costOf(times, name)).sort((a, b) => a.ratio - b.ratio);
  return costs[costs.length >> 1] as Cost;
}

/** The ratio of a program to the base, and what it adds: medians of the rounds. */
export function costOf(times: Times, name: string): Cost {
  const base = times["raw"] ?? [];
  const own = times[name] ?? [];
  const rounds = base.map((raw, round) => [raw, own[round] ?? Number.NaN] as const);
  return {
    ratio: median(rounds.map(([raw, took]) => took / raw)),
    added: median(rounds.map(([raw, took]) => took - raw)) * 1_000,
  };
}
