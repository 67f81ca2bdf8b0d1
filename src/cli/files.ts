import { ConfigurationError } from "../errors/base.ts";

/** The files of the user, as far as the command looks at them. */
export interface Files {
  readonly home: string;
  readonly cwd: string;
  /** The text of a file, or `undefined` when there is none. Throws when there is one that cannot be read. */
  read(path: string): string | undefined;
}

/** In characters; people's own have a few thousand at most. */
const LARGEST_FILE = 2 ** 16;

/** @throws ConfigurationError for a file that is there, but cannot be read */
export function readFile(files: Files, path: string): string | undefined {
  const text = read(files, path);
  if (text !== undefined && text.length > LARGEST_FILE) {
    throw new ConfigurationError(`${path} is larger than 64 KiB, and no file of credentials.`);
  }
  return text;
}

function read(files: Files, path: string): string | undefined {
  try {
    return files.read(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new ConfigurationError(`${path} cannot be read${code}; it must be a file that this user may read.`);
  }
}

/** How many of the names in a file are listed. */
const MOST_NAMES = 8;

/** The names that a file has to offer, as a message lists them. What is long is hardly a name. */
export function namesIn(record: object): string {
  const names = Object.keys(record).filter((name) => /^[\w.-]{1,30}$/.test(name));
  const more = names.length > MOST_NAMES ? ", …" : "";
  return names.length === 0 ? "none" : `${names.slice(0, MOST_NAMES).join(", ")}${more}`;
}

/**
 * A member of a configuration file that holds text; empty is as if absent.
 *
 * @param where - the part of the file and the file, for messages, which never show what they found
 */
export function textIn(record: Readonly<Record<string, unknown>>, name: string, where: string): string | undefined {
  const value = record[name] ?? undefined;
  if (value !== undefined && typeof value !== "string") {
    throw new ConfigurationError(`"${name}" of ${where} must be a text.`);
  }
  return value?.trim() || undefined;
}
