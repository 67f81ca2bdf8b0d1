import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve as resolvePath } from "node:path";
import { promisify } from "node:util";
import { redocly, withoutBanner } from "../lib/tool.ts";
import { redoclyConfig } from "./redocly.ts";

/** A bundled description; a reference in it is local. */
export type Document = Readonly<Record<string, unknown>>;

/** A description, or a list of them, that cannot be read, so that there is nothing to compare. */
export class UnreadableError extends Error {
  readonly file: string;
  readonly line: number;
  readonly column: number;

  constructor(reason: string, file: string, line = 1, column = 1) {
    super(reason.replace(/\s+/g, " ").trim().slice(0, 300));
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

/** Bundles a description as it is written, without decorators. */
export async function bundled(root: string, cwd: string): Promise<Document> {
  const folder = mkdtempSync(join(tmpdir(), "diff-bundle-"));
  const output = join(folder, "contract.json");
  try {
    const args = [redocly, "bundle", root, "--config", redoclyConfig, "--output", output];
    await promisify(execFile)(process.execPath, args, { cwd });
    return JSON.parse(readFileSync(output, "utf8"));
  } catch (error) {
    throw unbundled(error as { stderr?: string; message: string }, root, cwd);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What Redocly says of the first fault: where, at which pointer, and why; or why in a list, of a file that it cannot parse. */
function unbundled(
  { stderr = "", message }: { stderr?: string; message: string },
  root: string,
  cwd: string,
): UnreadableError {
  const text = withoutBanner(stderr);
  const [, file, line, column, pointer, why] = /^\[1\] (.+?):(\d+):(\d+) at (\S*)\s+(.+)$/m.exec(text) ?? [];
  if (file !== undefined) {
    return new UnreadableError(
      `does not bundle: ${why} (${pointer})`,
      resolvePath(cwd, file),
      Number(line),
      Number(column),
    );
  }
  const [, listed] = /^\s+- (.+)$/m.exec(text) ?? [];
  const lines = text.split("\n").filter((told) => told.trim() !== "" && !told.startsWith("bundling "));
  return new UnreadableError(`does not bundle: ${listed ?? lines[0] ?? message}`, root);
}

export const keysOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a reference stands for; a value that is none stands for itself. */
export function resolve(document: Document, value: unknown): unknown {
  const reference = isRecord(value) ? value["$ref"] : undefined;
  return typeof reference === "string" ? at(document, reference) : value;
}

/** What a pointer leads to, through references. */
export const at = (document: Document, pointer: string): unknown =>
  keysOf(pointer).reduce<unknown>((node, key) => {
    const inner = (node as Readonly<Record<string, unknown>> | undefined)?.[key];
    return inner === undefined ? undefined : resolve(document, inner);
  }, document);
