import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { main } from "../../../scripts/diff/main.ts";
import { runMain, runScript } from "../../helpers/run-main.ts";
import { folderWith, listing, write } from "./folders.ts";

interface Api {
  version?: string;
  properties?: Record<string, object>;
}

const both = { id: { type: "string" }, name: { type: "string" } };

const api = ({ version = "1.0.0", properties = both }: Api = {}) => ({
  openapi: "3.1.0",
  info: { title: "T", version },
  paths: {
    "/v1/jobs/{id}": {
      get: {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { "200": { description: "A job.", content: { "application/json": { schema: { properties } } } } },
      },
    },
  },
});

const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: "pipe",
  });

/** A repository with one API, "jobs", on its main branch. */
function repository(base: object = api()): string {
  const folder = folderWith({
    "redocly.yaml": listing("jobs"),
    "openapi/jobs.yaml": base,
    "package.json": { name: "t", version: "1.0.0" },
  });
  write(folder, { "package.json": JSON.stringify({ version: "1.0.0" }) });
  git(folder, "init", "--quiet", "--initial-branch=main");
  commit(folder);
  return folder;
}

function commit(folder: string): void {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message=change");
}

const diff = (folder: string, ...argv: string[]) => runMain(main, argv, folder);

const withoutName = { id: both.id };

