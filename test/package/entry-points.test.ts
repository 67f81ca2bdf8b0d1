import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, inject, test } from "vitest";
import * as sdk from "../../src/index.ts";
import * as schedule from "../../src/polling/schedule.ts";
import { builtInServices as services } from "../../src/services/index.ts";
import * as simulator from "../../src/simulator/index.ts";
import { createSimulator } from "../../src/simulator/index.ts";
import * as listener from "../../src/simulator/node.ts";
import { environmentFor, parseLines } from "../cli/run.ts";
import { answerTunnel, openProxy } from "../helpers/proxy.ts";
import { useListener } from "../helpers/simulated.ts";

const { project, root } = inject("installed");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const sources = {
  "huaweicloud-jobs": sdk,
  "huaweicloud-jobs/schedule": schedule,
  "huaweicloud-jobs/simulator": simulator,
  "huaweicloud-jobs/simulator/node": listener,
};

/** What a program in the project prints. */
async function output(type: "module" | "commonjs", program: string, cwd = project): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [`--input-type=${type}`, "--eval", program], { cwd });
  return stdout;
}

describe.concurrent.each(Object.entries(sources))("%s", (name, source) => {
  const exported = Object.keys(source).sort();

  test("is imported", async () => {
    const printed = await output(
      "module",
      `import * as it from "${name}"; console.log(JSON.stringify(Object.keys(it)))`,
    );
    expect(JSON.parse(printed).sort()).toEqual(exported);
  });

  test("is required, and is then the same as imported", async () => {
    const program = `
      const required = require("${name}");
      import("${name}").then((imported) => {
        console.log(JSON.stringify(Object.keys(required).filter((key) => required[key] === imported[key])));
      })`;
    expect(JSON.parse(await output("commonjs", program)).sort()).toEqual(exported);
  });
});

test("huaweicloud-jobs/bullmq asks for BullMQ, which nobody else needs, and works with it", async () => {
  const program = 'import * as it from "huaweicloud-jobs/bullmq"; console.log(Object.keys(it).sort().join());';
  await expect(output("module", program)).rejects.toThrow("Cannot find package 'bullmq'");

  const folder = mkdtempSync(join(tmpdir(), "with-bullmq-"));
  try {
    const modules = join(folder, "node_modules");
    cpSync(join(project, "node_modules"), modules, { recursive: true });
    symlinkSync(fileURLToPath(new URL("../../node_modules/bullmq", import.meta.url)), join(modules, "bullmq"));
    expect(await output("module", program, folder)).toBe("RedisError,openWaits,startWaitWorker\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a job is waited for through all of the entry points together", async () => {
  const printed = await output(
    "module",
    `
    import { createJobsClient, JobFailedError, ConfigurationError } from "huaweicloud-jobs";
    import { createSimulator } from "huaweicloud-jobs/simulator";
    import { listen } from "huaweicloud-jobs/simulator/node";
    const simulator = createSimulator();
    const { endpoints, close } = await listen(simulator);
    const jobs = createJobsClient({ ...simulator.clientOptions, endpoints, fetch });
    const good = await jobs.wait(simulator.addJob({ service: "sfs-turbo", scenario: "success", duration: 0 }));
    const bad = await jobs.wait(simulator.addJob({ service: "dcs", scenario: "failure", duration: 0 })).catch((e) => e);
    const wrong = await listen(simulator, { port: -1 }).catch((error) => error);
    await close();
    console.log(good.state, bad instanceof JobFailedError, wrong instanceof ConfigurationError);
    `,
  );
  expect(printed).toBe("succeeded true true\n");
});

test("the contracts are imported and required as JSON", async () => {
  const imported = 'import dcs from "huaweicloud-jobs/openapi/dcs.json" with { type: "json" };';
  expect(await output("module", `${imported} console.log(dcs.openapi)`)).toBe("3.1.0\n");
  const required = `console.log(${JSON.stringify(Object.keys(services))}
    .map((name) => require(\`huaweicloud-jobs/openapi/\${name}.json\`).openapi).join())`;
  expect(await output("commonjs", required)).toBe("3.1.0,3.1.0,3.1.0\n");
});

test("nothing else of the package can be reached, except its package.json", async () => {
  expect(await output("commonjs", 'console.log(require("huaweicloud-jobs/package.json").version)')).toBe(
    `${manifest.version}\n`,
  );
  await expect(output("commonjs", 'require("huaweicloud-jobs/dist/index.js")')).rejects.toThrow(
    "ERR_PACKAGE_PATH_NOT_EXPORTED",
  );
});

describe("the command", () => {
  const world = createSimulator();
  const used = useListener(world);

  /** As npm puts it where scripts find it. */
  const command = (...argv: string[]) =>
    promisify(execFile)(join(project, "node_modules/.bin/huaweicloud-jobs"), argv, {
      env: { ...process.env, ...environmentFor({ ...world.clientOptions, ...used.server }) },
      shell: process.platform === "win32",
    });

  test("tells its version and its help", async () => {
    const [version, help] = await Promise.all([command("--version"), command("--help")]);
    expect(version.stdout).toBe(`${manifest.version}\n`);
    expect(help.stdout).toContain("huaweicloud-jobs wait");
  });

  test("waits for a job over HTTP", async () => {
    const { service, id } = world.addJob({ service: "workspace", scenario: "success", duration: 0 });
    const { stdout, stderr } = await command("wait", `${service}/${id}`, "--json");
    expect(parseLines(stdout).at(-1)).toMatchObject({ event: "outcome", job: { id, state: "succeeded" } });
    expect(stderr).toBe("");
  });

  test("goes through a proxy", async () => {
    const proxy = await openProxy({}, answerTunnel("502 Bad Gateway"));
    const env = { OS_TOKEN: "a-token", OS_PROJECT_ID: "p", HTTPS_PROXY: `http://${proxy.host}` };
    const program = [
      join(project, "node_modules/.bin/huaweicloud-jobs"),
      "get",
      "dcs/j",
      "--cloud=otc",
      "--region=eu-de",
    ];
    const ended = promisify(execFile)(process.execPath, program, { env });
    await expect(ended).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining("502") });
    expect(new Set(proxy.asked)).toEqual(new Set(["CONNECT dcs.eu-de.otc.t-systems.com:443"]));
  });

  test("names the functions of a stack trace, though it is minified", async () => {
    const error = await command("get", "nothing", "--debug").catch((thrown) => thrown);
    expect(error.stderr).toMatch(/^ {4}at parseReference /m);
  });
});
