import { ConfigurationError } from "../errors/base.ts";
import type { Services } from "../services/service.ts";
import { listen } from "../simulator/node.ts";
import { scenariosOf } from "../simulator/scenarios.ts";
import { createSimulator, type Simulator } from "../simulator/simulator.ts";
import type { ExitReason } from "./exit-code.ts";
import { Interrupted } from "./io.ts";
import { nameOf } from "./outcome.ts";
import { shellCommand } from "./resume.ts";
import type { OwnServices } from "./services.ts";
import type { Session } from "./session.ts";
import { endpointVariable, variables } from "./settings.ts";
import { toJsonLine } from "./text.ts";

export interface SimulateFlags {
  readonly port: number;
  readonly json?: true;
  readonly services?: readonly string[];
}

/** The duration of the jobs in milliseconds; the scenario "slow" takes an hour. */
const DURATION = 300_000;

/** `simulate`: serves one job per service and scenario on this machine, until it is stopped. */
export async function simulate(
  session: Session,
  { port, json, services: files = [] }: SimulateFlags,
): Promise<ExitReason> {
  const { services, own, io } = session;
  const simulator = createSimulator<OwnServices>({ services: own, clock: io.clock });
  const server = await listenOn(port, simulator);
  try {
    const jobs = newJobs(services).map((job) => ({ ...job, ...simulator.addJob({ ...job, duration: DURATION }) }));
    const { projectId, credentials } = simulator.clientOptions;
    const { url, endpoints } = server;
    if (json) {
      const line = { url, endpoints, projectId, token: credentials.token, jobs };
      io.stdout.write(toJsonLine(line));
    } else {
      // Not with `say`, which would redact the token if the environment has the same one.
      io.stderr.write(
        `${[
          `The simulator listens on ${url}, for this machine alone. Ctrl-C stops it.`,
          "In another shell, paste these lines:",
          "",
          `  export ${variables.token[0]}=${credentials.token}`,
          `  export ${variables.project[0]}=${projectId}`,
          ...Object.entries(endpoints).map(([name, endpoint]) => `  export ${endpointVariable(name)}=${endpoint}`),
          "",
          "and then one of these:",
          "",
          ...jobs.map((job) => {
            const options = Object.hasOwn(own, job.service) ? files.flatMap((file) => ["--services", file]) : [];
            return `  ${shellCommand(["huaweicloud-jobs", "wait", nameOf(job), ...options])}  # ${job.scenario}`;
          }),
        ].join("\n")}\n`,
      );
    }
    await new Promise<void>((resolve) => {
      io.signal.addEventListener("abort", () => resolve(), { once: true });
      if (io.signal.aborted) {
        resolve();
      }
    });
  } finally {
    await server.close();
  }
  if (!(io.signal.reason instanceof Interrupted)) {
    throw io.signal.reason;
  }
  return "succeeded";
}

function newJobs(services: Services) {
  return Object.values(services).flatMap((service) =>
    scenariosOf(service).map((scenario) => ({ service: service.name, scenario })),
  );
}

/** @throws ConfigurationError when the port is not available */
async function listenOn(port: number, simulator: Simulator<OwnServices>) {
  try {
    return await listen(simulator, { port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      throw new ConfigurationError(`Port ${port} is in use; give another one with --port, or 0 for any that is free.`);
    }
    if (code === "EACCES") {
      throw new ConfigurationError(`Port ${port} is not open to this user; give one from 1024 on with --port.`);
    }
    throw error;
  }
}
