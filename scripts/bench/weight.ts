/** What one who installs the package carries, beside the peers. */

import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { importTimes } from "../lib/import-time.ts";
import { installPackage } from "../lib/installed-package.ts";
import { manifestOf } from "../lib/npm.ts";
import { count, verdict } from "./statistics.ts";

const ROUNDS = 15;
const MEBIBYTE = 2 ** 20;
const goals = { packages: 4, size: 1.5, bundle: 10, time: 8 };

/** What of which packages a program uses, and where they are installed. */
interface Contender {
  readonly uses: Readonly<Record<string, readonly string[]>>;
  readonly modules: string;
}

const peers = fileURLToPath(new URL("node_modules", import.meta.url));

function contenders(ours: string): Readonly<Record<string, Contender>> {
  const facade = ["createJobsClient", "passwordCredentials", "credentialsFromEnv", "jobRefFromResponse", "isTerminal"];
  const vendor = {
    "@huaweicloud/huaweicloud-sdk-core": ["BasicCredentials"],
    "@huaweicloud/huaweicloud-sdk-ecs/v2/public-api.js": ["EcsClient"],
    uuid: [],
  };
  return {
    "**ours**, the whole facade, all credentials": { uses: { "huaweicloud-jobs": facade }, modules: ours },
    "openapi-fetch": { uses: { "openapi-fetch": ["default"] }, modules: ours },
    "@smithy/util-waiter": { uses: { "@smithy/util-waiter": ["createWaiter"] }, modules: peers },
    "@azure/core-lro on @azure-rest/core-client": {
      uses: { "@azure/core-lro": ["createHttpPoller"], "@azure-rest/core-client": ["getClient"] },
      modules: peers,
    },
    openai: { uses: { openai: ["OpenAI"] }, modules: peers },
    "the vendor's Node SDK, core and ECS": { uses: vendor, modules: peers },
  };
}

/** Measures and returns the table as Markdown. */
export async function weight(): Promise<string> {
  const { project, remove } = installPackage();
  try {
    const all = contenders(join(project, "node_modules"));
    const imports = Object.entries(all).map(([name, { uses, modules }]) => {
      const program = Object.keys(uses)
        .map((specifier) => `import ${JSON.stringify(specifier)};`)
        .join("");
      return [name, { program, folder: join(modules, "..") }] as const;
    });
    const times = importTimes(Object.fromEntries(imports), ROUNDS);
    const rows: string[] = [];
    for (const [name, contender] of Object.entries(all)) {
      const { packages, size } = installed(contender);
      const bundle = (await bundled(contender)) / 1_000;
      const figures = { packages, size: size / MEBIBYTE, bundle, time: times[name] ?? Number.NaN };
      rows.push(row(name, figures, rows.length === 0));
    }
    return [
      "## What it weighs",
      "",
      "| | packages | MiB installed | bundle, kB | cold import, ms | goals | met |",
      "| --- | ---: | ---: | ---: | ---: | --- | --- |",
      ...rows,
      "",
      `Goals: at most ${goals.packages} packages, ${goals.size} MiB, ${goals.bundle} kB and ${goals.time} ms. Installed are the packages and all that they depend on, as bytes in files; on a`,
      "disk with blocks of 4 KiB it is more. The bundle is made by esbuild for Node, minified and gzipped (level 9), of a program that uses what is",
      `named: of the waiters nothing but the waiter, of the vendor's SDK one client. The import is the median of ${ROUNDS} processes above as many empty`,
      "ones, run in turns.",
      "",
    ].join("\n");
  } finally {
    remove();
  }
}

type Figures = Readonly<Record<keyof typeof goals, number>>;

function row(name: string, figures: Figures, hasGoals: boolean): string {
  const keys = ["packages", "size", "bundle", "time"] as const;
  const met = hasGoals ? keys.map((key) => verdict(figures[key] <= goals[key])).join(", ") : "";
  const { packages, size, bundle, time } = figures;
  const columns = [name, count(packages), size.toFixed(2), bundle.toFixed(1), time.toFixed(1)];
  return `| ${[...columns, hasGoals ? "packages, size, bundle, import" : "", met].join(" | ")} |`;
}

async function bundled({ uses, modules }: Contender): Promise<number> {
  const lines = Object.entries(uses).map(([specifier, names], index) => {
    const used = names.map((name) => `all${index}[${JSON.stringify(name)}]`).join(", ");
    return `import * as all${index} from ${JSON.stringify(specifier)}; console.log(${used});`;
  });
  const { outputFiles } = await build({
    stdin: { contents: lines.join("\n"), resolveDir: join(modules, "..") },
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

/** The packages that these and their dependencies are, and the bytes in their files. */
function installed({ uses, modules }: Contender): { packages: number; size: number } {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const folder = [join(from, "node_modules", name), join(modules, name)].find((path) => existsSync(path));
    if (folder !== undefined && !found.has(folder)) {
      found.add(folder);
      for (const dependency of Object.keys(manifestOf(folder).dependencies ?? {})) {
        visit(dependency, folder);
      }
    }
  };
  for (const specifier of Object.keys(uses)) {
    visit(
      specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/"),
      join(modules, ".."),
    );
  }
  const size = [...found].reduce((sum, folder) => sum + bytesIn(folder), 0);
  return { packages: found.size, size };
}

function bytesIn(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? (entry.name === "node_modules" ? 0 : bytesIn(path)) : lstatSync(path).size);
  }, 0);
}
