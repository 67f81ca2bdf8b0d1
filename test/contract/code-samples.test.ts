import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtInServices as services } from "../../src/services/index.ts";
import { createSimulator } from "../../src/simulator/index.ts";
import { listen } from "../../src/simulator/node.ts";
import { buildProgram } from "../helpers/built-program.ts";
import { contracts, operationOf, type Parameter, resolve } from "./contract.ts";

interface Sample {
  label: string;
  source: string;
}

const repository = fileURLToPath(new URL("../..", import.meta.url));
const command = await buildProgram("src/cli/huaweicloud-jobs.ts");
afterAll(() => command.remove());
const names = Object.keys(services) as (keyof typeof services)[];

function samplesOf(service: keyof typeof services): Sample[] {
  return (operationOf(contracts[service]) as unknown as { "x-codeSamples": Sample[] })["x-codeSamples"];
}

function sourceOf(service: keyof typeof services, label: string): string {
  return samplesOf(service).find((sample) => sample.label === label)?.source ?? "";
}

test("each operation has samples for curl, the SDK and the command line", () => {
  for (const service of names) {
    expect(samplesOf(service).map(({ label }) => label)).toEqual(["curl", "SDK", "CLI"]);
  }
});

/** The only thing that is not the sample's: its `fetch` leads to the simulator. */
function toSimulator(url: string): string {
  return `const real = fetch; globalThis.fetch = (url, init) => real(String(url).replace(/^https:..[^/]*/, "${url}"), init);`;
}

/** The samples run word for word. Where they name a host of the cloud, the world around them leads to the simulator. */
describe.concurrent.each(names)("the sample of %s for", (service) => {
  const [, parameter] = operationOf(contracts[service]).parameters;
  const { example: id } = resolve<Parameter>(contracts[service], parameter);
  const simulator = createSimulator({ projectId: "ac234de25c6741d2b1273da49eea1b9e" });
  simulator.addJob({ service, id, scenario: "success", duration: 0 });
  const { token } = simulator.clientOptions.credentials;
  let server: Awaited<ReturnType<typeof listen>>;
  let directory: string;
  beforeAll(async () => {
    server = await listen(simulator);
    directory = mkdtempSync(join(tmpdir(), "samples-"));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
    return server.close();
  });

  /** Runs a script in which the commands `curl` and `huaweicloud-jobs` are what `commands` say. */
  const shell = (script: string, env: Record<string, string>) =>
    promisify(execFile)("bash", ["-euc", script], { cwd: repository, env: { ...process.env, ...env } });

  test("curl shows the job", async () => {
    const redirected = `curl() { command curl --silent --noproxy "*" "\${@/#https:\\/\\/*.myhuaweicloud.com/${server.url}}"; }`;
    const { stdout } = await shell(`${redirected}\n${sourceOf(service, "curl")}`, { OS_TOKEN: token });
    expect(JSON.parse(stdout)).toMatchObject({ [services[service].fields.id]: id });
  });

  test("the command line follows the job to its end", async () => {
    const preload = join(directory, "preload.mjs");
    writeFileSync(preload, toSimulator(server.url));
    const own = `huaweicloud-jobs() { node --import '${preload}' '${command.path}' "$@"; }`;
    const { stdout } = await shell(`${own}\n${sourceOf(service, "CLI")}`, { OS_TOKEN: token });
    expect(stdout).toMatch(/succeeded/);
  });

  test("the SDK follows the job to its end", async () => {
    const { outputFiles } = await build({
      stdin: { contents: sourceOf(service, "SDK"), loader: "ts", resolveDir: repository },
      alias: { "huaweicloud-jobs": join(repository, "src/index.ts") },
      banner: { js: toSimulator(server.url) },
      bundle: true,
      format: "esm",
      write: false,
    });
    const program = join(directory, "sample.mjs");
    writeFileSync(program, outputFiles[0]?.contents ?? "");
    const { stdout } = await promisify(execFile)(process.execPath, [program], {
      env: { ...process.env, OS_TOKEN: token },
    });
    expect(stdout).toMatch(/^succeeded \d{4}-/);
  });
});
