import { fileURLToPath } from "node:url";
// What the `spectral` command loads its ruleset with: the tests see the rules as it does.
import { getRuleset } from "@stoplight/spectral-cli/dist/services/linter/utils/getRuleset.js";
import { Document, Spectral } from "@stoplight/spectral-core";
import { Yaml } from "@stoplight/spectral-parsers";

export const ruleset = await getRuleset(fileURLToPath(new URL("../../.spectral.yaml", import.meta.url)));
export const houseRules = Object.keys(ruleset.rules).filter((name) => name.startsWith("jobs-"));

const enabled = new Set(Object.values(ruleset.rules).filter((rule) => rule.enabled));

/** A linter with the rules that are on in .spectral.yaml. */
export function linter(): Spectral {
  for (const rule of Object.values(ruleset.rules)) {
    rule.enabled = enabled.has(rule);
  }
  const spectral = new Spectral();
  spectral.setRuleset(ruleset);
  return spectral;
}

/** A linter with the one rule of the real ruleset switched on, and every other one off. */
export function linterFor(name: string): Spectral {
  for (const rule of Object.values(ruleset.rules)) {
    rule.enabled = rule.name === name;
  }
  const linter = new Spectral();
  linter.setRuleset(ruleset);
  return linter;
}

export async function lint(name: string, document: object): Promise<string[]> {
  // The rules look where a value comes from, so the document has a file name, as on disk.
  const results = await linterFor(name).run(new Document(JSON.stringify(document), Yaml, "/openapi/dcs.yaml"));
  return results.map(({ path, message }) => `${path.join(" > ")}: ${message}`);
}

export const PATH = "/v2/{project_id}/jobs/{job_id}";
export const at = (...keys: string[]): string => ["paths", PATH, "get", ...keys].join(" > ");

export const api = (get: object, components: object = {}): object => ({
  openapi: "3.1.0",
  paths: { [PATH]: { get } },
  components,
});

export const answer = (response: object): object => api({ responses: { "200": response } });

export const BODY = ["responses", "200", "content", "application/json"];
export const media = (content: object): object => answer({ content: { "application/json": content } });
export const body = (properties: object, schemas: object = {}): object =>
  api({ responses: { "200": { content: { "application/json": { schema: { properties } } } } } }, { schemas });
