import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const tsx = fileURLToPath(new URL("../../node_modules/tsx/dist/cli.mjs", import.meta.url));
const program = fileURLToPath(new URL("../fixtures/programs/abort-and-end.ts", import.meta.url));

test("after an abort nothing keeps the process alive: no timer, no socket", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, program], { timeout: 20_000 });
  expect(stdout).toBe("wait: enough\nget: enough\nwatch: left\n");
});
