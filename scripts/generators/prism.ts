/** Prism serves the contract, and stands as a proxy before the simulator. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createJobsClient } from "../../src/index.ts";
import type { ServiceName } from "../../src/services/index.ts";
import { createSimulator } from "../../src/simulator/index.ts";
import { listen } from "../../src/simulator/node.ts";
import { described, operationOf } from "../docs/contract.ts";
import { apis, scene } from "./answers.ts";
import { contractOf } from "./generators.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The job of the contract's examples. */
function exampleId(api: ServiceName): string {
  const [parameters = []] = described
    .filter(({ name }) => name === api)
    .map((service) => operationOf(service).parameters);
  return parameters.find(({ name }) => name === "job_id")?.example ?? "";
}

interface Prism {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts `prism mock` or `prism proxy` for one contract. */
async function startPrism(api: ServiceName, mode: "mock" | "proxy", ...more: string[]): Promise<Prism> {
  const cli = join(here, "node_modules", "@stoplight/prism-cli/dist/index.js");
  const args = [cli, mode, contractOf(api), ...more, "--host", "127.0.0.1", "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const [, address] = /Prism is listening on (http:\S+)\s/.exec(output) ?? [];
        if (address !== undefined) {
          resolve(address);
        }
      });
    }
    child.once("exit", () => reject(new Error(output.slice(-1_000))));
  });
  return {
    url,
    stop: () => {
      child.kill();
      return ended;
    },
  };
}

/** The client waits for the job that Prism makes of the contract's examples, and gets the errors that it makes. */
export async function mockServesTheClient(api: ServiceName): Promise<string> {
  const prism = await startPrism(api, "mock");
  try {
    const jobs = createJobsClient({ endpoints: { [api]: prism.url }, projectId: "p", credentials: { token: "t" } });
    const { state } = await jobs.wait({ service: api, id: exampleId(api) }, { timeout: 60_000 });
    if (state !== "succeeded") {
      throw new Error(`the job is ${state}`);
    }
    return `${api} ${state}`;
  } finally {
    await prism.stop();
  }
}

/** Every response of the simulator passes Prism without a violation, and the client waits through it. */
export async function proxyFindsNoViolation(api: ServiceName): Promise<string> {
  const { simulator, requests } = scene();
  const server = await listen(simulator);
  const prism = await startPrism(api, "proxy", server.endpoints[api]);
  try {
    const own = requests.filter((request) => request.api === api);
    for (const { what, path, token, prepare } of own) {
      prepare();
      const response = await fetch(prism.url + path, { headers: token === undefined ? {} : { "X-Auth-Token": token } });
      const found = violationsIn(response, token === undefined);
      if (found.length > 0) {
        throw new Error(`${what}: ${JSON.stringify(found)}`);
      }
      await response.arrayBuffer();
    }
    return `${api} ${own.length} responses`;
  } finally {
    await prism.stop();
    await server.close();
  }
}

interface Violation {
  readonly location: readonly string[];
}

/** Those of the response. A request without a token is meant to be wrong: if Prism does not say so, it checks nothing. */
function violationsIn(response: Response, isWrong: boolean): unknown[] {
  const all: Violation[] = JSON.parse(response.headers.get("sl-violations") ?? "[]");
  const ofRequest = all.filter(({ location: [part] }) => part === "request");
  if (isWrong && ofRequest.length === 0) {
    return ["Prism finds nothing wrong in a request without a token"];
  }
  return isWrong ? all.filter((violation) => !ofRequest.includes(violation)) : all;
}

/** The client waits for real jobs of the simulator through the proxy. */
export async function clientWaitsThroughProxy(): Promise<string> {
  const simulator = createSimulator();
  const own = await listen(simulator);
  const states: string[] = [];
  try {
    for (const api of apis) {
      const prism = await startPrism(api, "proxy", own.endpoints[api], "--errors");
      const { credentials, projectId } = simulator.clientOptions;
      const jobs = createJobsClient({ endpoints: { [api]: prism.url }, projectId, credentials });
      const { id } = simulator.addJob({ service: api, scenario: "success", duration: 500 });
      states.push((await jobs.wait({ service: api, id }, { interval: { min: 200, max: 200 }, timeout: 60_000 })).state);
      await prism.stop();
    }
  } finally {
    await own.close();
  }
  return states.join(", ");
}
