import { fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { costOf, type Times } from "../overhead.ts";
import { bundleSize, importTime } from "../package-cost.ts";
import { messageOf } from "../processes.ts";
import { median } from "../statistics.ts";
import { pollFigures } from "./polls.ts";
import type { Figure } from "./report.ts";

const facade = ["createJobsClient", "passwordCredentials", "credentialsFromEnv", "jobRefFromResponse", "isTerminal"];
const bundles: Readonly<Record<string, readonly string[]>> = {
  "with a token alone": ["createJobsClient"],
  "the whole facade": facade,
  "with services of one's own": [...facade, "defineService"],
};

const requests: Readonly<Record<string, string>> = {
  get: "`get` with a token",
  getSigned: "`get`, signed",
  client: "`clients.dcs.GET`",
};

const ENTRY = "./dist/index.js";
const IMPORTS = 21;
const [RUNS, WARM_UP, ROUNDS] = [3, 400, 800];

/** Measures the built packages of several trees in turns, so that they share the moods of the machine. */
export async function figuresOf(roots: readonly string[]): Promise<Figure[][]> {
  const imports = importTimes(roots);
  const times = await requestTimes(roots);
  return Promise.all(
    roots.map(async (root, index) => [
      ...(await bundleFigures(root)),
      { what: "cold import, times that of openapi-fetch", value: imports[index] ?? Number.NaN, digits: 2 },
      ...Object.entries(requests).map(([name, title]) => {
        const values = times[index]?.map((run) => costOf(run, name).ratio) ?? [];
        return { what: `${title}, times raw \`fetch\``, value: median(values), digits: 2 };
      }),
      ...pollFigures(await import(pathToFileURL(join(root, "dist/polling/schedule.js")).href)),
    ]),
  );
}

function bundleFigures(folder: string): Promise<Figure[]> {
  return Promise.all(
    Object.entries(bundles).map(async ([title, names]) => {
      const value = await bundleSize({ uses: { [ENTRY]: names }, folder });
      return { what: `bundle ${title}, bytes gzipped`, value, digits: 0 };
    }),
  );
}

/** How many times as long as that of openapi-fetch the import of each package takes in a new process. */
function importTimes(roots: readonly string[]): number[] {
  const took = roots.map((): { ours: number[]; peer: number[] } => ({ ours: [], peer: [] }));
  for (let run = 0; run < IMPORTS; run++) {
    for (const [index, folder] of roots.entries()) {
      took[index]?.peer.push(importTime({ uses: { "openapi-fetch": [] }, folder }));
      took[index]?.ours.push(importTime({ uses: { [ENTRY]: [] }, folder }));
    }
  }
  return took.map(({ ours, peer }) => median(ours) / median(peer));
}

/** What the programs of each package took, by run. */
async function requestTimes(roots: readonly string[]): Promise<Times[][]> {
  const path = (name: string): string => fileURLToPath(new URL(`../overhead/${name}`, import.meta.url));
  const server = fork(path("server.ts"));
  try {
    const port = await messageOf<number>(server);
    const times = roots.map((): Times[] => []);
    for (let run = 0; run < RUNS; run++) {
      for (const [index, root] of roots.entries()) {
        const args = [port, run, WARM_UP, ROUNDS, join(root, ENTRY)].map(String);
        times[index]?.push(await messageOf<Times>(fork(path("measure.ts"), args)));
      }
    }
    return times;
  } finally {
    server.disconnect();
  }
}
