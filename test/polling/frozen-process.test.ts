import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { buildProgram } from "../helpers/built-program.ts";
import { done, running } from "../helpers/dcs-job.ts";
import { listenOn } from "../helpers/server.ts";

const program = await buildProgram("test/fixtures/programs/wait-for-job.ts");
const command = await buildProgram("src/cli/huaweicloud-jobs.ts");
afterAll(() => {
  program.remove();
  command.remove();
});

/** Longer than the timeout and the threshold for a freeze. */
const FREEZE = 4_500;

/** Stops a process at its first poll, while the response is on its way or before, and lets it go on past the deadline. */
async function freeze(path: string, argv: readonly string[], stopFirst: boolean): Promise<string> {
  let polls = 0;
  const server = createServer((_request, response) => {
    polls += 1;
    if (polls > 1) {
      response.end(JSON.stringify(done));
      return;
    }
    const stop = async () => {
      child.kill("SIGSTOP");
      if (stopFirst) {
        response.end(JSON.stringify(running));
      }
      await sleep(FREEZE);
      child.kill("SIGCONT");
    };
    if (stopFirst) {
      stop();
    } else {
      response.end(JSON.stringify(running), stop);
    }
  });
  const url = await listenOn(server);
  const env = { ...process.env, HUAWEICLOUD_JOBS_ENDPOINT_DCS: url, OS_TOKEN: "t0ken", OS_PROJECT_ID: "p" };
  const child = spawn(process.execPath, [path, ...argv], { env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  return `${code} ${output}`;
}

test("a process that is stopped (SIGSTOP) past the deadline has the job that is over, in a program and in the command", async () => {
  const wait = ["wait", "dcs/job-1", "--timeout", "3s", "--interval", "1s", "--json"];
  const outputs = await Promise.all([
    freeze(program.path, [], true),
    freeze(program.path, [], false),
    freeze(command.path, wait, true),
    freeze(command.path, wait, false),
  ]);
  expect(outputs.slice(0, 2)).toEqual(["0 succeeded\n", "0 succeeded\n"]);
  for (const output of outputs.slice(2)) {
    expect(output).toMatch(/^0 .*"state":"succeeded"/s);
  }
});
