/** `npm run check:upstream`, and the sources that it reads pages from. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acceptedFrom } from "../../scripts/upstream/accepted.ts";
import type { Report } from "../../scripts/upstream/check.ts";
import { main } from "../../scripts/upstream/main.ts";
import { readSource } from "../../scripts/upstream/read.ts";
import { runMain, runScript } from "../helpers/run-main.ts";
import { serve } from "../helpers/server.ts";
import { sfsTurboPage } from "../helpers/sfs-turbo-page.ts";
import { ditaPage } from "../helpers/vendor-page.ts";

const page = ditaPage(sfsTurboPage);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "upstream-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const run = (...argv: string[]) => runMain(main, argv);

describe("the command", () => {
  test("prints what is accepted and observed, and exits with 0", async () => {
    const path = file("page.html", page);
    const { exit, stdout, stderr } = await run(path);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      path,
      expect.stringMatching(
        /^GET \/v1\/\{project_id\}\/sfs-turbo\/jobs\/\{job_id\}: \d+ facts; 0 drift; 4 accepted; 11 observed/,
      ),
    ]);
    expect(stdout).toMatch(/^ {2}missing {2}header Content-Type +page: string, mandatory$/m);
    expect(stdout).toMatch(/^ {4}OpenAPI ignores/m);
    expect(stdout).toMatch(/^ {2}only {2}status 429$/m);
  });

  test("exits with 1 for drift, and prints it as JSON", async () => {
    const path = file("drift.html", page.replaceAll("fail_reason", "reason"));
    const { exit, stdout, stderr } = await run("--json", path);
    const { exitCode, pages, stale }: Report = JSON.parse(stdout);
    expect({ exit, exitCode, stderr, stale }).toEqual({ exit: 1, exitCode: 1, stderr: "", stale: [] });
    expect(pages).toEqual([
      {
        source: path,
        exitCode: 1,
        operation: "GET /v1/{project_id}/sfs-turbo/jobs/{job_id}",
        facts: expect.any(Number),
        findings: expect.arrayContaining([
          { kind: "missing", at: "200 body reason", what: "presence", page: "string" },
          { kind: "only", at: "200 body fail_reason", what: "presence" },
        ]),
      },
    ]);
  });

  test("exits with 2 for sources that are not such a page, with a line for each, and still compares the rest", async () => {
    const [bad, good] = [file("news.html", "<h1>News</h1>"), file("good.html", page)];
    const { exit, stdout, stderr } = await run(bad, good, join(folder, "absent.html"));
    expect(exit).toBe(2);
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/news\.html: not a reference page in English: expected a request line/),
      expect.stringMatching(/absent\.html: no such file$/),
    ]);
    expect(stdout).toContain(`${good}\n`);
  });

  test("prints stale entries, and exits with 1", async () => {
    const path = file("otc.html", page);
    const { exit, stdout } = await run(path);
    expect(exit).toBe(1);
    expect(stdout).toMatch(
      /accepted, and found no more[\s\S]*GET \/v1\S+ \(otc undated\) {2}only {2}200 body job_type, words/,
    );
  });

  test.each<[string, string[], RegExp]>([
    ["no source", [], /^check:upstream: expected a file or a URL; --help says more\n$/],
    ["an unknown option", ["--yaml"], /^check:upstream: Unknown option '--yaml'[^\n]*\n$/],
    [
      "a missing list of accepted contradictions",
      ["--accepted", "absent.yaml", "x"],
      /^check:upstream: .*absent\.yaml[^\n]*\n$/,
    ],
  ])("exits with 2 given %s", async (_what, args, message) => {
    const { exit, stdout, stderr } = await run(...args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("--help prints the usage", async () => {
    const { exit, stdout } = await run("--help");
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^Usage: npm run check:upstream -- /);
  });
});

describe.concurrent("the script", () => {
  test("runs the command as a process", async ({ expect }) => {
    const path = file("script.html", page);
    const { exit, stdout, stderr } = await runScript("scripts/check-upstream.ts", [path]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toContain(`${path}\nGET /v1/`);
  });

  test("ends with the command's exit code", async ({ expect }) => {
    const { exit, stdout, stderr } = await runScript("scripts/check-upstream.ts", ["--yaml"]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(/^check:upstream: Unknown option/);
  });
});

describe("a list of accepted contradictions", () => {
  test.each([
    ['entry 1: "reason" is missing', "- { operation: x, kind: only, at: x, what: x }"],
    ['entry 1: "why" is unknown', "- { operation: x, kind: only, at: x, what: x, reason: x, why: x }"],
    ['entry 1: "page" is no text', "- { operation: x, kind: only, at: x, what: x, reason: x, page: 9 }"],
    ['entry 1: "at" is no text', "- { operation: x, kind: only, at: [x, 9], what: x, reason: x }"],
    ['entry 1: "editions" is no list', "- { operation: x, kind: only, at: x, what: x, reason: x, editions: [2025] }"],
    ["expected a list", "accepted: []"],
  ])("is refused: %s", (message, yaml) => {
    expect(() => acceptedFrom(yaml)).toThrow(message);
  });

  test("may be empty", () => {
    expect(acceptedFrom("# none\n")).toEqual([]);
  });
});

describe("a file", () => {
  const fault = (path: string): Promise<string> => readSource(path).then(String, (error: Error) => error.message);

  test("is read as UTF-8, and as UTF-16 with a byte order mark", async () => {
    expect(await readSource(file("utf8.html", "\ufeff<p>é</p>\r\n"))).toBe("<p>é</p>\n");
    expect(await readSource(file("utf16.html", Buffer.from("\ufeff<p>é</p>", "utf16le")))).toBe("<p>é</p>");
  });

  test("that is not text, empty, too large, missing or a folder has an error of its own", async () => {
    expect(
      await fault(
        file(
          "image.png",
          Uint8Array.from({ length: 999 }, (_, index) => (index * 37) % 256),
        ),
      ),
    ).toBe("not text");
    expect(await fault(file("high.bin", new Uint8Array(99).fill(0xff, 2)))).toBe("not text");
    expect(await fault(file("empty.html", ""))).toBe("empty");
    expect(await fault(file("huge.html", "x".repeat(3 * 1024 ** 2)))).toMatch(/^larger than \d+ bytes/);
    expect(await fault(join(folder, "absent"))).toBe("no such file");
    expect(await fault(folder)).toBe("not a regular file");
  });
});

describe("a URL", () => {
  /** The text read from a server on this machine, or the error message. */
  async function fetched(answer: RequestListener, limits: Parameters<typeof readSource>[1] = {}): Promise<string> {
    const { url } = await serve(answer, (_, response) => response.end("<p>redirected</p>"));
    return readSource(`${url}/page.html`, limits).then(String, (error: Error) => error.message);
  }

  test("is read", async () => {
    expect(await fetched((_, response) => response.end("<p>page</p>"))).toBe("<p>page</p>");
  });

  test("is followed through a redirect", async () => {
    const redirect: RequestListener = (_, response) => response.writeHead(301, { location: "/new.html" }).end();
    expect(await fetched(redirect)).toBe("<p>redirected</p>");
  });

  test.each<[string, string, RequestListener]>([
    ["an error status", "answered with status 404", (_, response) => response.writeHead(404).end("no")],
    [
      "another kind of file",
      "served as application/pdf, expected HTML",
      (_, response) => response.writeHead(200, { "content-type": "application/pdf" }).end("%PDF"),
    ],
    [
      "a redirection to http",
      "http://192.0.2.1 is not read: expected https",
      (_, response) => response.writeHead(302, { location: "http://192.0.2.1/" }).end(),
    ],
    ["too much", "larger than 99 bytes, no single page", (_, response) => response.end("x".repeat(100))],
    ["a broken connection", "cannot be fetched (other side closed)", (request) => request.socket.destroy()],
  ])("with %s is an error", async (_what, message, answer) => {
    expect(await fetched(answer, { size: 99 })).toBe(message);
  });

  test.each<[string, RequestListener]>([
    ["no response", () => {}],
    ["an endless response", (_, response) => response.write("<p>")],
  ])("with %s is given up at the deadline", async (_what, answer) => {
    expect(await fetched(answer, { deadline: 300 })).toBe("not read within 300 ms");
  });

  test.each([
    ["http://support.huaweicloud.com/", "http://support.huaweicloud.com is not read: expected https"],
    ["ftp://host/page.html", "ftp://host is not read: expected https"],
    ["https://", "not a URL"],
  ])("%s is refused", async (url, message) => {
    await expect(readSource(url)).rejects.toThrow(message);
  });
});
