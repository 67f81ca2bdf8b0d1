/** Runs the command in this process, and checks what must hold for every run. */
import assert from "node:assert/strict";
import { exitCodes } from "../../../src/cli/exit-code.ts";
import { Interrupted } from "../../../src/cli/io.ts";
import { createWorld, type RunOptions, run } from "../../cli/run.ts";
import { checkHidden, cores } from "../../helpers/canary.ts";

const codes: readonly number[] = Object.values(exitCodes).map(([code]) => code);

/** Returns the exit code in words. Throws if the exit code or the output is not as it must be. */
export async function runCommand(
  argv: readonly string[],
  options: RunOptions,
  hidden: readonly string[] = cores,
): Promise<string> {
  const world = createWorld();
  world.simulator.addJob({ service: "dcs", id: "good", scenario: "success" });
  world.simulator.addJob({ service: "workspace", id: "bad", scenario: "complete-with-failed-sub-job" });
  const interrupt = new AbortController();
  const stop = setTimeout(() => interrupt.abort(new Interrupted()), 60_000);
  const listens = argv.includes("simulate") && setTimeout(() => interrupt.abort(new Interrupted()), 20);
  try {
    const { code, stdout, stderr } = await run(argv, {
      ...world,
      signal: interrupt.signal,
      ...options,
      env: { ...world.env, ...options.env },
    });
    assert(codes.includes(code), `exit code ${code}`);
    const isTraced = argv.includes("--debug");
    assert(isTraced || !/^\s+at .*:\d+:\d+/m.test(stderr), `a stack trace: ${stderr}`);
    assert(!/--debug shows where|(?:Type|Range|Reference)Error/.test(stderr), `an error without a type: ${stderr}`);
    assert(code !== 2 || /^(?:error|Usage): /m.test(stderr), `nothing said: ${stderr}`);
    checkHidden(stdout + stderr, hidden);
    assert(listens || !interrupt.signal.aborted, "does not end");
    return `exit ${code}`;
  } finally {
    clearTimeout(stop);
    clearTimeout(listens || undefined);
  }
}
