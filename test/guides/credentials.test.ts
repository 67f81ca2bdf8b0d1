import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
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
