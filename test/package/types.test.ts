import { spawn } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, expect, inject, test } from "vitest";

const { project, root } = inject("installed");
const { resolve } = createRequire(import.meta.url);
const consumer = join(project, "consumer.ts");
const contract = join(project, "contract.ts");
const required = join(project, "required.cts");

beforeAll(() => {
  copyFileSync(fileURLToPath(new URL("programs/consumer.ts", import.meta.url)), consumer);
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

/** Where an editor goes from the first occurrence of each word in the program: the file, and the selected text. */
async function definitionsOf(words: readonly string[]): Promise<[file: string, text: string][]> {
  const server = spawn(process.execPath, [
    resolve("typescript/lib/tsserver.js"),
    "--disableAutomaticTypingAcquisition",
  ]);
  const ask = (seq: number, command: string, args: object) =>
    server.stdin.write(
      `${JSON.stringify({ seq, type: "request", command, arguments: { file: consumer, ...args } })}\n`,
    );
  const found: [string, string][] = [];
  ask(0, "open", {});
  for (const [index, word] of words.entries()) {
    ask(index + 1, "definition", placeOf(word));
  }
  for await (const answer of createInterface(server.stdout)) {
    const { request_seq, body } = answer.startsWith("{") ? JSON.parse(answer) : {};
    if (request_seq > 0) {
      const [{ file, start, end }] = body;
      const line = readFileSync(file, "utf8").split("\n")[start.line - 1] ?? "";
      found.push([relative(root, file), line.slice(start.offset - 1, end.offset - 1).trim()]);
    }
    if (request_seq === words.length) {
      server.kill();
    }
  }
  return found;
}

function placeOf(word: string): { line: number; offset: number } {
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
      ["src/typed-errors.ts", "JobFailedError"],
      ["src/events.ts", "JobsEvent"],
      ["src/simulator/index.ts", "createSimulator"],
      ["src/simulator/node.ts", "listen"],
    ],
  );
});
