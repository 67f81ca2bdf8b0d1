import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { createWorld, run } from "./run.ts";

const world = createWorld();
const add = (status: string, facts: object) =>
  world.add({ service: "workspace", steps: [{ after: 0, status, ...facts }] });
const failed = add("FAIL", { reason: "x".repeat(3_000) });
const running = add("RUNNING", { subJobs: [{ status: "RUNNING", progress: 40 }] });
const unknown = add("AN-UNUSUALLY-LONG-STATUS-WORD", {});

/** The output on a terminal of 60 columns, with no locale but that of `env`. */
async function written(argv: string[], env: Record<string, string>) {
  const { stdout, stderr } = await run(argv, { ...world, columns: 60, env: { ...world.env, LANG: "", ...env } });
  return stdout + stderr;
}

const commands = [
  ["get", failed, running, unknown],
  ["wait", failed, running, unknown, "--timeout", "20s"],
  ["get", `dcs/${"x".repeat(300)}`],
  ["get", "dcs/a", "--tokken=secret"],
  ["get", "dcs/a", "--profile", "none"],
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with one
const ascii = /^[\n\r\x1b -~]+$/;

describe("symbols are ASCII", () => {
  test.each<Record<string, string>>([
    { LANG: "C" },
    { LANG: "POSIX" },
    { LANG: "de_DE.ISO-8859-1" },
    { LANG: "en_US.UTF-8", LC_ALL: "C" },
    { LANG: "en_US.UTF-8", LC_CTYPE: "C" },
    { LC_ALL: "POSIX", LC_CTYPE: "C.UTF-8", LANG: "C.UTF-8" },
    { LANG: "C.UTF-8", TERM: "dumb" },
    { LANG: "C.UTF-8", TERM: "linux" },
    { OS: "Windows_NT" },
  ])("with %o", async (env) => {
    for (const argv of commands) {
      expect(await written(argv, env)).toMatch(ascii);
    }
  });
});

describe("symbols are Unicode", () => {
  test.each<Record<string, string>>([
    {},
    { LANG: "en_US.UTF-8" },
    { LANG: "de_DE.utf8" },
    { LANG: "C", LC_ALL: "C.UTF-8" },
    { LANG: "C", LC_CTYPE: "C.UTF-8" },
    { LANG: "C.UTF-8", LC_ALL: "" },
    { OS: "Windows_NT", WT_SESSION: "1" },
    { OS: "Windows_NT", TERM_PROGRAM: "vscode" },
    { OS: "Windows_NT", LANG: "en_US.UTF-8" },
  ])("with %o", async (env) => {
    expect(await written(["get", failed, unknown], env)).toMatch(
      /✗ failed[\s\S]*\? unknown \(AN-UNUSUALLY-LONG-STATU…\)/,
    );
  });
});

test("text from a server is shown unchanged in any locale", async () => {
  const job = world.add({ service: "dcs", steps: [{ after: 0, status: "FAIL", reason: "磁盘已满" }] });
  expect(await written(["get", job], { LANG: "C" })).toMatch(/x failed[\s\S]*磁盘已满/);
});

describe("colours", () => {
  const colours = async (env: Record<string, string>, columns?: number) => {
    const { stdout } = await run(["wait", failed, unknown, "--timeout", "1s"], {
      ...world,
      columns,
      env: { ...world.env, ...env },
    });
    return stdout !== stripVTControlCharacters(stdout).replaceAll("\u001b", "") && /\[3\dm/.test(stdout);
  };

  test("are used only on a terminal", async () => {
    expect([await colours({}, 80), await colours({})]).toEqual([true, false]);
  });

  test.each(["1", "0", "false", " "])("are off if NO_COLOR is %j", async (NO_COLOR) => {
    expect(await colours({ NO_COLOR }, 80)).toBe(false);
  });

  test("are on if NO_COLOR is empty", async () => {
    expect(await colours({ NO_COLOR: "" }, 80)).toBe(true);
  });

  test.each([
    [{ FORCE_COLOR: "1" }, undefined, true],
    [{ FORCE_COLOR: "true" }, undefined, true],
    [{ FORCE_COLOR: "1", TERM: "dumb" }, 80, true],
    [{ FORCE_COLOR: "0" }, 80, false],
    [{ FORCE_COLOR: "false" }, 80, false],
    [{ FORCE_COLOR: "" }, 80, true],
    [{ FORCE_COLOR: "" }, undefined, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, 80, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "" }, undefined, true],
    [{ CI: "true" }, 80, true],
    [{ CI: "true" }, undefined, false],
  ] as const)("with %j at %s columns: %s", async (env, columns, expected) => {
    expect(await colours(env, columns)).toBe(expected);
  });

  test("are off on a dumb terminal", async () => {
    expect(await colours({ TERM: "dumb" }, 80)).toBe(false);
  });

  test("do not change the text", async () => {
    const [coloured, plain] = [
      await written(["get", failed, unknown], {}),
      await written(["get", failed, unknown], { NO_COLOR: "1" }),
    ];
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    expect(coloured).not.toBe(plain);
  });
});
