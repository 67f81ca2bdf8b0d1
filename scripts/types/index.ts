/**
 * Compiles a program that names everything the package exports with each compiler of this folder's package.json, each
 * way to resolve modules, loose and strict, and prints a table. The package is packed and installed as users do.
 */
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { atOnce } from "../lib/at-once.ts";
import { installPackage } from "../lib/installed-package.ts";
import { table } from "../lib/markdown.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const consumer = join(here, "../../test/package/programs/consumer.ts");

/** How modules are resolved; in a CommonJS project, what TypeScript compiles to `require` must resolve, too. */
const resolutions = {
  node10: ["--module", "commonjs", "--moduleResolution", "node10"],
  "node16, CommonJS": ["--module", "node16", "--moduleResolution", "node16"],
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

interface Compiler {
  readonly name: string;
  readonly version: string;
}

function compilers(): Compiler[] {
  const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  const [only] = process.argv.slice(2);
  const names = only === undefined ? Object.keys(dependencies) : only.split(",");
  return names.map((name) => {
    const { version } = JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8"));
    return { name, version };
  });
}

const { project, remove } = installPackage();
for (const folder of ["program", "required"]) {
  mkdirSync(join(project, folder));
  copyFileSync(consumer, join(project, folder, "consumer.ts"));
}
writeFileSync(join(project, "required", "package.json"), '{ "type": "commonjs" }');
/** The entry points that need more: bullmq, which is not installed here, and `resolveJsonModule`. */
const others = `import { openWaits, startWaitWorker } from "huaweicloud-jobs/bullmq";
import * as contract from "huaweicloud-jobs/openapi/dcs.json";
export const names: readonly string[] = [openWaits.name, startWaitWorker.name];
export const title: string = contract.info.title;
`;
writeFileSync(join(project, "required", "others.ts"), others);

/** The errors of a compiler. Declarations are emitted, since a program may be a library. */
async function errorsOf(compiler: Compiler, { isRequired, options }: Column): Promise<string[]> {
  const own = [...always, ...options, isRequired ? "required/consumer.ts" : "program/consumer.ts"];
  const loose = [...always, ...options, "--skipLibCheck", "--resolveJsonModule", "required/others.ts"];
  return [...(await run(compiler, own)), ...(isRequired ? await run(compiler, loose) : [])];
}

function run({ name }: Compiler, options: readonly string[]): Promise<string[]> {
  const tsc = join(here, "node_modules", name, "bin", "tsc");
  const outDir = join(project, "compiled", name);
  const args = [tsc, "--outDir", outDir, ...options];
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
function supportBy(errors: readonly string[]): "yes" | "yes*" | "no" {
  const own = errors.filter((line) => !/^node_modules[\\/]openapi-(fetch|typescript-helpers)[\\/]/.test(line));
  return errors.length === 0 ? "yes" : own.length === 0 ? "yes*" : "no";
}

interface Column {
  readonly title: string;
  /** Whether the program is part of a CommonJS project. */
  readonly isRequired: boolean;
  readonly options: readonly string[];
}

const columns: readonly Column[] = Object.entries(resolutions).flatMap(([resolution, how]) =>
  Object.entries(strictness).map(([name, flags]) => ({
    title: `${resolution}, ${name}`,
    isRequired: /node10|CommonJS/.test(resolution),
    options: [...how, ...flags],
  })),
);

/** TypeScript 6 wants to be told that node10 is old, and 7 has it no more. */
function optionsFor({ version }: Compiler, column: Column): Column | undefined {
  const major = Number.parseInt(version, 10);
  if (!column.options.includes("node10") || major < 6) {
    return column;
  }
  return major > 6 ? undefined : { ...column, options: [...column.options, "--ignoreDeprecations", "6.0"] };
}

const used = compilers();
const cells = used.flatMap((compiler) => columns.map((column) => ({ compiler, column })));
const errorsByLine = new Map<string, string>();
const support = await atOnce(availableParallelism(), cells, async ({ compiler, column }) => {
  const own = optionsFor(compiler, column);
  const errors = own && (await errorsOf(compiler, own));
  for (const line of errors ?? []) {
    errorsByLine.set(line.replaceAll(sep, "/"), `${compiler.version}, ${column.title}`);
  }
  return errors === undefined ? "-" : supportBy(errors);
});
remove();

const rows = used.map(({ version }, index) => [
  version,
  ...support.slice(index * columns.length).slice(0, columns.length),
]);
const lines = [
  table(["TypeScript", ...columns.map(({ title }) => title)], rows),
  "",
  "yes*: with `skipLibCheck`; without it the compiler reports errors in the declarations of openapi-fetch. -: the compiler has it no more.",
  ...[...errorsByLine].map(([line, where]) => `${line} (${where})`),
];
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = support.includes("no") ? 1 : 0;
