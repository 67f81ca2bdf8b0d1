/** The table of how often a job is polled, and how late its end is received, with default settings. */
import { messageOf, start } from "./processes.ts";
import { type Cost, meanCost } from "./schedule/cost.ts";
import type { Trace, Traces } from "./schedule/peers.ts";
import { seconds, seededRandom } from "./statistics.ts";
import { typicalTables } from "./typical.ts";

const RUNS = 100;
const JOBS = 20_000;
const SEED = 20_260_101;

const lengths: Readonly<Record<string, number>> = {
  "5 s": 5_000,
  "10 s": 10_000,
  "30 s": 30_000,
  "1 min": 60_000,
  "2 min": 120_000,
  "5 min": 300_000,
  "10 min": 600_000,
  "30 min": 1_800_000,
  "1 h": 3_600_000,
  "2 h": 7_200_000,
};

/** The schedules as the table names them, in its order. */
const titles: Readonly<Record<string, string>> = {
  ours: "**ours**",
  unknownBegin: "ours, service has no `begin_time`",
  "core-lro": "@azure/core-lro",
  smithy: "@smithy/util-waiter",
  terraformDcs: "Terraform, DCS: 2 s, then 10 s (modelled)",
  terraformWorkspace: "Terraform, Workspace: 10 s, then 15 s (modelled)",
};

/** Measures and returns the table as Markdown. */
export async function schedule(): Promise<string> {
  const horizon = Math.max(...Object.values(lengths)) * Math.SQRT2;
  const traces = await messageOf<Traces>(start("schedule/measure", [horizon, RUNS]));
  const costs = new Map(Object.keys(titles).map((name) => [name, costsOf(traces[name] ?? [])]));
  const names = Object.keys(lengths);
  const shares = Object.values(lengths).map((length, index) => (costs.get("ours")?.[index]?.lag ?? 0) / length);
  return [
    "## Polls and lag by default settings",
    "",
    "For jobs of about the length above: polls until the end is detected / seconds between the end and that poll, on average.",
    "",
    `| schedule | ${names.join(" | ")} |`,
    `| --- |${" ---: |".repeat(names.length)}`,
    ...[...costs].map(([name, row]) => `| ${titles[name]} | ${row.map(cell).join(" | ")} |`),
    `| ours: lag in % of the length | ${shares.map((share) => (share * 100).toFixed(1)).join(" | ")} |`,
    "",
    "Ours is the package through its public API with a virtual clock and a `fetch` that responds at once; only `timeout` is set.",
    "The libraries run with their defaults under fake timers. The Terraform providers are modelled from the values in their source;",
    `they do not poll at the start. ${RUNS} runs of each schedule that uses randomness, ${JOBS} jobs per cell. Their lengths are spread evenly on a`,
    `logarithmic scale from 0.71 to 1.41 of the one above, so that they end at any phase of a schedule (seed ${SEED}). The wait begins when`,
    "the job does. Once a growing pause exceeds a fixed one, the fixed one is better in both for a while: the growing one has polled more",
    "often by then, and now sees the end later.",
    "",
    typicalTables(),
  ].join("\n");
}

function costsOf(traces: readonly Trace[]): Cost[] {
  const random = seededRandom(SEED);
  return Object.values(lengths).map((length) => costOf(traces, length, random));
}

/** The mean cost of jobs of about this length, so that they end at any phase of a schedule. */
function costOf(traces: readonly Trace[], length: number, random: () => number): Cost {
  return meanCost(
    Array.from({ length: JOBS }, (_, job) => {
      const duration = length * 2 ** ((job + random()) / JOBS - 0.5);
      return [duration, traces[job % traces.length] ?? []] as const;
    }),
  );
}

function cell({ polls, lag }: Cost): string {
  return `${polls < 100 ? polls.toFixed(1) : polls.toFixed(0)} / ${seconds(lag)}`;
}
