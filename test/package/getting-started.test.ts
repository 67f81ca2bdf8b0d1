import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { expect, inject, test } from "vitest";

const { project } = inject("installed");
const page = readFileSync(new URL("../../docs/getting-started.md", import.meta.url), "utf8");

/** The programs of the page by the names under which it says to save them. */
const programs = new Map(
  [...page.matchAll(/`(\w+\.mjs)`[^`]*(?:`[^`\n]+`[^`]*)?\n\n```js\n([\s\S]*?)^```$/gm)].map(
    ([, name = "", code = ""]) => [name, code],
  ),
);
/** The commands of the page, one a line. */
const commands = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.trim().split("\n"));

const run = promisify(execFile);

/** Saves a program of the page in a project that has the package, and runs it. */
async function runProgram(name: string): Promise<string> {
  writeFileSync(join(project, name), programs.get(name) ?? "");
  return (await run(process.execPath, [name], { cwd: project })).stdout;
}

test("the page has the programs and commands that are run here", () => {
  expect([...programs.keys()]).toEqual(["try.mjs", "fail.mjs", "wait.mjs"]);
  expect(commands).toEqual([
    "mkdir try-jobs && cd try-jobs && npm init -y",
    "npm install huaweicloud-jobs",
    expect.stringMatching(/^export HUAWEICLOUD_SDK_AK=… /),
    "node wait.mjs JOB_ID",
    "npx huaweicloud-jobs wait --cloud otc --region eu-de dcs/JOB_ID",
  ]);
});

test("a newcomer follows a job, and sees one fail, with the installed package", async () => {
  expect(await runProgram("try.mjs")).toMatch(/^pending[\s\S]*\ndone: succeeded\n$/);
  expect(await runProgram("fail.mjs")).toMatch(
    /^Job workspace\/\w+ failed: sub-job \S+ WKS\.00010032 Operation conflict\.\n$/,
  );
});

test("a newcomer waits with the program and the command of the page, a simulator being in the place of the cloud", async () => {
  const simulator = createSimulator();
  const server = await listen(simulator);
  const { id } = simulator.addJob({ service: "dcs", scenario: "success", duration: 0 });
  const { credentials, projectId } = simulator.clientOptions;
  const env = { ...process.env, OS_TOKEN: credentials.token, HUAWEICLOUD_SDK_PROJECT_ID: projectId };
  const code = (programs.get("wait.mjs") ?? "").replace(
    'cloud: "otc",\n  region: "eu-de",',
    `endpoints: { dcs: ${JSON.stringify(server.endpoints.dcs)} },`,
  );
  writeFileSync(join(project, "wait.mjs"), code);
  expect((await run(process.execPath, ["wait.mjs", id], { cwd: project, env })).stdout).toMatch(/^SUCCESS\ndone at /);
  const [, , ...words] = (commands.at(-1) ?? "").replace("JOB_ID", id).split(" ");
  const command = join(project, "node_modules/.bin/huaweicloud-jobs");
  const { stdout } = await run(command, [...words, "--endpoint", `dcs=${server.endpoints.dcs}`], { env });
  expect(stdout).toContain(`dcs/${id}`);
  expect(stdout).toContain("succeeded");
  await server.close();
});
