/**
 * Compares size and speed of the working tree with those of the commit where it left a branch, as far as that is
 * measured within two minutes: `npm run bench:compare -- [BASE]`. It never fails because of a figure.
 */
import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkOutBase } from "../diff/base.ts";
import { notice } from "../lib/annotation.ts";
import { figuresOf } from "./compare/figures.ts";
import { beside, lines, table } from "./compare/report.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the package of a tree. */
function build(root: string, isInstalled: boolean): void {
  const run = (command: string, ...args: string[]): Buffer =>
    execFileSync(command, args, {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
  if (!isInstalled) {
    run("npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
  }
  run("npm", "run", "build");
}

const options = { format: { type: "string", default: "text" }, summary: { type: "string" } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(2));
}
const base = checkOutBase(repository, positionals[0]);
try {
  build(base.folder, false);
  build(repository, true);
  const [before = [], here = []] = await figuresOf([base.folder, repository]);
  const compared = beside(before, here);
  const against = `${base.ref} (${base.commit.slice(0, 7)})`;
  const report = `${table(compared, against)}\n\nImport and requests vary by some percent from run to run.\n`;
  process.stdout.write(report);
  if (values.format === "github-actions") {
    process.stdout.write(`${notice(`Size and speed beside ${against}`, lines(compared))}\n`);
  }
  if (values.summary !== undefined) {
    appendFileSync(values.summary, `${report}\n`);
  }
} finally {
  base.remove();
}
