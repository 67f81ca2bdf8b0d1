import { once } from "node:events";
import { ConfigurationError } from "../errors/base.ts";
import type { Service } from "../services/service.ts";
import { listen } from "../simulator/node.ts";
import { scenariosOf } from "../simulator/scenarios.ts";
import { createSimulator, type Simulator } from "../simulator/simulator.ts";
import { invalidOption } from "../util/validate.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import type { ExitReason } from "./exit-code.ts";
import { Interrupted } from "./io.ts";
import type { SimulateFlags } from "./options.ts";
import { nameOf } from "./outcome.ts";
import { commandLine, shellWord } from "./resume.ts";
import type { OwnRows } from "./services.ts";
import type { Session } from "./session.ts";
import { endpointVariable, variables } from "./settings.ts";
import { toJsonLine } from "./text.ts";

const DEFAULT_DURATION = 20_000;

/** `simulate`: serves jobs on this machine until it is stopped. With `--env` it only prints how to reach them. */
export async function simulate(session: Session, flags: SimulateFlags): Promise<ExitReason> {
  const { own, io, services } = session;
  const simulator = createSimulator<OwnRows>({ services: own, clock: io.clock });
  if (flags.env) {
    if (flags.port === 0) {
      throw new ConfigurationError("--env needs the port of the simulator: give the same --port to both.");
    }
    const entries = Object.keys(services).map((name) => [name, `http://127.0.0.1:${flags.port}/${name}`]);
    io.stdout.write(`${exportLines(simulator, Object.fromEntries(entries)).join("\n")}\n`);
    return "succeeded";
  }
  const jobs = newJobs(session, flags);
  const server = await listenOn(flags.port, simulator);
  try {
    const added = jobs.map((job) => ({ ...job, ...simulator.addJob({ ...job, startsAtFirstRequest: true }) }));
    const { url, endpoints } = server;
    if (flags.json) {
      const { projectId, credentials } = simulator.clientOptions;
      io.stdout.write(toJsonLine({ url, endpoints, projectId, token: credentials.token, jobs: added }));
    } else {
      const rows = (flags.services ?? []).flatMap((file) => ["--services", file]);
      const lines = [
        ...exportLines(simulator, endpoints),
        commandLine(io.env, ["wait", ...added.map(nameOf), ...rows]),
      ];
      // Not with `say`, which would redact the token if the environment has the same one.
      io.stderr.write(`${introduction(url, added)}\n\n${lines.map((line) => `  ${line}\n`).join("")}`);
    }
    if (!io.signal.aborted) {
      await once(io.signal, "abort");
    }
  } finally {
    await server.close();
  }
  if (!(io.signal.reason instanceof Interrupted)) {
    throw io.signal.reason;
  }
  return "succeeded";
}

/** Where the simulator is, and its credentials, for a POSIX shell. */
function exportLines({ clientOptions }: Simulator<OwnRows>, endpoints: Readonly<Record<string, string>>): string[] {
  const values = [
    [variables.token[0], clientOptions.credentials.token],
    [variables.project[0], clientOptions.projectId],
    ...Object.entries(endpoints).map(([name, endpoint]) => [endpointVariable(name), endpoint]),
  ];
  return values.map(([name, value = ""]) => `export ${name}=${shellWord(value)}`);
}

function introduction(url: string, jobs: readonly SimulatedJob[]): string {
  const duration = formatDuration(jobs[0]?.duration ?? 0);
  const failing = jobs.filter(({ scenario }) => scenario === "failure").length;
  const end = failing === 0 ? "" : failing === 1 ? ", and one fails on purpose" : `, and ${failing} fail on purpose`;
  const each = jobs.length === 1 ? "The job takes" : `Each of the ${jobs.length} jobs takes`;
  return [
    `The simulator listens on ${url}, for this machine alone. Ctrl-C stops it.`,
    `${each} ${duration} from its first poll${end}. In another shell, paste these lines:`,
  ].join("\n");
}

interface SimulatedJob {
  readonly service: string;
  readonly scenario: "success" | "failure";
  readonly duration: number;
}

/** The services take turns. Those that fail are the last ones. */
function newJobs({ services }: Session, flags: SimulateFlags): SimulatedJob[] {
  const { jobs: count = Object.keys(services).length + 1, fail: failing = count > 1 ? 1 : 0 } = flags;
  if (failing > count) {
    throw invalidOption("--fail", `at most the number of jobs, ${count}`, failing);
  }
  const duration = flags.duration === undefined ? DEFAULT_DURATION : parseDuration("--duration", flags.duration);
  if (!Number.isFinite(duration)) {
    throw invalidOption("--duration", "a duration with an end", flags.duration);
  }
  return Array.from({ length: count }, (_, index) => {
    const scenario = index < count - failing ? "success" : "failure";
    const able = Object.values(services).filter((service) => scenariosOf(service).includes(scenario));
    return { service: (able[index % able.length] as Service).name, scenario, duration };
  });
}

const portProblems: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use; give another one with --port, or 0 for any that is free",
  EACCES: "needs more permissions; give one from 1024 on with --port",
};

/** @throws ConfigurationError when the port is not available */
async function listenOn(port: number, simulator: Simulator<OwnRows>) {
  try {
    return await listen(simulator, { port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const problem = portProblems[String(code)];
    throw problem === undefined ? error : new ConfigurationError(`Port ${port} ${problem}.`);
  }
}
