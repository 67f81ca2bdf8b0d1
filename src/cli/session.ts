import { makeClient } from "../client.ts";
import { ConfigurationError } from "../errors/base.ts";
import { NotFoundError } from "../errors/request-errors.ts";
import type { JobsEvent } from "../events.ts";
import type { ServiceTable } from "../services/definition.ts";
import { configure } from "./configuration.ts";
import { endingOf } from "./exit-code.ts";
import type { Io } from "./io.ts";
import type { Outcome, Ref } from "./outcome.ts";
import { parseRate } from "./parse-interval.ts";
import { findProjectId } from "./project-name.ts";
import { checkService, distinct, parseReference } from "./references.ts";
import { createSecrets, type Secrets, secretsGiven } from "./secrets.ts";
import type { ConnectionFlags } from "./settings.ts";
import { parseInput, readAll } from "./standard-input.ts";
import { styleOf } from "./style.ts";
import { type Clean, cleaner } from "./text.ts";

/** The options of the commands that follow jobs, as they were written. */
export interface JobFlags extends ConnectionFlags {
  readonly service?: string;
  readonly json?: true;
  readonly rate?: string;
}

/** The options of `wait`. */
export interface WaitFlags extends JobFlags {
  readonly timeout?: string;
  readonly interval?: string;
  readonly failFast?: true;
}

/** One run of the command: the services it knows, the world around it, and what must not be shown. */
export interface Session {
  readonly table: ServiceTable;
  readonly io: Io;
  readonly secrets: Secrets;
  readonly clean: Clean;
  /** Whether stack traces are shown. */
  readonly debug: boolean;
  /** Writes a message for people, line by line, to standard error. */
  say(message: string): void;
}

export function openSession(table: ServiceTable, argv: readonly string[], io: Io): Session {
  const secrets = createSecrets(secretsGiven(argv, io.env));
  const { ellipsis } = styleOf(io.stdout, io.env);
  const cleanLine = cleaner(secrets, ellipsis, Number.POSITIVE_INFINITY);
  const say = (message: string): void => {
    const lines = message.split("\n").map((line) => /^ */.exec(line) + cleanLine(line));
    io.stderr.write(`${lines.join("\n")}\n`);
  };
  return { table, io, secrets, clean: cleaner(secrets, ellipsis), debug: argv.includes("--debug"), say };
}

/**
 * The jobs that the arguments, and standard input where they call for it, refer to, each once and with its project,
 * and a client for them.
 *
 * @throws ConfigurationError when there are none, or one of them or the configuration is wrong
 */
export async function connect(
  session: Session,
  given: readonly string[],
  flags: JobFlags,
  onEvent?: (event: JobsEvent) => void,
) {
  const { table, io, secrets } = session;
  const rateLimit = flags.rate === undefined ? undefined : { requestsPerSecond: parseRate("--rate", flags.rate) };
  const found = await findRefs(session, given, flags);
  const { project, source, ...options } = configure(table, flags, found, { ...io, hide: secrets.hide });
  const projectId = (project && (await findProjectId(project, options.credentials, io, secrets))) ?? options.projectId;
  const refs = distinct(found.map((ref) => ({ ...ref, projectId: ref.projectId ?? projectId })));
  const client = makeClient(table)({ ...options, projectId, rateLimit, clock: io.clock, fetch: io.fetch, onEvent });
  return { refs, projectId, source, client };
}

async function findRefs({ table, io, clean }: Session, given: readonly string[], flags: JobFlags): Promise<Ref[]> {
  if (flags.service !== undefined) {
    checkService(table, flags.service, "--service");
  }
  const arrives = given.includes("-") || given.length === 0;
  if (given.length === 0 && io.stdin.isTTY) {
    throw new ConfigurationError("No references: give SERVICE/JOB_ID as arguments, or one per line on standard input.");
  }
  const named = given.filter((text) => text !== "-").map((text) => parseReference(table, text, flags.service));
  const read = arrives ? parseInput(table, await readAll(io.stdin), flags.service, clean) : [];
  const refs = [...named, ...read];
  if (refs.length === 0) {
    throw new ConfigurationError("Standard input holds no references: give SERVICE/JOB_ID, one per line.");
  }
  return refs;
}

/** With `--debug`: where an error comes from, and what caused it. */
export function sayTrace({ say, debug }: Session, error: unknown): void {
  for (let cause = error, depth = 0; debug && cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    say(`${depth === 0 ? "" : "caused by "}${cause.stack ?? String(cause)}`);
  }
}

/** What can be done about how the jobs ended, where that is known. */
export function advise({ say }: Session, outcomes: readonly Outcome[], source: string): void {
  if (outcomes.some((outcome) => endingOf(outcome) === "unauthorized")) {
    say(
      `Not authorised: the credentials come from ${source}; they must be valid, and may have to be given more rights.`,
    );
  }
  if (outcomes.some(({ error }) => error instanceof NotFoundError)) {
    say("Not found: check ID, project and region. A job that has just been started may not be visible yet.");
  }
}
