/** What fuzzing has found, one small input for each. */

import { InvalidResponseError, ServerError } from "huaweicloud-jobs";
import { describe, expect, test } from "vitest";
import { createRedactor } from "../../src/util/redact.ts";
import { refusalOf, run } from "../cli/run.ts";
import { errorResponse, fakeClient } from "../helpers/fake-client.ts";
import { checkTexts } from "../helpers/upstream.ts";

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

describe("what is nested so deep that JSON.stringify gives up", () => {
  test.each([
    [99, "a job"],
    [100, InvalidResponseError],
  ])("in a job's body, beneath %d levels", async (depth, expected) => {
    const { jobs } = fakeClient([`{"status":"SUCCESS","other":${nested(depth)}}`]);
    const job = jobs.get({ service: "dcs", id: "job-1" });
    if (expected === "a job") {
      expect(JSON.stringify(await job)).toContain("[[[");
    } else {
      await expect(job).rejects.toThrow(expected as typeof InvalidResponseError);
      await expect(job).rejects.toThrow("the body is nested too deeply");
    }
  });

  test("in the details of an error", async () => {
    const { jobs } = fakeClient([errorResponse(500, `{"error_msg":"m","details":[${nested(20_000)}]}`)]);
    await expect(jobs.get({ service: "dcs", id: "job-1" })).rejects.toThrow(ServerError);
  });

  test.each([
    ["standard input", [], { stdin: `{"job_id":${nested(20_000)}}` }, "error: "],
    [
      "clouds.yaml",
      ["dcs/a"],
      { env: { OS_CLOUD: "a" }, files: { "/project/clouds.yaml": "[".repeat(20_000) } },
      "/project/clouds.yaml is",
    ],
  ])("in %s is wrong usage", async (_where, refs, around, words) => {
    const stderr = await refusalOf(["get", ...refs], around);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("call stack");
  });
});

test("clouds that are parts of themselves, in both files, are wrong usage", async () => {
  const text = "clouds: &c\n  mine: *c\n";
  const files = { "/project/clouds.yaml": text, "/project/secure.yaml": text };
  expect(await refusalOf(["get", "dcs/a"], { env: { OS_CLOUD: "mine" }, files })).toContain(
    "/project/clouds.yaml is nested too deeply.",
  );
});

describe("a secret", () => {
  test("may have a character of two halves where a message cuts it", async () => {
    const env = { OS_TOKEN: "password👩‍👩‍👧password" };
    const { stderr } = await run(["get", "dcs/a"], { env });
    expect(stderr).toContain('"OS_TOKEN" is not a token');
  });

  test("of a profile may have half of a character", async () => {
    const files = { "/home/me/.huaweicloud/credentials": '[basic]\nak = a\nsk = "secret\\ud800"\n' };
    expect(
      await refusalOf(["get", "dcs/a", "--cloud", "otc", "--region", "eu-de", "--project", "p"], {
        files,
      }),
    ).toContain('must have "secretAccessKey"');
  });

  test.each([
    ["get", "--", "--tokenTOKENcanary1"],
    ["get", "--", "--token=TOKENcanary1"],
    ["get", "--", "--token", "TOKENcanary1"],
    ["wait", "dcs/a", "--timeout", "--token=TOKENcanary1"],
    ["wait", "dcs/a", "--timeout", "--tokenTOKENcanary1"],
    ["wait", "dcs/a", "--cloud", "--token", "TOKENcanary1"],
    ["get", "dcs/a", "-o", "--token=TOKENcanary1"],
    ["get", "dcs/a", "--token=", "TOKENcanary1"],
    ["get", "dcs/a", "token=TOKENcanary1"],
  ])("that is taken for something else is not shown: %s %s %s %s", async (...argv) => {
    const { stdout, stderr, code } = await run(argv);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain("TOKENcanary1");
  });

  test.each([
    ["get", "--token", "--endpoint", "dcs=https://u:PWcanary5@a"],
    ["get", "https://u:PWcanary5@a/x"],
    ["get", "dcs/https://u:PWcanary5@a"],
    ["get", "dcs/a", "--cloud", "https://u:PWcanary5@a"],
  ])("in a URL that is taken for something else is not shown: %s %s %s %s", async (...argv) => {
    const { stdout, stderr, code } = await run(argv);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain("PWcanary5");
  });

  test("that follows --token without a sign in between is not shown", async () => {
    const { stderr } = await run(["get", "--tokenTOKENcanary1"]);
    expect(stderr).toContain("unknown option '--token[redacted]'");
  });

  test.each([String.raw`pass\/word+`, String.raw`pass\\/word+`, String.raw`pass\\\/word+`])(
    "that PHP wrote into JSON, perhaps quoted in JSON, is removed: %s",
    (spelling) => {
      const { add, redact } = createRedactor();
      add(["pass/word+"]);
      expect(redact(`before ${spelling} after`)).toBe("before [redacted] after");
    },
  );
});

describe("what takes too long is not tried", () => {
  test("standard input of many bad lines", async () => {
    expect(await refusalOf(["get"], { stdin: "x\n".repeat(2_000) })).toContain("and 995 more bad lines at least.");
  });

  test("a profile file of one line in many parts", async () => {
    const text = "x\u2028".repeat(30_000);
    const { code } = await run(["get", "dcs/a"], { files: { "/home/me/.huaweicloud/credentials": text } });
    expect(code).toBe(2);
  });

  test.each(["/home/me/.huaweicloud/credentials", "/project/clouds.yaml"])("%s of more than 64 KiB", async (path) => {
    expect(
      await refusalOf(["get", "dcs/a"], {
        env: { OS_CLOUD: "a" },
        files: { [path]: "#".repeat(2 ** 16 + 1) },
      }),
    ).toContain(`${path} is larger than 64 KiB`);
  });

  test.each(["{\n", '{"a\n', '\\"'])("a page of nothing but %j", async (piece) => {
    expect((await checkTexts({ page: `{${piece.repeat(50_000)}` })).exitCode).toBe(2);
  });

  test.each(["\n", "\n\t", " ", "|--", "+---"])("a page with a title, and then nothing but %j", async (piece) => {
    expect((await checkTexts({ page: `# Title\n${piece.repeat(2 ** 18 / piece.length)}-0` })).exitCode).toBe(2);
  });

  test("a page whose objects have fields of one name, each an object again", async () => {
    const rows = "<tr><td>a</td><td>Array of a objects</td></tr>".repeat(8);
    const head = "<tr><th>Parameter</th><th>Type</th></tr>";
    const page = `<h4>URI</h4><p>GET /v1/{project_id}/sfs-turbo/jobs/{job_id}</p><h4>Response</h4>
      <table>${head}${rows}</table><table><caption>Table 2 a</caption>${head}${rows}</table>`;
    expect((await checkTexts({ page })).exitCode).toBe(1);
  });
});
