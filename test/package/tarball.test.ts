import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { expect, inject, test } from "vitest";

const { tarball, root } = inject("installed");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => statSync(join(root, path)).isFile());

test("it has what users need, and nothing else", () => {
  const kinds = [
    /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
    /^dist\/(index|polling\/schedule|bullmq\/index|simulator\/(index|node)|shared\/\w+)\.js(\.map)?$/,
    /^dist\/(?!cli\/)[\w/-]+\.d\.ts(\.map)?$/,
    /^dist\/(commonjs\/[\w/-]+|generated\/(dcs|sfs-turbo|workspace))\.d\.cts$/,
    /^dist\/cli\/((huaweicloud-jobs|(proxy-agent|chunk)-\w+)\.js|THIRD-PARTY-NOTICES\.txt)$/,
    /^generated\/(dcs|sfs-turbo|workspace)\.(json|d\.ts)$/,
    /^src\/(?!cli\/)[\w/-]+\.ts$/,
  ];
  expect(files.filter((path) => !kinds.some((kind) => kind.test(path)))).toEqual([]);
  expect(kinds.filter((kind) => !files.some((path) => kind.test(path)))).toEqual([]);
});

test("every module and declaration in dist/ leads to TypeScript that is in the tarball, except the command", () => {
  const compiled = files.filter((path) => /^dist\/(?!cli\/).*\.(js|d\.ts)$/.test(path));
  expect(compiled.length).toBeGreaterThan(50);
  const astray = compiled.flatMap((path) => {
    const [, map = ""] = /\n\/\/# sourceMappingURL=(.+)\s*$/.exec(readFileSync(join(root, path), "utf8")) ?? [];
    const folder = dirname(join(root, path));
    if (map === "" || !existsSync(join(folder, map))) {
      return [`${path} has no map`];
    }
    const { sources, sourceRoot = "" } = JSON.parse(readFileSync(join(folder, map), "utf8"));
    const targets: string[] = sources.map((source: string) => relative(root, resolve(folder, sourceRoot, source)));
    return targets.filter((target) => !/^src\/.+\.ts$/.test(target) || !files.includes(target));
  });
  expect(astray).toEqual([]);
});

test("no declaration gives a typed array a parameter, which compilers before TypeScript 5.7 refuse", () => {
  const declarations = files.filter((path) => path.endsWith(".d.ts"));
  expect(declarations.filter((path) => /\b\w+Array<ArrayBuffer/.test(readFileSync(join(root, path), "utf8")))).toEqual(
    [],
  );
});

test("publint has nothing to say, except that a default import would be ambiguous, which the package does not have", async () => {
  const buffer = Uint8Array.from(readFileSync(tarball)).buffer;
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
  expect(pkg?.["name"]).toBe("huaweicloud-jobs");
  const others = messages.filter(({ code }) => code !== "EXPORTS_TYPES_INVALID_FORMAT");
  expect(others.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
});

// What is required has declarations of its own for compilers that do not know that Node requires ES modules.
test("attw finds no wrong types by the profile esm-only, since Node requires the ES modules themselves", async () => {
  const folder = dirname(createRequire(import.meta.url).resolve("@arethetypeswrong/cli/package.json"));
  const attw = [
    join(folder, "dist/index.js"),
    tarball,
    "--profile=esm-only",
    "--format=json",
    "--ignore-rules=false-cjs",
  ];
  const { stdout } = await promisify(execFile)(process.execPath, attw, { maxBuffer: 2 ** 26 });
  const { entrypoints } = JSON.parse(stdout).analysis;
  expect(Object.keys(entrypoints)).toEqual([
    ".",
    "./simulator",
    "./simulator/node",
    "./schedule",
    "./bullmq",
    "./openapi/*.json",
    "./package.json",
  ]);
});
