/** The table of what an installation, a bundle and a cold import of the package cost, beside the peers. */
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackage } from "../lib/installed-package.ts";
import { type Goal, goalsTable } from "./goals.ts";
import { bundleSize, type Contender, importTime, type Uses } from "./package-cost.ts";
import { MEBIBYTE, median } from "./statistics.ts";

const ROUNDS = 15;

const facade = [
  "createJobsClient",
  "passwordCredentials",
  "credentialsFromEnv",
  "jobRefFromResponse",
  "isTerminal",
  "isJobsError",
  "JobFailedError",
  "WaitTimeoutError",
];
const whole = "**ours**, the whole facade, all credentials";
const token = "**ours**, with a token alone";
const ownServices = "**ours**, the whole facade with services of one's own";
const ours: Readonly<Record<string, Uses>> = {
  [token]: { "huaweicloud-jobs": ["createJobsClient"] },
  [whole]: { "huaweicloud-jobs": facade },
  [ownServices]: { "huaweicloud-jobs": [...facade, "defineService", "readJobBody"] },
  "openapi-fetch": { "openapi-fetch": ["default"] },
};

/** In kilobytes. */
const goals: Readonly<Record<string, number>> = { [token]: 18.5, [whole]: 20.5, [ownServices]: 22 };
/** In times that of openapi-fetch. */
const IMPORT_GOAL = 2;
const peers: Readonly<Record<string, Uses>> = {
  "@smithy/util-waiter": { "@smithy/util-waiter": ["createWaiter"] },
  "@azure/core-lro on @azure-rest/core-client": {
    "@azure/core-lro": ["createHttpPoller"],
    "@azure-rest/core-client": ["getClient"],
  },
  "the vendor's Node SDK, core and ECS": {
    "@huaweicloud/huaweicloud-sdk-core": ["BasicCredentials"],
    "@huaweicloud/huaweicloud-sdk-ecs/v2/public-api.js": ["EcsClient"],
    uuid: [],
  },
};

/** Measures and returns the table as Markdown. */
export async function weight(): Promise<string> {
  const { project, remove } = installPackage();
  try {
    const here = fileURLToPath(new URL(".", import.meta.url));
    const rows: string[] = [];
    const met: Goal[] = [];
    const times = new Map<string, number>();
    for (const [folder, programs] of [
      [project, ours],
      [here, peers],
    ] as const) {
      for (const [title, uses] of Object.entries(programs)) {
        const { packages, bytes } = installed({ uses, folder });
        const bundle = (await bundleSize({ uses, folder })) / 1_000;
        const time = median(Array.from({ length: ROUNDS }, () => importTime({ uses, folder })));
        times.set(title, time);
        rows.push(
          `| ${title} | ${packages} | ${(bytes / MEBIBYTE).toFixed(2)} | ${bundle.toFixed(1)} | ${time.toFixed(1)} |`,
        );
        const atMost = goals[title];
        if (atMost !== undefined) {
          met.push({
            what: `bundle, ${title.replace("**ours**, ", "")}, kB gzipped`,
            atMost,
            figure: bundle,
            digits: 1,
          });
        }
      }
    }
    const ratio = (times.get(whole) ?? Number.NaN) / (times.get("openapi-fetch") ?? Number.NaN);
    met.push({ what: "cold import: times that of openapi-fetch", atMost: IMPORT_GOAL, figure: ratio, digits: 1 });
    return [
      "## What it weighs",
      "",
      "| program | packages | MiB installed | bundle, kB | cold import, ms |",
      "| --- | ---: | ---: | ---: | ---: |",
      ...rows,
      "",
      "Installed are the packages and all their dependencies, in bytes of their files; on a disk with blocks of 4 KiB it is more. The bundle",
      "is made by esbuild for Node, minified and gzipped (level 9), from a program that uses what is named: of the waiters only the waiter, of",
      `the vendor's SDK one client. The import is the median of ${ROUNDS} processes, whose own start does not count.`,
      goalsTable(met),
    ].join("\n");
  } finally {
    remove();
  }
}

/** The packages of a program with all their dependencies, and the bytes in their files. */
function installed({ uses, folder }: Contender): { packages: number; bytes: number } {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const places = [from, folder].map((base) => join(base, "node_modules", name));
    const place = places.find((path) => existsSync(path));
    if (place !== undefined && !found.has(place)) {
      found.add(place);
      const { dependencies = {} } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
      Object.keys(dependencies).forEach((dependency) => {
        visit(dependency, place);
      });
    }
  };
  for (const specifier of Object.keys(uses)) {
    const [name = ""] = /^(@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
    visit(name, folder);
  }
  return { packages: found.size, bytes: [...found].reduce((sum, path) => sum + bytesIn(path), 0) };
}

/** Without what is installed inside, which counts as packages of its own. */
function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const own = files
    .filter((path) => !/(^|[\\/])node_modules([\\/]|$)/.test(path))
    .map((path) => lstatSync(join(folder, path)));
  return own.reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}
