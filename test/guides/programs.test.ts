import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createSimulator } from "huaweicloud-jobs/simulator";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Program, pages, programs, programsOf } from "./programs.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "programs-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Those that need nothing but the simulator. */
const runnable = programs.filter(
  ({ code }) => code.includes('"huaweicloud-jobs/simulator"') && !/from "(?:vitest|@playwright\/test)"/.test(code),
);

let console_: string[] = [];
beforeEach(() => {
  // Time passes as soon as nothing else is going on.
  vi.useFakeTimers().setTimerTickMode("nextTimerAsync");
  console_ = [];
  vi.spyOn(console, "log").mockImplementation((...values) => void console_.push(values.join(" ")));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

let count = 0;
/** Runs a program, and returns what it prints. */
async function run({ code, language }: Program): Promise<string> {
  const file = join(directory, `${++count}.${language === "js" ? "mjs" : "mts"}`);
  writeFileSync(file, code);
  await import(pathToFileURL(file).href);
  return console_.join("\n").trimEnd();
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
/** The output as a pattern, in which `…` stands for anything within a line. */
const pattern = (output: string): RegExp => new RegExp(`^${output.trimEnd().split("…").map(escaped).join("[^\\n]*")}$`);

test.each(runnable)("the program of $name runs, and prints what the page says", async (program) => {
  const printed = await run(program);
  if (program.output !== undefined) {
    expect(printed.replaceAll(/[ \t]+$/gm, "")).toMatch(pattern(program.output));
  }
});

test("the program for a real cloud waits for a job of a simulator that is in the place of the cloud", async () => {
  const wait = programsOf("docs/getting-started.md").find(({ code }) => code.includes("process.argv[2]"));
  const simulator = createSimulator();
  const { id } = simulator.addJob({ service: "dcs", scenario: "success", duration: 60_000 });
  const { credentials, projectId } = simulator.clientOptions;
  vi.stubGlobal("fetch", simulator.fetch);
  vi.stubEnv("OS_TOKEN", credentials.token);
  vi.stubEnv("HUAWEICLOUD_SDK_PROJECT_ID", projectId);
  const { argv } = process;
  process.argv = ["node", "wait.mjs", id];
  try {
    expect(await run(wait as Program)).toMatch(/^INIT\nRUNNING\nSUCCESS\ndone at /);
  } finally {
    process.argv = argv;
    vi.unstubAllEnvs();
  }
});

/** What pages take as given: values of the reader's, and packages that are not installed here. */
const given = `
declare const projectId: string;
declare const id: string;
declare const connection: { host: string };
declare const worker: import("huaweicloud-jobs/bullmq").WaitWorker;
declare module "@bull-board/api";
declare module "@bull-board/api/bullMQAdapter";
declare module "@bull-board/express";
declare module "express";
declare module "@huaweicloud/huaweicloud-sdk-core";
declare module "@huaweicloud/huaweicloud-sdk-dcs";
declare module "@playwright/test" {
  type Route = { request(): { url(): string }; fetch(to: { url: string }): Promise<unknown>; fulfill(with_: { response: unknown }): Promise<void> };
  type Page = { route(url: string, handler: (route: Route) => Promise<void>): Promise<void>; goto(url: string): Promise<void>; getByText(text: string): object };
  export const expect: (value: object) => { toBeVisible(): Promise<void> };
  export const test: { (name: string, run: (fixtures: { page: Page }) => Promise<void>): void; beforeAll(run: () => Promise<void>): void; afterAll(run: () => Promise<void>): void };
}
declare module "@temporalio/workflow" {
  export function proxyActivities<T>(options: { startToCloseTimeout: string }): T;
  export function sleep(milliseconds: number): Promise<void>;
}
`;
/** A page may import a module of the reader's, which is not there. */
const MISSING_MODULE = 2834;

describe("the programs in TypeScript", () => {
  const folder = mkdtempSync(join(root, "node_modules", ".programs-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const typed = programs.filter(({ language }) => language === "ts");
  let messages: string[] = [];

  beforeAll(() => {
    vi.useRealTimers();
    const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root, { noEmit: true });
    const files = typed.map(({ code }, index) => {
      const file = join(folder, `${index}.mts`);
      writeFileSync(file, code);
      return file;
    });
    const environment = join(folder, "given.d.ts");
    writeFileSync(environment, given);
    const program = ts.createProgram([...files, environment], {
      ...options,
      noUnusedLocals: false,
      noPropertyAccessFromIndexSignature: false,
    });
    const diagnostics = ts.getPreEmitDiagnostics(program).filter(({ code }) => code !== MISSING_MODULE);
    messages = diagnostics.map(({ file, messageText, start = 0 }) => {
      const { name } = typed[files.indexOf(file?.fileName ?? "")] ?? { name: file?.fileName };
      const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${name}, line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
  });

  test("compile", () => {
    expect(messages).toEqual([]);
  });
});

test("the README begins with the program of the page Getting started, within its first twenty lines or just below", () => {
  const [first] = programsOf("README.md");
  expect(programsOf("docs/getting-started.md").map(({ code }) => code)).toContain(first?.code);
  expect(programsOf("docs/index.md").map(({ code }) => code)).toContain(first?.code);
});

test.each(pages.filter((page) => /guides\/(?!index|recipes|versioning|command-line|credentials)/.test(page)))(
  "%s has a program",
  (page) => {
    expect(programsOf(page).length).toBeGreaterThan(0);
  },
);
