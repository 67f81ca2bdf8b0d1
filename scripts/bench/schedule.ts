/** The last table: how often a job is looked at, and how late its end is noticed, by default settings. */
import { messageOf, start } from "./processes.ts";
import { seededRandom } from "./random.ts";
import { type Cost, costOf, type Traces } from "./schedule/trace.ts";
import { compare, goals } from "./schedule/verdicts.ts";
import { seconds } from "./statistics.ts";

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
  unknownBegin: "ours, service tells no `begin_time`",
  "core-lro": "@azure/core-lro",
  openai: "openai, `vectorStores.files.poll`",
  smithy: "@smithy/util-waiter",
  terraformDcs: "Terraform, DCS: 2 s, then 10 s (modelled)",
  terraformWorkspace: "Terraform, Workspace: 10 s, then 15 s (modelled)",
};

/** Measures and returns the table as Markdown. */
export async function schedule(): Promise<string> {
  const horizon = Math.max(...Object.values(lengths)) * Math.SQRT2;
  const traces = await messageOf<Traces>(start("schedule/measure", [horizon, RUNS]));
  const costs = new Map(Object.keys(titles).map((name) => [name, costsOf(traces, name)]));
  const ours = costs.get("ours") ?? [];
  const names = Object.keys(lengths);
  const rivals = [...costs].filter(([name]) => name !== "ours" && name !== "unknownBegin");
  return [
    "## Polls and lag by default settings",
    "",
    "For jobs of about the length above: how many polls it takes to notice the end / how many seconds late, on the mean.",
    "",
    `| schedule | ${names.join(" | ")} |`,
    `| --- |${" ---: |".repeat(names.length)}`,
    ...[...costs].map(([name, row]) => `| ${titles[name]} | ${row.map(cell).join(" | ")} |`),
    `| ours: lag in % of the length | ${ours.map(({ lag }, i) => (shareOf(lag, i) * 100).toFixed(1)).join(" | ")} |`,
    "",
    "| goal | result | met |",
    "| --- | --- | --- |",
    ...goals(ours, rivals, Object.entries(lengths)),
    "",
    "Where the two differ by more than a hundredth, at the ten lengths:",
    "",
    "| peer | it has fewer polls and less lag | ours has fewer polls and less lag | ours has fewer polls, more lag | ours has more polls, less lag |",
    "| --- | --- | --- | --- | --- |",
    ...rivals.map(([name, row]) => `| ${titles[name]} | ${compare(ours, row, names).join(" | ")} |`),
    "",
    `Ours is the package through its public API with a virtual clock and a \`fetch\` that answers at once; only \`timeout\` is set.`,
    "Libraries run their own code by their defaults under fake timers; Terraform's providers are modelled from what their source",
    `sets, and make no poll at the start. ${RUNS} runs of each schedule that knows chance, ${JOBS} jobs per cell; their lengths are drawn evenly on a`,
    `logarithmic scale from 0.71 to 1.41 of the one above, so that no schedule's beat falls in with them (seed ${SEED}). The wait begins when`,
    "the job does. A pause that grows past another's fixed one is beaten by it on both for a while after: by then it has polled",
    "more often, and from then on it notices later.",
    "",
  ].join("\n");
}

function costsOf(traces: Traces, name: string): Cost[] {
  const random = seededRandom(SEED);
  return Object.values(lengths).map((length) => costOf(traces[name] ?? [], length, JOBS, random));
}

function shareOf(lag: number, index: number): number {
  return lag / (Object.values(lengths)[index] ?? Number.NaN);
}

function cell({ polls, lag }: Cost): string {
  return `${polls < 100 ? polls.toFixed(1) : polls.toFixed(0)} / ${seconds(lag)}`;
}
