import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { CLOUDS_FILE } from "../../src/cli/clouds-file.ts";
import { KOOCLI_FILE, KOOCLI_PROFILE } from "../../src/cli/koocli.ts";
import { PROFILE_FILE } from "../../src/cli/profile.ts";
import { variables } from "../../src/cli/settings.ts";
import {
  agencyNames,
  foreignNames,
  keyNames,
  placeNames,
  tokenNames,
  userNames,
} from "../../src/credentials/env-names.ts";
import { scene } from "../cli/iam-scene.ts";

const guide = readFileSync(new URL("../../docs/guides/credentials.md", import.meta.url), "utf8");
const section = guide.split("## Environment variables\n")[1]?.split("\n## ")[0] ?? "";

const namesIn = (text: string): string[] => [...text.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = ""]) => name);

const all = (table: Readonly<Record<string, readonly string[]>>): readonly string[] => Object.values(table).flat();

test("the guide lists the environment variables that are read, and no others", () => {
  const read = [
    ...[tokenNames, ...keyNames, userNames, placeNames, variables, agencyNames, foreignNames].flatMap(all),
    ...[PROFILE_FILE, "OS_CLOUD", CLOUDS_FILE, KOOCLI_PROFILE, KOOCLI_FILE],
  ];
  expect([...new Set(namesIn(section))].sort()).toEqual([...new Set(read)].sort());
});

test.each([
  ["token", variables.token],
  ["user's name", userNames.username],
  ["account's ID", userNames.domainId],
  ["IAM's URL", placeNames.iamEndpoint],
  ["region", variables.region],
  ["project's ID", variables.project],
  ["project's name", variables["project name"]],
])("the guide has the variables of the %s in their order", (value, names) => {
  const row = section.split("\n").find((line) => line.startsWith(`| ${value}`)) ?? "";
  expect(namesIn(row)).toEqual(names);
});

/** The section with a heading, up to the next one. */
const sectionOf = (heading: string): string => {
  const start = guide.split(`\n### ${heading}\n`)[1] ?? "";
  return start.split(/\n##+ /)[0] ?? "";
};

const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, block = ""]) => block);

const cases = guide.split("\n## ")[1] ?? "";
const headings = [...guide.matchAll(/^### (.+)$/gm)].map(([, heading = ""]) => heading);
const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");

describe("the table of cases", () => {
  const rows = cases.split("\n").filter((line) => /^\| .*\]\(#/.test(line));

  test("leads to every section with a case, and to no other", () => {
    const targets = rows.map((row) => /\]\(#([^)]+)\) \|$/.exec(row)?.[1]);
    expect(new Set(targets)).toEqual(new Set(headings.map(slugOf)));
  });

  test.each(headings)("%s has something to run", (heading) => {
    expect([...blocksOf(sectionOf(heading), "sh"), ...blocksOf(sectionOf(heading), "ts")]).not.toEqual([]);
  });
});

describe("the commands of the guide do as they stand there", () => {
  const profiles = [{ name: "team", mode: "AKSK", accessKeyId: "AK", secretAccessKey: "SK", region: "cn-north-4" }];
  const files: Readonly<Record<string, Record<string, string>>> = {
    "SDKs of the vendor": { "/home/me/.huaweicloud/credentials": "[basic]\nak = AK\nsk = SK\n" },
    KooCLI: { "/home/me/.hcloud/config.json": JSON.stringify({ current: "default", profiles }) },
  };
  const commands = headings.flatMap((heading) => {
    const [clouds = ""] = blocksOf(sectionOf(heading), "yaml");
    return blocksOf(sectionOf(heading), "sh").map((block) => ({ heading, block, clouds }));
  });

  test("there are some", () => {
    expect(commands.length).toBeGreaterThan(9);
  });

  test.each(commands)("$heading: $block", async ({ heading, block, clouds }) => {
    const world = await scene();
    const exported = block.split("\n").filter((line) => line.startsWith("export "));
    const pairs = exported.flatMap((line) => line.slice("export ".length).split(" "));
    const env = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2)));
    const id = env["OS_PROJECT_ID"] === undefined ? {} : { OS_PROJECT_ID: world.projectId };
    const [, options = ""] = /^huaweicloud-jobs (?:get|wait) dcs\/JOB_ID ?(.*)$/m.exec(block) ?? [];
    const argv = options
      .replace(/--timeout \S+/, "")
      .split(" ")
      .filter((word) => word !== "");
    const all = { ...files[heading], ...(clouds !== "" && { "/project/clouds.yaml": clouds }) };
    const { code, stderr } = await world.get({ ...env, ...id }, all, argv);
    // The variable is what leads a command without --region to the scene.
    const notes = stderr.replace("HUAWEICLOUD_JOBS_ENDPOINT_DCS is not used: --region takes precedence.\n", "");
    expect({ code, notes }).toEqual({ code: 0, notes: "" });
  });
});

const directory = mkdtempSync(join(tmpdir(), "guide-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("the programs of the guide are programs", async () => {
  const programs = blocksOf(guide, "ts");
  expect(programs.length).toBeGreaterThan(4);
  for (const [index, contents] of programs.entries()) {
    const outfile = join(directory, `${index}.mjs`);
    await build({
      stdin: { contents, loader: "ts", resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
      alias: { "huaweicloud-jobs": fileURLToPath(new URL("../../src/index.ts", import.meta.url)) },
      bundle: true,
      format: "esm",
      define: { "process.env": JSON.stringify({ HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "SK" }) },
      outfile,
    });
    // Throws for an option that is wrong or missing.
    await import(pathToFileURL(outfile).href);
  }
});
