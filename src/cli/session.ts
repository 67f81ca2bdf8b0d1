import { makeClient } from "../client.ts";
import { ConfigurationError } from "../errors/configuration-error.ts";
import type { ServiceTable } from "../services/service.ts";
import { type ConnectionFlags, configure, secretsOf, variables } from "./configuration.ts";
import { endingOf } from "./exit-code.ts";
import type { Io } from "./io.ts";
import type { Outcome, Ref } from "./outcome.ts";
import { checkService, distinct, parseReference } from "./references.ts";
import { parseInput, readAll } from "./standard-input.ts";
import { type Clean, cleaner } from "./text.ts";

/** The options of the commands that follow jobs. */
export interface JobFlags extends ConnectionFlags {
  readonly service?: string;
  readonly json?: true;
}

/** The options of `wait`. */
export interface WaitFlags extends JobFlags {
  /** In milliseconds, and as it was written where it was given. */
  readonly timeout: number;
  readonly timeoutText?: string;
}

/** One run of the command: the services it knows, the world around it, and what must not be shown. */
export interface Session {
  readonly table: ServiceTable;
  readonly io: Io;
  readonly secrets: readonly string[];
  readonly clean: Clean;
  /** Whether stack traces are shown. */
  readonly debug: boolean;
  /** Writes a message for people, line by line, to standard error. */
  say(message: string): void;
}

export function openSession(table: ServiceTable, argv: readonly string[], io: Io): Session {
  const secrets = secretsOf(argv, io.env);
  const cleanLine = cleaner(secrets, Number.POSITIVE_INFINITY);
  const say = (message: string): void => {
    const lines = message.split("\n").map((line) => /^ */.exec(line) + cleanLine(line));
    io.stderr.write(`${lines.join("\n")}\n`);
  };
  return { table, io, secrets, clean: cleaner(secrets), debug: argv.includes("--debug"), say };
}

/**
 * The jobs that the arguments, and standard input where they call for it, refer to, each once and with its project,
 * and a client for them.
 *
 * @throws ConfigurationError when there are none, or one of them or the configuration is wrong
 */
export async function connect(session: Session, given: readonly string[], flags: JobFlags) {
  const { table, io } = session;
  const found = await findRefs(session, given, flags);
  const { projectId, ...options } = configure(table, flags, io.env, found);
  const refs = distinct(found.map((ref) => ({ ...ref, projectId: ref.projectId ?? projectId })));
  return { refs, projectId, client: makeClient(table)({ ...options, clock: io.clock, fetch: io.fetch }) };
}

async function findRefs({ table, io }: Session, given: readonly string[], flags: JobFlags): Promise<Ref[]> {
  if (flags.service !== undefined) {
    checkService(table, flags.service, "--service");
  }
  const arrives = given.includes("-") || given.length === 0;
  if (given.length === 0 && io.stdin.isTTY) {
    throw new ConfigurationError("No references: give SERVICE/JOB_ID as arguments, or one per line on standard input.");
  }
  const named = given.filter((text) => text !== "-").map((text) => parseReference(table, text));
  const read = arrives ? parseInput(table, await readAll(io.stdin), flags.service) : [];
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
export function advise({ say }: Session, outcomes: readonly Outcome[]): void {
  if (outcomes.some((outcome) => endingOf(outcome) === "unauthorized")) {
    say(
      `Not authorised: give a token that is good for the project and may read its jobs, in ${variables.token[0]} or with --token.`,
    );
  }
}
