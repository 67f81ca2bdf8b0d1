import type { Credentials } from "../credentials/index.ts";
import { ConfigurationError } from "../errors/base.ts";
import { isTooDeep } from "../util/json.ts";
import type { Secrets } from "./secrets.ts";

/** The file system, as far as the command uses it. */
export interface Files {
  readonly home: string;
  readonly cwd: string;
  /** The text of a file, `undefined` if it does not exist. Throws if it cannot be read, is not a file, or is too large. */
  read(path: string): string | undefined;
}

/** A path that is not one of a file: a directory, a pipe or a device. */
export class NotAFile extends Error {}

/** In characters. Usual files of credentials have a few thousand at most. */
const MAX_CREDENTIALS_LENGTH = 2 ** 16;

/** @throws ConfigurationError for a file that exists, but cannot be read, or is too long */
export function readText(files: Files, path: string, maxLength: number): string | undefined {
  let text: string | undefined;
  try {
    text = files.read(path);
  } catch (error) {
    if (error instanceof NotAFile) {
      throw new ConfigurationError(`${path} is not a file.`);
    }
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new ConfigurationError(`${path} cannot be read${code}; it must be a file that this user may read.`);
  }
  if (text !== undefined && text.length > maxLength) {
    throw new ConfigurationError(`${path} is larger than ${maxLength / 2 ** 10} KiB.`);
  }
  return text;
}

/** The first of these paths that has a file. */
export function findFile(files: Files, paths: readonly string[]): string | undefined {
  return paths.find((path) => readText(files, path, MAX_CREDENTIALS_LENGTH) !== undefined);
}

/** The members of an object in a file. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * Parses a file of credentials, and has its secrets redacted from then on. `undefined` if there is no such file.
 *
 * @param format - what the file should be, for messages, which never quote it
 * @throws ConfigurationError if it cannot be read or parsed, or `parse` throws one
 */
export function readContent(
  { files, secrets }: { readonly files: Files; readonly secrets: Pick<Secrets, "addFile"> },
  path: string,
  format: string,
  parse: (text: string) => unknown,
): unknown {
  const text = readText(files, path, MAX_CREDENTIALS_LENGTH);
  if (text === undefined) {
    return undefined;
  }
  const content = parseText(
    text,
    parse,
    (isTooDeep) => `${path} is ${isTooDeep ? "nested too deeply" : `not ${format}`}.`,
  );
  secrets.addFile(content);
  return content;
}

/** Parses a text that may begin with a byte order mark. The parser's messages, which would quote it, are replaced. */
export function parseText(text: string, parse: (text: string) => unknown, problem: (isTooDeep: boolean) => string) {
  let content: unknown;
  try {
    content = parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw error instanceof ConfigurationError ? error : new ConfigurationError(problem(error instanceof RangeError));
  }
  if (isTooDeep(content)) {
    throw new ConfigurationError(problem(true));
  }
  return content;
}

/** The error for a file that does not exist, although an option or variable implies it. */
export function noFile(path: string, impliedBy: string): ConfigurationError {
  return new ConfigurationError(`There is no file ${path}, in which ${impliedBy} expects credentials.`);
}

/** The error for an entry that a file does not have. */
export function noEntry(path: string, entry: string, namedBy: string, entries: Members): ConfigurationError {
  return new ConfigurationError(`${path} has no ${entry}, which ${namedBy} names; it has ${namesIn(entries)}.`);
}

/** How many names a message lists. */
const MAX_NAMES = 8;

/** The names in a file, as a message lists them. Long ones are left out: they may be secrets. */
function namesIn(record: object): string {
  const names = Object.keys(record).filter((name) => /^[\w.-]{1,30}$/.test(name));
  const more = names.length > MAX_NAMES ? ", …" : "";
  return names.length === 0 ? "none" : `${names.slice(0, MAX_NAMES).join(", ")}${more}`;
}

/**
 * A text in a configuration file, `undefined` if it is missing or empty.
 *
 * @param where - the section and the file, for messages, which never quote a value
 */
export function textIn(record: Readonly<Record<string, unknown>>, name: string, where: string): string | undefined {
  const value = record[name] ?? undefined;
  if (value !== undefined && typeof value !== "string") {
    throw new ConfigurationError(`"${name}" of ${where} must be a text.`);
  }
  return value?.trim() || undefined;
}

/**
 * An access key in a configuration file, by the names of its parts.
 *
 * @param note - why it may be missing, for the message
 * @throws ConfigurationError if it is not complete
 */
export function accessKeyIn(
  read: (name: string) => string | undefined,
  [idName, secretName, tokenName]: readonly [string, string, string],
  where: string,
  note = "",
): Credentials {
  const [accessKeyId, secretAccessKey, securityToken] = [read(idName), read(secretName), read(tokenName)];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const names = [idName, secretName].filter((name) => read(name) === undefined);
    throw new ConfigurationError(`There is no ${names.join(" and no ")} in ${where}${note}.`);
  }
  return { accessKeyId, secretAccessKey, ...(securityToken !== undefined && { securityToken }) };
}
