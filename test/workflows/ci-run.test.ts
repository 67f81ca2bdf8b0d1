import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";

const readme = "# A\n\n```sh\nnpm ci && npm run demo\nnpm ci && npm test\n```\n";

/** What the fake npm does for each of its commands, as a script. */
type Scripts = Readonly<Record<string, string>>;

const report = (passed: number, failed: number): string =>
  `echo '{"numPassedTests":${passed},"numFailedTests":${failed}}' >"$VITEST_JSON_REPORT"`;

const good: Scripts = {
  ci: "true",
  test: report(100, 0),
  "run test:site": report(20, 0),
  "run test:package": report(3, 0),
  "run test:redis": report(4, 0),
};

/** Runs .ci/run in a folder that has nothing but a README, with a fake npm. */
async function run(changes: Scripts, text = readme): Promise<{ code: number; lastLine: string; stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), "ci-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, ".ci"));
  mkdirSync(join(folder, "bin"));
  copyFileSync(fileURLToPath(new URL("../../.ci/run", import.meta.url)), join(folder, ".ci", "run"));
  writeFileSync(join(folder, "README.md"), text);
  const cases = Object.entries({ ...good, ...changes }).map(([command, script]) => `"${command}") ${script} ;;`);
  const npm = `#!/bin/sh\ncase "$*" in\n${cases.join("\n")}\n*) exit 9 ;;\nesac\n`;
  writeFileSync(join(folder, "bin", "npm"), npm, { mode: 0o755 });
  const env = {
    ...process.env,
    PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`,
    CHROMIUM: "/installed/chromium",
    REDIS_SERVER: "/installed/redis-server",
  };
  return new Promise((resolve) => {
    execFile(join(folder, ".ci", "run"), { env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lastLine: stdout.trimEnd().split("\n").at(-1) ?? "", stderr });
    });
  });
}

describe(".ci/run", () => {
  test("sums up the reports of all parts in its last line", async () => {
    expect(await run({})).toEqual({ code: 0, lastLine: "127 passed, 0 failed", stderr: "" });
  });

  test.each<[string, Scripts, string]>([
    ["failed tests", { "run test:site": `${report(18, 2)}; exit 1` }, "125 passed, 2 failed"],
    ["a failed check beside tests that passed", { test: `${report(100, 0)}; exit 1` }, "127 passed, 1 failed"],
    ["a part that ends without a report", { "run test:redis": "exit 1" }, "123 passed, 1 failed"],
    ["a part that writes no report and says that all is well", { "run test:package": "true" }, "124 passed, 1 failed"],
    ["a report that is cut short", { test: 'echo "{" >"$VITEST_JSON_REPORT"' }, "27 passed, 1 failed"],
    ["an installation that fails", { ci: "exit 1" }, "27 passed, 1 failed"],
  ])("fails for %s", async (_what, changes, lastLine) => {
    expect(await run(changes)).toMatchObject({ code: 1, lastLine });
  });

  test.each([
    readme.replace("npm ci && npm test", "npm ci && npm run test"),
    readme.replaceAll("```", ""),
    readme.replace("npm ci && npm test", "npm ci && npm test # all"),
  ])("fails for a README without the test command, and says so: %j", async (text) => {
    const { code, lastLine, stderr } = await run({}, text);
    expect({ code, lastLine }).toEqual({ code: 1, lastLine: "0 passed, 1 failed" });
    expect(stderr).toContain('README.md has no line "npm ci && npm test"');
  });
});