describe("npm run diff:contract", () => {
  test("compares the working tree, including uncommitted changes, and requires a matching version", async () => {
    const folder = repository();
    write(folder, { "openapi/jobs.yaml": api({ properties: withoutName }) });
    const { exit, stdout } = await diff(folder);
    expect(exit).toBe(1);
    expect(stdout).toContain("compared with main (");
    expect(stdout).toContain("✗ jobs (1.0.0): 1 breaking\n");
    expect(stdout).toMatch(/openapi\/jobs\.yaml:\d+:\d+ breaking property-removed: Property `name` was removed\./);
    expect(stdout).toContain(
      "openapi/jobs.yaml:4: info.version stayed 1.0.0, but a breaking change needs 2.0.0 or higher.",
    );
  });

  test("accepts a breaking change with a matching version", async () => {
    const folder = repository();
    write(folder, { "openapi/jobs.yaml": api({ version: "2.0.0", properties: withoutName }) });
    const { exit, stdout } = await diff(folder, "main");
    expect(stdout).toContain("✓ jobs (1.0.0 → 2.0.0): 1 breaking\n");
    expect(exit).toBe(0);
  });

  test("reports no change for an unchanged contract", async () => {
    const folder = repository();
    const { exit, stdout, stderr } = await diff(folder, "HEAD");
    expect(stdout).toMatch(/^contract, compared with HEAD \([0-9a-f]{7}\)\n✓ jobs \(1\.0\.0\): no change\n$/);
    expect([exit, stderr]).toEqual([0, ""]);
  });

  test("ignores what others have changed on the base branch since", async () => {
    const folder = repository();
    git(folder, "checkout", "--quiet", "-b", "mine");
    git(folder, "checkout", "--quiet", "main");
    write(folder, {
      "openapi/jobs.yaml": api({ version: "1.1.0", properties: { ...both, more: { type: "string" } } }),
    });
    commit(folder);
    git(folder, "checkout", "--quiet", "mine");
    expect((await diff(folder, "main")).stdout).toContain("✓ jobs (1.0.0): no change");
  });

  test("annotates with an error if the version does not match, otherwise with a warning", async () => {
    const folder = repository();
    write(folder, { "openapi/jobs.yaml": api({ properties: { ...withoutName, more: { type: "string" } } }) });
    const { stdout } = await diff(folder, "main", "--format", "github-actions");
    const lines = stdout.trim().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(
      "::error title=jobs%3A version,file=openapi/jobs.yaml,line=4,col=3::info.version stayed 1.0.0, but a breaking change needs 2.0.0 or higher.",
    );
    expect(lines[1]).toMatch(
      /^::error title=breaking%3A property-removed,file=openapi\/jobs\.yaml,line=\d+,col=\d+::Property `name` was removed\.$/,
    );
    expect(lines[2]).toMatch(
      /^::notice title=minor%3A added,file=openapi\/jobs\.yaml,line=\d+,col=\d+::GET \/v1\/jobs\/\{id\} 200 more was added\.$/,
    );
    write(folder, { "openapi/jobs.yaml": api({ version: "2.0.0", properties: withoutName }) });
    expect((await diff(folder, "main", "--format", "github-actions")).stdout).toMatch(/^::warning title=breaking%3A/);
  });

  test("writes Markdown, also in addition to another format", async () => {
    const folder = repository();
    write(folder, { "openapi/jobs.yaml": api({ properties: withoutName }), "summary.md": "before\n" });
    const { stdout } = await diff(folder, "main", "--format", "markdown", "--summary", "summary.md");
    expect(stdout).toContain(
      "| ❌ jobs | 1.0.0 | 1 breaking | info.version stayed 1.0.0, but a breaking change needs 2.0.0 or higher. |",
    );
    expect(stdout).toContain("| 🔴 breaking | Property `name` was removed. `property-removed` | openapi/jobs.yaml:");
    expect(readFileSync(join(folder, "summary.md"), "utf8")).toBe(`before\n${stdout}`);
  });

  test("reports a new API, and checks a removed one against the version of the package", async () => {
    const folder = repository();
    rmSync(join(folder, "openapi/jobs.yaml"));
    write(folder, { "redocly.yaml": listing("other"), "openapi/other.yaml": api({ version: "0.1.0" }) });
    const gone = await diff(folder, "main");
    expect(gone.exit).toBe(1);
    expect(gone.stdout).toContain("✗ jobs (1.0.0): 1 breaking");
    expect(gone.stdout).toContain(
      "The API jobs is gone: the version in package.json, 1.0.0, has to be 2.0.0 or higher.",
    );
    expect(gone.stdout).toContain("✓ other (none → 0.1.0): 1 minor");
    write(folder, { "package.json": JSON.stringify({ version: "2.0.0" }) });
    expect((await diff(folder, "main")).exit).toBe(0);
  });

  test.each([
    [["nowhere"], '"nowhere" names no commit here.'],
    [["main", "main"], "one BASE is enough; got main main"],
    [["--format", "pdf"], 'no format "pdf"'],
  ])("refuses %j", async (args, message) => {
    const { exit, stdout, stderr } = await diff(repository(), ...args);
    expect(stderr).toContain(message);
    expect([exit, stdout]).toEqual([2, ""]);
  });

  test("is a script that ends with the command's exit code", async () => {
    const folder = repository();
    write(folder, { "openapi/jobs.yaml": api({ properties: withoutName }) });
    const [changed, refused] = await Promise.all(
      [["main"], ["nowhere"]].map((argv) => runScript("scripts/diff-contract.ts", argv, folder)),
    );
    expect(changed).toMatchObject({ exit: 1, stderr: "" });
    expect(changed?.stdout).toContain("✗ jobs (1.0.0): 1 breaking\n");
    expect(refused).toMatchObject({ exit: 2, stdout: "" });
    expect(git(folder, "worktree", "list").trim().split("\n")).toHaveLength(1);
  });

  test("leaves no worktree behind, even if the comparison fails", async () => {
    const folder = repository();
    write(folder, { "openapi/jobs.yaml": "openapi: 3.1.0\n  info: [" });
    const { exit, stderr } = await diff(folder, "main");
    expect(exit).toBe(2);
    expect(stderr).toContain("jobs.yaml");
    expect(git(folder, "worktree", "list").trim().split("\n")).toHaveLength(1);
    expect(git(folder, "status", "--porcelain")).toBe(" M openapi/jobs.yaml\n");
  });

  describe("with what cannot be read", () => {
    const broken = { ...api(), paths: { "/v1/jobs": { get: { responses: { "200": { $ref: "gone.yaml" } } } } } };

    test("exits with 2 and one line, and annotates the place", async () => {
      const folder = repository();
      write(folder, { "openapi/jobs.yaml": broken });
      const { exit, stdout, stderr } = await diff(folder, "main", "--format", "github-actions");
      expect(exit).toBe(2);
      expect(stderr).toMatch(/^openapi\/jobs\.yaml:\d+: does not bundle: Can't resolve \$ref: ENOENT[^\n]+\n$/);
      expect(stdout).toMatch(
        /^::error title=contract,file=openapi\/jobs\.yaml,line=\d+,col=\d+::does not bundle: [^\n]+\n$/,
      );
    });

    test.each([
      ["no YAML", "openapi: [\n", /does not bundle: .*"/],
      ["no description", "x: 1\n", /does not bundle: Unsupported specification\n$/],
    ])("says so of %s", async (_what, text, reason) => {
      const folder = repository();
      write(folder, { "openapi/jobs.yaml": text });
      const { exit, stdout, stderr } = await diff(folder, "main");
      expect({ exit, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({ exit: 2, stdout: "", lines: 1 });
      expect(stderr).toMatch(reason);
    });

    test("says whether it is the base", async () => {
      const folder = repository(broken);
      write(folder, { "openapi/jobs.yaml": api() });
      const { exit, stdout, stderr } = await diff(folder, "main", "--format", "github-actions");
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
      expect(stderr).toMatch(/^openapi\/jobs\.yaml of main:\d+: does not bundle: [^\n]+\n$/);
    });

    test.each([
      ["does not exist", undefined, /^openapi\/new\.yaml:1: does not bundle: does not exist\n$/],
      ["does not bundle", broken, /^openapi\/new\.yaml:\d+: does not bundle: Can't resolve \$ref: [^\n]+\n$/],
    ])("says so of a new API that %s", async (_what, description, reason) => {
      const folder = repository();
      write(folder, {
        "redocly.yaml": listing("jobs", "new"),
        ...(description && { "openapi/new.yaml": description }),
      });
      const { exit, stdout, stderr } = await diff(folder, "main");
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
      expect(stderr).toMatch(reason);
    });

    test("names a list of APIs that is no YAML", async () => {
      const folder = repository();
      write(folder, { "redocly.yaml": "apis: [\n" });
      const { exit, stderr } = await diff(folder, "main");
      expect([exit, stderr]).toEqual([2, expect.stringMatching(/^redocly\.yaml:1: is no YAML: [^\n]+\n$/)]);
    });
  });
});
