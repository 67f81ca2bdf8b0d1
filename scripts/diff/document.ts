import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve as resolvePath } from "node:path";
import { promisify } from "node:util";
import { redocly, withoutBanner } from "../lib/tool.ts";

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

/** Bundles descriptions as they are written, without decorators, in one process. */
export async function bundled(roots: readonly string[], cwd: string): Promise<Document[]> {
  if (roots.length === 0) {
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), "diff-bundle-"));
  const apis = roots.map((root, index) => ({ root, output: join(folder, `${index}.json`) }));
  const config = join(folder, "redocly.yaml");
  try {
    writeFileSync(config, JSON.stringify({ telemetry: "off", apis: Object.fromEntries(Object.entries(apis)) }));
    await promisify(execFile)(process.execPath, [redocly, "bundle", "--config", config], { cwd });
    return apis.map(({ output }) => JSON.parse(readFileSync(output, "utf8")));
  } catch (error) {
    throw unbundled(error as { stderr?: string; message: string }, cwd);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What Redocly says of the first fault: where, at which pointer, and why; or why in a list, of a file that it cannot parse. */
function unbundled({ stderr = "", message }: { stderr?: string; message: string }, cwd: string): UnreadableError {
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
  const [, missing] = /^(.+) does not exist or is invalid\.$/m.exec(text) ?? [];
  const [, last] = /.*^bundling (.+) using configuration for api '\d+'/ms.exec(text) ?? [];
  const [, listed] = /^\s+- (.+)$/m.exec(text) ?? [];
  const reason = missing === undefined ? (listed ?? message) : "does not exist";
  return new UnreadableError(`does not bundle: ${reason}`, resolvePath(cwd, missing ?? last ?? ""));
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
