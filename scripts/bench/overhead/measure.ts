/**
 * Runs all programs in turns, in one process, and reports how long each call took. With the entry point of a built package
 * these are the base and the programs of that package.
 */
import { pathToFileURL } from "node:url";
import { seededRandom } from "../statistics.ts";
import { job } from "./job.ts";
import { ownPrograms, peerPrograms } from "./programs.ts";

const [port, seed, warmUp, rounds] = process.argv.slice(2, 6).map(Number) as [number, number, number, number];
const entry = process.argv[6];
const baseUrl = `http://127.0.0.1:${port}`;
const programs = Object.entries(
  entry === undefined
    ? { ...ownPrograms(baseUrl), ...peerPrograms(baseUrl) }
    : ownPrograms(baseUrl, (await import(pathToFileURL(entry).href)).createJobsClient),
);
const random = seededRandom(seed);
const times = new Map(programs.map(([name]): [string, number[]] => [name, []]));

for (let round = -warmUp; round < rounds; round++) {
  for (const [name, run] of shuffled(programs)) {
    const began = performance.now();
    const status = await run();
    const took = performance.now() - began;
    if (status !== job.status) {
      throw new Error(`${name} returned the status ${status} instead of ${job.status}.`);
    }
    if (round >= 0) {
      times.get(name)?.push(took);
    }
  }
}
process.send?.(Object.fromEntries(times), () => process.exit());

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
