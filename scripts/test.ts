/**
 * `npm test`: the tests that need nothing but Node, and beside them the static checks, which use the time in which tests
 * wait for processes and sockets. What a check prints is shown at the end, if it failed. Arguments are passed to vitest.
 */
import { availableParallelism } from "node:os";
import { atOnce } from "./lib/at-once.ts";
import { type Command, runCommand } from "./lib/commands.ts";

/** Scripts of package.json, the longest first. */
const checks = ["typecheck", "lint", "lint:contract", "check:generated"];

const vitest: Command = ["vitest", "run", "--project", "sdk", "--project", "alone", ...process.argv.slice(2)];
const most = Math.max(1, availableParallelism() >> 1);
const [tests, results] = await Promise.all([
  runCommand(vitest, "inherited"),
  atOnce(most, checks, (check) => runCommand(["npm", "run", "--silent", check], "kept")),
]);

const say = (text: string) => process.stdout.write(`${text}\n`);
for (const { command, seconds } of results.filter(({ succeeded }) => succeeded)) {
  say(`✓ npm run ${command.at(-1)} (${seconds.toFixed(1)} s)`);
}
for (const { command, output } of results.filter(({ succeeded }) => !succeeded)) {
  say(`✗ npm run ${command.at(-1)}\n${output.trimEnd()}`);
}
if (!tests.succeeded) {
  say("✗ vitest, see above");
}
process.exitCode = [tests, ...results].every(({ succeeded }) => succeeded) ? 0 : 1;
