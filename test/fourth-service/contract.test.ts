import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Document } from "@stoplight/spectral-core";
import { Yaml } from "@stoplight/spectral-parsers";
import { expect, test } from "vitest";
import { statusWords } from "../../scripts/docs/words.ts";
import { compile } from "../../scripts/lib/compile.ts";
import type { Contract } from "../../scripts/lib/openapi.ts";
import { redocly, run } from "../../scripts/lib/tool.ts";
import { operationOf } from "../contract/contract.ts";
import { linter } from "../contract/spectral.ts";
import { bundled, contract, root } from "./contract.ts";
import { builtInTapeLibrary } from "./tape-library.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

test("the contract keeps the house rules", async () => {
  const args = [redocly, "lint", root, "--format=json"];
  const report = await run(args, repository, JSON.parse, () => 0);
  expect(report).toMatchObject({ problems: [] });
  const text = readFileSync(repository + root, "utf8");
  expect(await linter().run(new Document(text, Yaml, repository + root))).toEqual([]);
});

test("its types are those that the generator makes of it", async () => {
  const header = "// Compiled from tape-library.yaml by `npx vitest run test/fourth-service -u`. Do not edit.\n\n";
  const withoutComments = (await compile(bundled, header)).replaceAll(/^ *\/\*\*.*?\*\/\n/gms, "");
  await expect(withoutComments).toMatchFileSnapshot("generated/tape-library.ts");
});

test("its samples ask the cloud that has the service", () => {
  const { "x-codeSamples": samples } = operationOf(contract) as unknown as { "x-codeSamples": { source: string }[] };
  expect(samples.map(({ source }) => source).join("\n")).toMatch(
    /https:\/\/tape\.eu-nl\.otc\.t-systems\.com\/v3\.1\/[\s\S]*cloud: "otc",\n {2}region: "eu-nl"[\s\S]*--cloud otc --region eu-nl/,
  );
});

test("the site says what its words mean", () => {
  const described = {
    name: "tape-library",
    row: builtInTapeLibrary,
    contract: contract as unknown as Contract,
  };
  expect(statusWords(described).map(({ word, state, when = "" }) => `${word} ${when}: ${state}`)).toEqual([
    "queued : pending",
    "writing : running",
    "stored : succeeded",
    "torn : failed",
    "unmounted with an open sub-job: running",
    "unmounted when all sub-jobs succeeded: succeeded",
    "unmounted with a failed sub-job: failed",
  ]);
});
