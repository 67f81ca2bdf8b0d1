import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { main } from "../../scripts/draft/main.ts";
import { type Run, runMain } from "./run-main.ts";
import type { Part, Row } from "./vendor-page.ts";

/** Runs `npm run draft:service` in this process. */
export const run = (...argv: string[]): Promise<Run> => runMain(main, argv);

/** The draft of a page, and the lines of stderr by their titles. */
export async function draft(path: string) {
  const { exit, stdout, stderr } = await run(path);
  const notes: Record<string, string[]> = {};
  let title = "";
  for (const line of stderr.trimEnd().split("\n")) {
    title = line.startsWith(" ") ? title : line;
    notes[title] = line.startsWith(" ") ? [...(notes[title] ?? []), line.trim().replace(/ {2,}/, ": ")] : [];
  }
  const { "to fill in": marks = [], "taken from a sentence of the page, to be checked": taken = [] } = notes;
  return { exit, row: JSON.parse(stdout), marks, taken };
}

/** Writes a text to a file, which is removed at the end of the test; returns its path. */
export function saved(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "draft-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "page.html");
  writeFileSync(path, text);
  return path;
}

export const draftOf = (text: string): ReturnType<typeof draft> => draft(saved(text));

export interface Sketch {
  readonly uri?: string;
  /** The caption of each table of the response, and its rows; the first is the body. */
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  readonly example?: unknown;
}

/** A page of a GET. */
export const page = ({ uri = "GET /v1/{project_id}/jobs/{job_id}", tables, example }: Sketch): Part[] => [
  { heading: "URI" },
  { text: uri },
  { heading: "Response Parameters" },
  { text: "Status code: 200" },
  ...Object.entries(tables).map(([caption, rows]) => ({ table: { caption, rows } })),
  { heading: "Example Responses" },
  { text: "Status code: 200" },
  ...(example === undefined ? [] : [{ code: JSON.stringify(example, null, 2) }]),
];
export const row = (name: string, type = "String", ...text: string[]): Row => ({
  name,
  type,
  ...(text.length > 0 && { text }),
});
export const body = (...rows: Row[]): Sketch["tables"] => ({ "Response body parameters": rows });
export const status = row("status", "String", "The status.", "Enumeration values:", "* SUCCESS: successful");
