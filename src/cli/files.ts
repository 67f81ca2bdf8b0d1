import { ConfigurationError } from "../errors/base.ts";

/** The file system, as far as the command uses it. */
export interface Files {
  readonly home: string;
  readonly cwd: string;
  /** The text of a file, `undefined` if it does not exist. Throws if it cannot be read. */
  read(path: string): string | undefined;
}

/** In characters. Usual files of credentials have a few thousand at most. */
const MAX_CREDENTIALS_LENGTH = 2 ** 16;

/** @throws ConfigurationError for a file of credentials that exists, but cannot be read */
export function readFile(files: Files, path: string): string | undefined {
  const text = readText(files, path);
  if (text !== undefined && text.length > MAX_CREDENTIALS_LENGTH) {
    throw new ConfigurationError(`${path} is larger than 64 KiB, and no file of credentials.`);
  }
  return text;
}

/** @throws ConfigurationError for a file that exists, but cannot be read */
export function readText(files: Files, path: string): string | undefined {
  try {
    return files.read(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new ConfigurationError(`${path} cannot be read${code}; it must be a file that this user may read.`);
  }
}

/** How many names a message lists. */
const MAX_NAMES = 8;

/** The names in a file, as a message lists them. Long ones are left out: they may be secrets. */
export function namesIn(record: object): string {
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
