/** Builds the reference site into site/, or into the directory that is given. It is a folder of plain files. */
import { join } from "node:path";
import { repository } from "./paths.ts";
import { buildSite } from "./site.ts";

const [directory = join(repository, "site")] = process.argv.slice(2);
try {
  await buildSite(directory);
  process.stdout.write(`${directory} written: open index.html\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
