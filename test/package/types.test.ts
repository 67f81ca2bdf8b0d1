import { execFile } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { beforeAll, expect, inject, test } from "vitest";
import { askEditor, type Place } from "./editor.ts";

const { project, root } = inject("installed");
const { resolve } = createRequire(import.meta.url);
const consumer = join(project, "consumer.ts");
const contract = join(project, "contract.ts");
const required = join(project, "required.cts");
/** The same as `consumer`, compiled to `require`. */
const requiring = join(project, "requiring.cts");
const older = join(project, "older.ts");

beforeAll(() => {
  copyFileSync(fileURLToPath(new URL("programs/consumer.ts", import.meta.url)), consumer);
  copyFileSync(consumer, requiring);
  writeFileSync(
    older,
    `import * as dcs from "huaweicloud-jobs/openapi/dcs.json";
     import { openWaits } from "huaweicloud-jobs/bullmq";
     export const words: string[] = [...dcs.components.schemas.DcsJobStatus.enum, openWaits.name];`,
  );
  writeFileSync(
    contract,
    `import dcs from "huaweicloud-jobs/openapi/dcs.json" with { type: "json" };
     export const words: string[] = dcs.components.schemas.DcsJobStatus.enum;`,
  );
  writeFileSync(
    required,
    `import sdk = require("huaweicloud-jobs");
     export const jobs: sdk.JobsClient = sdk.createJobsClient({ credentials: { token: "t" } });`,
  );
});

const common: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  declaration: true,
  resolveJsonModule: true,
  skipLibCheck: false,
};
const nodeNext = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
const strict = { strict: true, exactOptionalPropertyTypes: true };
/** The types of Node instead of the browser's. */
const withoutBrowser = {
  lib: ["lib.es2022.d.ts"],
  types: ["node"],
  typeRoots: [join(resolve("@types/node/package.json"), "../..")],
};

/** The diagnostics of the compiler, including those of the declarations that it writes. */
function complaints(files: readonly string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram(files, { ...common, ...options });
  const { diagnostics } = program.emit(undefined, () => {}, undefined, true);
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(({ file, messageText }) => {
    return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

// `npm run test:types` covers other module resolutions, less strict options and other compilers.
test.each<[string, string[], ts.CompilerOptions]>([
  ["with the browser's types, and is required too", [consumer, contract, required], {}],
  ["with Node's types alone", [consumer], withoutBrowser],
])("a program that names everything compiles by nodenext, strict and exact, %s", (_, files, types) => {
  expect(complaints(files, { ...nodeNext, ...strict, ...types })).toEqual([]);
});

const commonJs = { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 };
const node16 = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 };
/** bullmq is not installed here. */
const withoutBullmq = { ...commonJs, skipLibCheck: true };

test.each<[string, string, ts.CompilerOptions]>([
  ["--module commonjs", consumer, commonJs],
  ["--module node16 in a CommonJS project", requiring, node16],
  ["--module commonjs, with the contract as JSON and with durable waits", older, withoutBullmq],
])("a program that is compiled to require() compiles: %s", (_, file, options) => {
  expect(complaints([file], { ...strict, ...options })).toEqual([]);
});

test("a first program with a service of one's own compiles and runs", async () => {
  const newcomer = join(project, "newcomer.ts");
  copyFileSync(fileURLToPath(new URL("programs/newcomer.ts", import.meta.url)), newcomer);
  expect(complaints([newcomer], { ...nodeNext, strict: true })).toEqual([]);
  const module = { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 };
  writeFileSync(join(project, "newcomer.js"), ts.transpile(readFileSync(newcomer, "utf8"), module));
  const { stdout } = await promisify(execFile)(process.execPath, ["newcomer.js"], { cwd: project });
  expect(stdout).toBe("ecs: succeeded (SUCCESS)\n");
});

/** Where an editor goes from the first occurrence of each word in the program: the file, and the selected text. */
async function definitionsOf(words: readonly string[]): Promise<[file: string, text: string][]> {
  const found = await askEditor<ts.server.protocol.DefinitionInfo[]>(consumer, "definition", words.map(placeOf));
  return found.flatMap(([definition]) => {
    if (definition === undefined) {
      return [];
    }
    const { file, start, end } = definition;
    const line = readFileSync(file, "utf8").split("\n")[start.line - 1] ?? "";
    return [[relative(root, file), line.slice(start.offset - 1, end.offset - 1).trim()]];
  });
}

function placeOf(word: string): Place {
  const lines = readFileSync(consumer, "utf8").split("\n");
  const index = lines.findIndex((line) => new RegExp(`\\b${word}\\b`).test(line));
  return { line: index + 1, offset: (lines[index] ?? "").search(new RegExp(`\\b${word}\\b`)) + 1 };
}

test('an editor\'s "go to definition" leads to TypeScript', async () => {
  writeFileSync(
    join(project, "tsconfig.json"),
    '{ "compilerOptions": { "module": "nodenext" }, "files": ["consumer.ts"] }',
  );
  expect(await definitionsOf(["createJobsClient", "JobFailedError", "JobsEvent", "createSimulator", "listen"])).toEqual(
    [
      ["src/index.ts", "createJobsClient"],
      ["src/services/job-errors.ts", "JobFailedError"],
      ["src/events.ts", "JobsEvent"],
      ["src/simulator/simulator.ts", "createSimulator"],
      ["src/simulator/node.ts", "listen"],
    ],
  );
});
