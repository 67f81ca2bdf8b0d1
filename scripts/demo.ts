/**
 * Starts the simulator in this process and waits, with the real command line over HTTP on this machine, for jobs of
 * every service at once. One of them fails on purpose, so the command's own exit code is 1 and the demo's is 0.
 */
import { parseArgs } from "node:util";
import { exitCodes } from "../src/cli/exit-code.ts";
import type { Io } from "../src/cli/io.ts";
import { runCli } from "../src/cli/main.ts";
import { nameOf } from "../src/cli/outcome.ts";
import { endpointVariable, variables } from "../src/cli/settings.ts";
import { stopSignal, watchTerminal } from "../src/cli/signals.ts";
import { createSimulator } from "../src/simulator/index.ts";
import { listen } from "../src/simulator/node.ts";
import { systemClock } from "../src/util/clock.ts";

const { values } = parseArgs({ options: { json: { type: "boolean" } } });

const simulator = createSimulator();
const server = await listen(simulator);
const refs = [
  simulator.addJob({ service: "sfs-turbo", scenario: "success", duration: 1_500 }),
  simulator.addJob({ service: "workspace", scenario: "success", duration: 5_800 }),
  simulator.addJob({ service: "workspace", scenario: "complete-with-failed-sub-job", duration: 3_800 }),
  simulator.addJob({ service: "dcs", scenario: "success", duration: 3_500 }),
];
const jobs = refs.map(nameOf);
const options = ["--interval", "1s", "--timeout", "1m", ...(values.json ? ["--json"] : [])];

const signal = stopSignal();
process.stderr.write(
  `A simulator of the services listens on ${server.url}. One job fails on purpose.\n\n` +
    `$ huaweicloud-jobs wait ${options.join(" ")}${jobs.map((job) => ` \\\n    ${job}`).join("")}\n\n`,
);
const io: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: {
    ...process.env,
    [variables.token[0]]: simulator.clientOptions.credentials.token,
    [variables.project[0]]: simulator.clientOptions.projectId,
    ...Object.fromEntries(Object.entries(server.endpoints).map(([name, url]) => [endpointVariable(name), url])),
  },
  files: { home: "/", cwd: "/", read: () => undefined },
  signal,
  watchTerminal,
  clock: systemClock,
  version: "demo",
};
const code = await runCli(["wait", ...jobs, ...options], io);

let lines = "";
const listener = { write: (text: string) => (lines += text) };
await runCli(["get", ...jobs, "--json"], { ...io, stdout: listener });
await server.close();

const states = lines.split("\n", jobs.length).map((line) => line && JSON.parse(line).state);
const isAsMeant = code === 1 && states.join() === "succeeded,succeeded,failed,succeeded";
const isInterrupted = code === exitCodes.interrupted[0];
process.stderr.write(
  `\nThe command's exit code is ${code}${isAsMeant ? ": a job failed, as it was meant to" : ""}.\n` +
    (isInterrupted
      ? "The simulator has ended with this demo, and its jobs with it: nothing is left to wait for.\n"
      : ""),
);
process.exitCode = isAsMeant ? 0 : code || 1;
