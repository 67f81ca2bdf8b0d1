/**
 * Compiles a program that names everything the package exports with each compiler of this folder's package.json, each
 * way to resolve modules, loose and strict, and prints a table. The package is packed and installed as users do.
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
const strictness = {
  loose: ["--strict", "false"],
  strict: ["--strict", "true"],
  "strict and exact": ["--strict", "true", "--exactOptionalPropertyTypes"],
};
/** The declarations of the package and of its dependencies are checked, too. */
const always =
  "--target es2022 --lib es2022,dom,dom.iterable --typeRoots none --skipLibCheck false --declaration".split(" ");

type Support = "yes" | "yes*" | "no";

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

/** The errors of a compiler. Declarations are emitted, since a program may be a library. */
function errorsOf({ name }: Compiler, options: readonly string[]): Promise<string[]> {
  const tsc = join(here, "node_modules", name, "bin", "tsc");
  const outDir = join(project, "compiled", name);
  const args = [tsc, ...always, ...options, "--outDir", outDir, "program/consumer.ts"];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: project }, (error, stdout, stderr) => {
      const errors = stdout.split("\n").filter((line) => /\berror TS\d+: /.test(line));
      if (error !== null && errors.length === 0) {
        reject(new Error(`${args.join(" ")}\n${stdout}${stderr}`));
      }
      resolve(errors);
    });
  });
}

/** An error in the declarations of a dependency is not this package's, and `skipLibCheck` hides it. */
function supportBy(errors: readonly string[]): Support {
  const own = errors.filter((line) => !/^node_modules[\\/]openapi-(fetch|typescript-helpers)[\\/]/.test(line));
  return errors.length === 0 ? "yes" : own.length === 0 ? "yes*" : "no";
}

const columns = Object.entries(resolutions).flatMap(([resolution, how]) =>
  Object.entries(strictness).map(([name, flags]) => ({
    title: `${resolution}, ${name}`,
    options: [...how, ...flags],
  })),
);
const cells = compilers().flatMap((compiler) => columns.map(({ title, options }) => ({ compiler, title, options })));
const support = new Map<(typeof cells)[number], Support>();
const errorsByLine = new Map<string, string>();
const queue = [...cells];

async function work(): Promise<void> {
  for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
    const errors = await errorsOf(cell.compiler, cell.options);
    support.set(cell, supportBy(errors));
    for (const line of errors) {
      errorsByLine.set(line.replaceAll(sep, "/"), `${cell.compiler.version}, ${cell.title}`);
    }
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
remove();

const row = (columns: readonly string[]): string => `| ${columns.join(" | ")} |`;
const lines = [
  row(["TypeScript", ...columns.map(({ title }) => title)]),
  row(["---", ...columns.map(() => "---")]),
  ...compilers().map(({ name, version }) =>
    row([version, ...cells.filter(({ compiler }) => compiler.name === name).map((cell) => support.get(cell) ?? "no")]),
  ),
  "",
  "yes*: with `skipLibCheck`; without it the compiler reports errors in the declarations of openapi-fetch.",
  ...[...errorsByLine].map(([line, where]) => `${line} (${where})`),
];
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = [...support.values()].includes("no") ? 1 : 0;
