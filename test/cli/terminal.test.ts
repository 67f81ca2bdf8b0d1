import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { stripVTControlCharacters } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { nameOf } from "../../src/cli/outcome.ts";
import { createSimulator } from "../../src/simulator/index.ts";
import { buildProgram } from "../helpers/built-program.ts";
import { useListener } from "../helpers/simulated.ts";
import { runOnTerminal, type TerminalProgram } from "../helpers/terminal.ts";
import { environmentFor } from "./run.ts";

const entry = await buildProgram("src/cli/huaweicloud-jobs.ts");
const simulator = createSimulator();
const used = useListener(simulator);
afterAll(() => entry.remove());

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

const environment = (more: Record<string, string> = {}) => ({
  ...environmentFor({ ...simulator.clientOptions, ...used.server }),
  PATH: process.env["PATH"] ?? "",
  LANG: "C.UTF-8",
  PS1: "$ ",
  ...more,
});

const start = (argv: readonly string[], { columns = 80, env = {} } = {}): TerminalProgram =>
  runOnTerminal(process.execPath, [entry.path, ...argv], { columns, env: environment(env) });

const addSlow = () => nameOf(simulator.addJob({ service: "workspace", scenario: "slow" }));
const addShort = () => nameOf(simulator.addJob({ service: "workspace", scenario: "success", duration: 0 }));

const count = (lines: readonly string[], part: string) => lines.filter((line) => line.includes(part)).length;

/** A server whose jobs run for ever, and whose every response has 1 MiB of another text. */
async function listenWithLongTexts(text: string, onResponse: (nth: number) => void) {
  let nth = 0;
  const server = createServer((_, response) => {
    nth += 1;
    response.end(`{"job_id":"a","status":"${nth} ${text}"}`, () => onResponse(nth));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { port: (server.address() as AddressInfo).port, close: () => server.closeAllConnections() };
}

describe.each([
  ["escape characters and parameters", `\\u001b${";#".repeat(500_000)}`],
  ["wide characters", "错误".repeat(170_000)],
])("while 1 MiB of %s is drawn at each poll", (_, text) => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s ends the wait", async (signal) => {
    const server = await listenWithLongTexts(text, (nth) => {
      if (nth === 5) {
        wait.kill(signal);
      }
    });
    const argv = ["wait", "dcs/a", "--interval", "1ms", "--endpoint", `dcs=http://127.0.0.1:${server.port}`];
    const wait = start(argv);
    expect(await wait.ended).toBe(130);
    expect(wait.output).toContain("unknown (");
    expect(wait.output).toContain("Interrupted.");
    server.close();
  });
});

describe.concurrent("on a terminal", () => {
  test("Ctrl-Z shows the cursor, fg draws anew below, and Ctrl-C ends the wait", async () => {
    const job = addSlow();
    const shell = runOnTerminal("/bin/sh", ["-i"], { env: environment() });
    await shell.until(/^\$/m);
    shell.type(`'${process.execPath}' '${entry.path}' wait ${job}\r`);
    await shell.until(/next poll in/);
    shell.type("\u001a");
    await shell.until(/(Stopped|Suspended)[\s\S]*^\$/im);
    expect(shell.output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shell.output.lastIndexOf(HIDE_CURSOR));
    shell.type("echo other $((40 + 2)) lines\r");
    await shell.until(/^other 42 lines\n\$/m);
    shell.type("fg\r");
    const shown = await shell.until(/^other 42 lines$[\s\S]*next poll in/m);
    expect(count(shown.split("\n"), `○ pending  ${job}`)).toBe(2);
    expect(shell.output.lastIndexOf(HIDE_CURSOR)).toBeGreaterThan(shell.output.lastIndexOf(SHOW_CURSOR));
    shell.type("\u0003");
    await shell.until(/To wait for them again:\n.*\n\$/);
    shell.type("echo code $?\r");
    await shell.until(/^code 130$/m);
    expect(shell.output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shell.output.lastIndexOf(HIDE_CURSOR));
    shell.kill();
  });

  test("Ctrl-\\ ends the wait as Ctrl-C does, and shows the cursor", async () => {
    const wait = start(["wait", addSlow()]);
    await wait.until(/next poll in/);
    wait.type("\u001c");
    expect(await wait.ended).toBe(130);
    expect(wait.output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(wait.output.lastIndexOf(HIDE_CURSOR));
  });

  test("another size leaves no stale lines", async () => {
    const job = addSlow();
    const wait = start(["wait", job], { columns: 110 });
    await wait.until(/next poll in/);
    for (const columns of [48, 120, 40, 110]) {
      const { length } = wait.output;
      wait.resize(columns, 24);
      await wait.until(
        (lines) =>
          wait.output.length > length &&
          lines.every((line) => line.length < columns) &&
          ["JOB", "/", "next poll in"].every((part) => count(lines, part) === 1),
      );
    }
    wait.kill();
  });

  test("a CI system gets plain lines, in colours", async () => {
    const job = addShort();
    const wait = start(["wait", job], { columns: 120, env: { CI: "true" } });
    expect(await wait.ended).toBe(0);
    const [, ...sequences] = wait.output.split("\u001b");
    expect(sequences).not.toEqual([]);
    expect(sequences.filter((sequence) => !/^\[\d+m/.test(sequence))).toEqual([]);
    expect(wait.lines()[0]).toMatch(new RegExp(`^\\d{4}-\\S+Z ${job} createDesktops succeeded$`));
  });

  test("CI=false is not a CI system", async () => {
    const wait = start(["wait", addShort()], { env: { CI: "false" } });
    expect(await wait.ended).toBe(0);
    expect(wait.output).toContain(HIDE_CURSOR);
  });

  test("a dumb terminal gets plain lines without any sequence", async () => {
    const wait = start(["wait", addShort(), "--bell"], { env: { TERM: "dumb" } });
    expect(await wait.ended).toBe(0);
    expect(wait.output.replace("\u0007", "")).toMatch(/^[\r\n -~]+$/);
  });

  test("title and progress are put back at the end", async () => {
    const wait = start(["wait", addShort()], { env: { TERM_PROGRAM: "ghostty" } });
    expect(await wait.ended).toBe(0);
    expect(wait.output).toContain("\u001b]2;0% workspace/");
    expect(wait.output).toContain("\u001b[23;2t\u001b]9;4;0;0\u0007");
  });
});

test("a shell's pipe gets no sequence, and colours with FORCE_COLOR", async () => {
  const job = addShort();
  const piped = async (env: Record<string, string>) => {
    const line = `'${process.execPath}' '${entry.path}' wait ${job} | cat`;
    const shell = runOnTerminal("/bin/sh", ["-c", line], { env: environment({ TERM_PROGRAM: "ghostty", ...env }) });
    expect(await shell.ended).toBe(0);
    return shell.output.replaceAll("\r\n", "\n");
  };
  const plain = await piped({});
  expect(plain).toBe(stripVTControlCharacters(plain));
  expect(await piped({ FORCE_COLOR: "1" })).toContain("\u001b[32m✓");
  expect(await piped({ FORCE_COLOR: "1", NO_COLOR: "1" })).not.toContain("\u001b");
});
