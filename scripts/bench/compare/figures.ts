import { execFileSync, fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
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
  clients: "`clients.dcs.GET`",
};

const IMPORTS = 21;
const RUNS = 3;

/** Measures the built packages of several trees in turns, so that they share the moods of the machine. */
export async function figuresOf(roots: readonly string[]): Promise<Figure[][]> {
  const imports = importTimes(roots);
  const ratios = await requestRatios(roots);
  return Promise.all(
    roots.map(async (root, index) => [
      ...(await bundleFigures(root)),
      { what: "cold import, times that of openapi-fetch", value: imports[index] ?? Number.NaN, digits: 2 },
      ...Object.entries(requests).map(([name, title]) => {
        const values = ratios[index]?.map((run) => run[name] ?? Number.NaN) ?? [];
        return { what: `${title}, times raw \`fetch\``, value: median(values), digits: 2 };
      }),
      ...pollFigures(await import(pathToFileURL(join(root, "dist/polling/schedule.js")).href)),
    ]),
  );
}

async function bundleFigures(root: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [title, names] of Object.entries(bundles)) {
    const list = names.join(", ");
    const { outputFiles } = await build({
      stdin: {
        contents: `import { ${list} } from "./dist/index.js"; globalThis.used = [${list}];`,
        resolveDir: root,
      },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      write: false,
      logLevel: "error",
    });
    const { length } = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 });
    figures.push({ what: `bundle ${title}, bytes gzipped`, value: length, digits: 0 });
  }
  return figures;
}

/** How many times as long as that of openapi-fetch the import of each package takes in a new process. */
function importTimes(roots: readonly string[]): number[] {
  const took = roots.map((): { ours: number[]; peer: number[] } => ({ ours: [], peer: [] }));
  for (let run = 0; run < IMPORTS; run++) {
    for (const [index, root] of roots.entries()) {
      took[index]?.peer.push(importTime("openapi-fetch", root));
      took[index]?.ours.push(importTime("./dist/index.js", root));
    }
  }
  return took.map(({ ours, peer }) => median(ours) / median(peer));
}

/** In milliseconds. */
function importTime(specifier: string, cwd: string): number {
  const program = `const began = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - began);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { cwd }));
}

type Ratios = Readonly<Record<string, number>>;

async function requestRatios(roots: readonly string[]): Promise<Ratios[][]> {
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const server = fork(path("../overhead/server.ts"));
  try {
    const port = await messageOf<number>(server);
    const ratios = roots.map((): Ratios[] => []);
    for (let run = 0; run < RUNS; run++) {
      for (const [index, root] of roots.entries()) {
        const child = fork(path("measure.ts"), [join(root, "dist/index.js"), String(port)]);
        ratios[index]?.push(await messageOf<Ratios>(child));
      }
    }
    return ratios;
  } finally {
    server.disconnect();
  }
}
