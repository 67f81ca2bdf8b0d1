import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { Interrupted } from "../../src/cli/io.ts";
import { parseLines, run, whileSimulating } from "./run.ts";

test("simulate --json prints one line with everything a client needs, and ends with 0 on Ctrl-C", async () => {
  const { code, stdout, stderr } = await whileSimulating(["--json"], async (printed) => {
    const [line] = parseLines(printed) as [
      { endpoints: Record<string, string>; projectId: string; token: string; jobs: { service: string; id: string }[] },
    ];
    const argv = [
      "get",
      ...line.jobs.map(({ service, id }) => `${service}/${id}`),
      "--json",
      "--project",
      line.projectId,
    ];
    const endpoints = Object.entries(line.endpoints).flatMap(([name, url]) => ["--endpoint", `${name}=${url}`]);
    const { code, stdout } = await run([...argv, ...endpoints], { env: { OS_TOKEN: line.token } });
    expect(code).toBe(0);
    expect(parseLines(stdout)).toHaveLength(line.jobs.length);
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(parseLines(stdout)).toHaveLength(1);
});

test("simulate prints lines to paste on standard error", async () => {
  const { code, stdout, stderr } = await run(["simulate", "--port", "0"], {
    signal: AbortSignal.abort(new Interrupted("SIGINT")),
    env: { HUAWEICLOUD_JOBS_TOKEN: "simulator-token" },
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toMatch(/listens on http:\/\/127\.0\.0\.1:\d+/);
  expect(stderr).toMatch(/export HUAWEICLOUD_JOBS_ENDPOINT_SFS_TURBO=http/);
  expect(stderr).toContain("export HUAWEICLOUD_JOBS_TOKEN=simulator-token\n");
  expect(stderr).toMatch(/huaweicloud-jobs wait dcs\/\w+ {2}# failure/);
});

test("a port in use is wrong configuration", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  expect(await run(["simulate", "--port", String(port)])).toEqual({
    code: 2,
    stdout: "",
    stderr: `error: Port ${port} is in use; give another one with --port, or 0 for any that is free.\n`,
  });
  other.close();
});
