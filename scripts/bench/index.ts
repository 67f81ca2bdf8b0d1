/** Measures the package beside its peers, prints the tables and writes them to RESULTS.md. */
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, platform } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installTools, manifestOf, run } from "../lib/npm.ts";
import { crowded } from "./crowd.ts";
import { gateway } from "./gateway.ts";
import { overhead } from "./overhead.ts";
import { schedule } from "./schedule.ts";
import { weight } from "./weight.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

function compile(): void {
  rmSync(join(here, "dist"), { recursive: true, force: true });
  run(process.execPath, [createRequire(import.meta.url).resolve("typescript/bin/tsc"), "-p", here]);
}

function versions(): string {
  const { version } = manifestOf(join(here, "../../node_modules/openapi-fetch"));
  const peers = Object.entries({ "openapi-fetch": version, ...manifestOf(here).dependencies });
  return peers.map(([name, pinned]) => `${name} ${pinned}`).join(", ");
}

installTools(here);
compile();
const day = new Date().toISOString().slice(0, 10);
const results = [
  "# Results of the bench",
  "",
  `Written by \`npm run bench\` on ${day}: Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores.`,
  `Beside: ${versions()}.`,
  "",
  "To repeat it: `npm ci && npm run bench`. Compare ratios, not microseconds, and run it on an idle machine.",
  "",
  await overhead(),
  await schedule(),
  await gateway(),
  await crowded(),
  await weight(),
].join("\n");
writeFileSync(join(here, "RESULTS.md"), results);
process.stdout.write(results);
