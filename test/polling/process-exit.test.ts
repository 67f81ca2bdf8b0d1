import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { buildProgram } from "../helpers/built-program.ts";

const program = await buildProgram("test/fixtures/programs/abort-and-end.ts");
afterAll(() => program.remove());

test("after an abort nothing keeps the process alive, neither timer nor socket", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [program.path]);
  expect(stdout).toBe("wait: enough\nget: enough\nwatch: left\n");
});
