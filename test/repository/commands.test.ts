import { expect, test } from "vitest";
import { atOnce } from "../../scripts/lib/at-once.ts";
import { type Command, runCommand } from "../../scripts/lib/commands.ts";

const node = (program: string): Command => [process.execPath, "--eval", program];

test("a command fails or succeeds by its exit code, and its output is kept", async () => {
  const program =
    'process.stdout.write("out "); process.stderr.write("err"); process.exitCode = Number(process.argv[1]);';
  for (const [code, succeeded] of [
    ["0", true],
    ["3", false],
  ] as const) {
    const result = await runCommand([...node(program), code], "kept");
    expect(result.succeeded).toBe(succeeded);
    expect(result.output).toContain("out ");
    expect(result.output).toContain("err");
  }
  expect(await runCommand(node('process.kill(process.pid, "SIGKILL")'), "kept")).toMatchObject({ succeeded: false });
});

test("a command that does not exist has failed", async () => {
  expect(await runCommand(["no-such-command-anywhere"], "kept")).toMatchObject({
    succeeded: false,
    output: expect.stringContaining("no-such-command-anywhere"),
  });
});

test("each of several commands has its result, in order, even if there are more than run at the same time", async () => {
  const commands = ["process.exitCode = 1", "", "setTimeout(() => {}, 50)"].map(node);
  const results = await atOnce(2, commands, (command) => runCommand(command, "kept"));
  expect(results.map(({ command }) => command)).toEqual(commands);
  expect(results.map(({ succeeded }) => succeeded)).toEqual([false, true, true]);
});
