import { ConfigurationError } from "../errors/base.ts";
import { defineService } from "../services/define-service.ts";
import type { ServiceDefinition } from "../services/definition.ts";
import { resolveServices } from "../services/index.ts";
import type { OwnService, Services } from "../services/service.ts";
import { isRecord, parseJson } from "../util/json.ts";
import { type Files, parseText, readText } from "./files.ts";

/** The rows of `--services`, by name. */
export type OwnRows = Readonly<Record<string, OwnService>>;

/** The built-in services and those of `--services`. */
export interface ServiceTable {
  readonly services: Services;
  readonly own: OwnRows;
}

/**
 * Reads the files that `--services` names: JSON objects of rows by name, as `defineService` takes them.
 *
 * @throws ConfigurationError that names the file, and the place in it
 */
export function readServices(argv: readonly string[], files: Files): ServiceTable {
  let own: OwnRows = {};
  for (const path of filesIn(argv)) {
    own = { ...own, ...withPath(path, () => readRows(path, files, own)) };
  }
  return { services: resolveServices(own), own };
}

/** The values of `--services`. They are read before the command line is parsed: its help lists the services. */
function filesIn(argv: readonly string[]): string[] {
  return argv.flatMap((argument, index) => {
    if (argument === "--services") {
      return argv[index + 1] ?? [];
    }
    return argument.startsWith("--services=") ? argument.slice("--services=".length) : [];
  });
}

/** In characters. A hundred rows have some hundred thousand. */
const MAX_LENGTH = 2 ** 20;

function readRows(path: string, files: Files, before: OwnRows): OwnRows {
  const text = readText(files, path, MAX_LENGTH);
  if (text === undefined) {
    throw new ConfigurationError("there is no such file.");
  }
  const rows = parseText(text, parseJson, () => "it is not JSON.");
  if (!isRecord(rows)) {
    throw new ConfigurationError('it must be a JSON object of rows by name: { "ecs": { "path": … } }.');
  }
  const twice = Object.keys(rows).find((name) => Object.hasOwn(before, name));
  if (twice !== undefined) {
    throw new ConfigurationError(`"services.${twice}" is in another file of --services too.`);
  }
  const defined = Object.entries(rows).map(([name, row]) => [name, defineRow(name, row)]);
  const own = Object.fromEntries(defined) as OwnRows;
  // Checks the rows here, where the file is known.
  resolveServices(own);
  return own;
}

/** A file may name no host: a token must not go where its user did not send it. */
function defineRow(name: string, row: unknown): OwnService {
  const hosts = isRecord(row) ? row["hosts"] : undefined;
  if (isRecord(hosts) && hosts["exceptions"] !== undefined) {
    throw new ConfigurationError(
      `"services.${name}.hosts.exceptions" is not allowed in a file; give the host with --endpoint ${name}=URL.`,
    );
  }
  return defineService(row as ServiceDefinition);
}

function withPath<V>(path: string, read: () => V): V {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigurationError ? new ConfigurationError(`--services ${path}: ${error.message}`) : error;
  }
}
