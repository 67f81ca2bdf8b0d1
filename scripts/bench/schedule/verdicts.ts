import { verdict } from "../statistics.ts";
import type { Cost } from "./trace.ts";

/** Differences of less than this share are chance. */
const TIE = 0.01;

/** The largest mean lag, as a share of the job's length, and from which length on. */
const GOAL = { share: 0.1, from: 60_000 };

/** A peer's name and its costs, by length. */
type Rival = readonly [name: string, costs: readonly Cost[]];

/** Whether one is better at something of which less is better. */
function isLess(one: number, other: number): boolean {
  return one < other * (1 - TIE);
}

function isBetter(one: Cost, other: Cost): boolean {
  return isLess(one.polls, other.polls) && isLess(one.lag, other.lag);
}

/** At which lengths: the peer is better on both, we are, we poll less but later, we poll more but notice sooner. */
export function compare(ours: readonly Cost[], theirs: readonly Cost[], lengths: readonly string[]): string[] {
  const where = (holds: (our: Cost, their: Cost) => boolean) => {
    const held = lengths.filter((_, i) => holds(ours[i] as Cost, theirs[i] as Cost));
    return held.length === lengths.length ? "everywhere" : held.join(", ") || "nowhere";
  };
  return [
    where((our, their) => isBetter(their, our)),
    where(isBetter),
    where((our, their) => isLess(our.polls, their.polls) && !isLess(our.lag, their.lag)),
    where((our, their) => isLess(our.lag, their.lag) && !isLess(our.polls, their.polls)),
  ];
}

/** The goals as rows of a table. */
export function goals(
  ours: readonly Cost[],
  rivals: readonly Rival[],
  lengths: readonly (readonly [name: string, ms: number])[],
): string[] {
  const long = lengths.flatMap(([name, ms], i) => {
    const share = (ours[i]?.lag ?? Number.NaN) / ms;
    return ms < GOAL.from ? [] : [{ name, share }];
  });
  const worst = long.reduce((most, one) => (one.share > most.share ? one : most));
  const isModelled = ([name]: Rival) => name.startsWith("terraform");
  const cells = (some: readonly Rival[], holds: (our: Cost, their: Cost) => boolean) =>
    some.reduce((sum, [, theirs]) => sum + ours.filter((our, i) => holds(our, theirs[i] as Cost)).length, 0);
  const beaten = (our: Cost, their: Cost) => isBetter(their, our);
  const libraries = rivals.filter((rival) => !isModelled(rival));
  const providers = rivals.filter(isModelled);
  const of = (some: readonly Rival[]) => `of ${some.length * lengths.length} comparisons`;
  const byLibraries = cells(libraries, beaten);
  const byProviders = cells(providers, beaten);
  const wins = cells(rivals, isBetter);
  return [
    `| mean lag ≤ ${GOAL.share * 100} % of the length from one minute up | at most ${(worst.share * 100).toFixed(1)} % (${worst.name}) | ${verdict(worst.share <= GOAL.share)} |`,
    `| no library's default is better on both | better in ${byLibraries} ${of(libraries)} | ${verdict(byLibraries === 0)} |`,
    `| nor are Terraform's providers | better in ${byProviders} ${of(providers)} | ${verdict(byProviders === 0)} |`,
    `| ours is better on both than each of them | in ${wins} ${of(rivals)} | ${verdict(wins === rivals.length * lengths.length)} |`,
  ];
}
