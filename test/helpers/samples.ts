import { readdirSync, readFileSync } from "node:fs";

/** The names of all samples. */
export const samples = readdirSync(new URL("../fixtures/samples", import.meta.url)).map((file) =>
  file.replace(".json", ""),
);

/** A body from test/fixtures/samples, as text. */
export function sampleText(name: string): string {
  return readFileSync(new URL(`../fixtures/samples/${name}.json`, import.meta.url), "utf8");
}

/** A body from test/fixtures/samples. */
export function sample(name: string): Record<string, unknown> {
  return JSON.parse(sampleText(name));
}
