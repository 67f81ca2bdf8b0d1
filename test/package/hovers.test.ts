import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type ts from "typescript";
import { beforeAll, expect, inject, test } from "vitest";
import { askEditor, type Place } from "./editor.ts";

const folder = join(inject("installed").project, "hovers");
const hovers = join(folder, "hovers.ts");
const mistakes = join(folder, "mistakes.ts");
const source = readFileSync(new URL("programs/hovers.ts", import.meta.url), "utf8");

beforeAll(() => {
  mkdirSync(folder);
  const compilerOptions = { module: "nodenext", target: "es2022", strict: true, types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  writeFileSync(hovers, source);
});

interface Mark extends Place {
  readonly text: string;
}

/** The marks `^?` in the program: each belongs to the last line above it that is none, and stands under a word of it. */
function readMarks(): Mark[] {
  let line = 0;
  return source.split("\n").flatMap((text, index) => {
    const mark = /^( *\/\/ *)\^\? ?(.*)$/.exec(text);
    line = mark === null ? index + 1 : line;
    return mark === null ? [] : [{ line, offset: (mark[1] ?? "").length + 1, text: mark[2] ?? "" }];
  });
}

test("an editor shows what the program says, methods in two lines, with services of one's own in four", async () => {
  const marks = readMarks();
  const shown = await askEditor<ts.server.protocol.QuickInfoResponseBody>(hovers, "quickinfo", marks);
  const texts = shown.map(({ displayString }) => displayString.replace(/\s+/g, " "));
  expect(texts).toEqual(marks.map(({ text }) => text));
  const methods = texts.filter((text) => text.startsWith("(method)"));
  expect(methods.filter((text) => text.length > (text.includes("JobsClient<{}>") ? 220 : 360))).toEqual([]);
});

const names = '"sfs-turbo" | "workspace" | "dcs"';
const ownNames = `${names} | "ecs"`;
const unknownKey = (key: string, known: string): string =>
  `Object literal may only specify known properties, and '${key}' does not exist in type 'Partial<Record<${known}, string | undefined>>'.`;

/** Wrong lines, and what the compiler says of each. */
const wrong: readonly [line: string, error: string][] = [
  ['jobs.get({ service: "ecs", id })', `Type '"ecs"' is not assignable to type '${names}'.`],
  ['jobs.wait({ service: "ecs", id })', `Type '"ecs"' is not assignable to type '${names}'.`],
  ['jobs.watch({ service: "ecs", id })', `Type '"ecs"' is not assignable to type '${names}'.`],
  ['jobs.waitAll([{ service: "ecs", id }])', `Type '"ecs"' is not assignable to type '${names}'.`],
  ['createJobsClient({ credentials, endpoints: { ecs: "https://ecs.test" } })', unknownKey("ecs", names)],
  ['own.get({ service: "rds", id })', `Type '"rds"' is not assignable to type '${ownNames}'.`],
  [
    'own.waitAll([{ service: "ecs", id }, { service: "rds", id }])',
    `Type '"rds"' is not assignable to type '${ownNames}'.`,
  ],
  [
    'createJobsClient({ credentials, services: { ecs }, endpoints: { rds: "https://rds.test" } })',
    unknownKey("rds", ownNames),
  ],
  ["createJobsClient({ credentials, services: { dcs: ecs } })", "Type 'OwnService' is not assignable to type 'never'."],
  [
    'createSimulator({ services: { ecs } }).addJob({ service: "rds" })',
    `Type '"rds"' is not assignable to type '${ownNames}'.`,
  ],
];

test("the error for a wrong service names the right ones", async () => {
  const preamble = [
    'import { createJobsClient, defineService } from "huaweicloud-jobs";',
    'import { createSimulator } from "huaweicloud-jobs/simulator";',
    'const [id, credentials] = ["j", { token: "t" }] as const;',
    'const ecs = defineService({ path: "/v1/{id}", fields: { status: "status" }, states: { DONE: "succeeded" } });',
    "const jobs = createJobsClient({ credentials });",
    "const own = createJobsClient({ credentials, services: { ecs } });",
  ];
  writeFileSync(mistakes, [...preamble, ...wrong.map(([line]) => `${line};`)].join("\n"));
  const [diagnostics = []] = await askEditor<ts.server.protocol.Diagnostic[]>(mistakes, "semanticDiagnosticsSync", [
    { line: 1, offset: 1 },
  ]);
  const said = diagnostics.map(({ start, text }) => [wrong[start.line - preamble.length - 1]?.[0], text]);
  expect(said).toEqual(wrong);
});
