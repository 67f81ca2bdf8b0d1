/**
 * Compiles a program that names everything the package exports with each compiler of package.json here, by each way
 * to resolve modules, loose and strict, and prints what came of it. The package is packed and installed as users do.
 */
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackage } from "../lib/installed-package.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const consumer = join(here, "../../test/package/programs/consumer.ts");

const resolutions = {
  node16: ["--module", "node16", "--moduleResolution", "node16"],
  nodenext: ["--module", "nodenext", "--moduleResolution", "nodenext"],
  bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
};
const tempers = {
  loose: ["--strict", "false"],
  strict: ["--strict", "true"],
  "strict and exact": ["--strict", "true", "--exactOptionalPropertyTypes"],
};
/** Everything is checked, the declarations of the package and of its dependencies too. */
const always = [
  "--target",
  "es2022",
  "--lib",
  "es2022,dom,dom.iterable",
  "--typeRoots",
  "none",
  "--skipLibCheck",
  "false",
];

type Verdict = "yes" | "yes*" | "no";

interface Compiler {
  readonly name: string;
  readonly version: string;
}

function compilers(): Compiler[] {
  const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  return Object.keys(dependencies).map((name) => {
    const { version } = JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8"));
    return { name, version };
  });
}

const { project, remove } = installPackage();
mkdirSync(join(project, "program"));
copyFileSync(consumer, join(project, "program", "consumer.ts"));

/** What a compiler says. Declarations are written, since a program may be a library. */
function complaints({ name }: Compiler, options: readonly string[]): Promise<string[]> {
  const tsc = join(here, "node_modules", name, "bin", "tsc");
  const outDir = join(project, "compiled", name);
  const args = [tsc, ...always, ...options, "--declaration", "--outDir", outDir, "program/consumer.ts"];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: project }, (error, stdout, stderr) => {
      const told = stdout.split("\n").filter((line) => /\berror TS\d+: /.test(line));
      if (error !== null && told.length === 0) {
        reject(new Error(`${args.join(" ")}\n${stdout}${stderr}`));
      }
      resolve(told);
    });
  });
}

/** A fault in the declarations of a dependency is not of this package, and hidden by `skipLibCheck`. */
function verdictOn(told: readonly string[]): Verdict {
  const own = told.filter((line) => !/^node_modules[\\/]openapi-(fetch|typescript-helpers)[\\/]/.test(line));
  return told.length === 0 ? "yes" : own.length === 0 ? "yes*" : "no";
}

const columns = Object.entries(resolutions).flatMap(([resolution, how]) =>
  Object.entries(tempers).map(([temper, flags]) => ({
    title: `${resolution}, ${temper}`,
    options: [...how, ...flags],
  })),
);
const cells = compilers().flatMap((compiler) => columns.map(({ title, options }) => ({ compiler, title, options })));
const verdicts = new Map<(typeof cells)[number], Verdict>();
const faults = new Map<string, string>();
const left = [...cells];

async function work(): Promise<void> {
  for (let cell = left.shift(); cell !== undefined; cell = left.shift()) {
    const told = await complaints(cell.compiler, cell.options);
    verdicts.set(cell, verdictOn(told));
    for (const line of told) {
      faults.set(line.replaceAll(sep, "/"), `${cell.compiler.version}, ${cell.title}`);
    }
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
remove();

const row = (words: readonly string[]): string => `| ${words.join(" | ")} |`;
const lines = [
  row(["TypeScript", ...columns.map(({ title }) => title)]),
  row(["---", ...columns.map(() => "---")]),
  ...compilers().map(({ name, version }) =>
    row([version, ...cells.filter(({ compiler }) => compiler.name === name).map((cell) => verdicts.get(cell) ?? "no")]),
  ),
  "",
  "yes*: with `skipLibCheck`; without it the compiler finds fault with the declarations of openapi-fetch.",
  ...[...faults].map(([line, where]) => `${line} (${where})`),
];
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = [...verdicts.values()].includes("no") ? 1 : 0;
