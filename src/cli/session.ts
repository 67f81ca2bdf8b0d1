import { createClient } from "../client.ts";
import { ConfigurationError, isJobsError } from "../errors/base.ts";
import { NotFoundError } from "../errors/request-errors.ts";
import type { JobsEvent } from "../events.ts";
import { configure } from "./configuration.ts";
import type { CredentialContext } from "./credential-source.ts";
import { type ExitReason, exitReasonOf, exitReasonOfAll } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { formatOf, type JobFlags } from "./options.ts";
import { keyOf, nameOf, type Outcome, type Ref } from "./outcome.ts";
import { findProjectId } from "./project-name.ts";
import { proxyFetch } from "./proxy.ts";
import { checkService, distinct, parseReference } from "./references.ts";
import { isUnsuccessful, reasonsOf, stateLabelOf } from "./row.ts";
import { type Secrets, secretsGiven } from "./secrets.ts";
import type { ServiceTable } from "./services.ts";
import { type FoundRef, parseInput, readAll } from "./standard-input.ts";
import { styleOf } from "./style.ts";
import { createSanitizer, type Sanitize } from "./text.ts";

/** How one run of the command reports. */
export interface Reporter {
  readonly io: Io;
  readonly secrets: Secrets;
  /** Makes text from servers safe for the terminal. */
  readonly sanitize: Sanitize;
  /** Whether to print stack traces. */
  readonly debug: boolean;
  /** Whether the output is for programs, so that errors have all details. */
  readonly printsJson: boolean;
  /** Writes a message to standard error, unless `--quiet` is given. */
  say(message: string): void;
  /** Writes an error to standard error. */
  fail(message: string): void;
}

/** One run of the command. */
export interface Session extends Reporter, ServiceTable {}

export function createReporter(argv: readonly string[], io: Io): Reporter {
  const secrets = secretsGiven(argv, io.env);
  const { ellipsis } = styleOf(io.stdout, io.env);
  const sanitizeLine = createSanitizer(secrets.redact, ellipsis, Number.POSITIVE_INFINITY);
  const write = (message: string): void => {
    const lines = message.split("\n").map((line) => /^ */.exec(line) + sanitizeLine(line));
    io.stderr.write(`${lines.join("\n")}\n`);
  };
  const say = argv.includes("--quiet") ? () => {} : write;
  const fail = (message: string): void => write(`error: ${message}`);
  const sanitize = createSanitizer(secrets.redact, ellipsis);
  const printsJson = argv.some((argument) => /^(--json|(-o|--output=)?jsonl?)$/.test(argument));
  return { io, secrets, sanitize, debug: argv.includes("--debug"), printsJson, say, fail };
}

/** Where credentials and settings are searched for. */
export function contextOf({ io, secrets }: Session): Io & CredentialContext {
  return { ...io, fetch: io.fetch ?? proxyFetch(io.env, secrets), secrets };
}

/**
 * The jobs to which the arguments and standard input refer, each once and with its project, and a client for them.
 *
 * @throws ConfigurationError when there are no jobs, or a reference or the configuration is wrong
 */
export async function connect(
  session: Session,
  args: readonly string[],
  flags: JobFlags,
  onEvent?: (event: JobsEvent) => void,
) {
  const { services, own, secrets } = session;
  const context = contextOf(session);
  const rateLimit = flags.rate && { requestsPerSecond: flags.rate.value };
  const found = await readReferences(session, args, flags);
  const { project, source, notes, ...options } = configure(services, flags, found, context);
  for (const note of notes) {
    session.say(note);
  }
  const named = project && (await findProjectId(project, options.credentials, context, secrets.values));
  const projectId = named ?? options.projectId;
  const refs = distinct(found.map(({ isNew, ...ref }) => ({ ...ref, projectId: ref.projectId ?? projectId })));
  const newJobs = new Set(found.flatMap(({ isNew, service, id }) => (isNew ? keyOf({ service, id, projectId }) : [])));
  const { clock, fetch } = context;
  const client = createClient(
    { ...options, services: own, projectId, rateLimit, clock, fetch, onEvent },
    secrets.values,
  );
  return { refs, isNew: (ref: Ref) => newJobs.has(keyOf(ref)), projectId, source, client };
}

/** @throws ConfigurationError when there are no references, or one is wrong */
export async function readReferences(
  session: Session,
  args: readonly string[],
  flags: JobFlags,
): Promise<readonly FoundRef[]> {
  const { services, io, secrets, sanitize } = session;
  if (flags.service !== undefined) {
    checkService(services, flags.service, "--service");
  }
  const readsInput = args.includes("-") || args.length === 0;
  if (args.length === 0 && io.stdin.isTTY) {
    throw new ConfigurationError("No references: give SERVICE/JOB_ID as arguments, or one per line on standard input.");
  }
  const fromArgs = args.filter((text) => text !== "-").map((text) => parseReference(services, text, flags.service));
  const input = readsInput ? await readAll(io.stdin) : "";
  secrets.addGiven([input]);
  const fromInput = parseInput(services, input, flags.service, (text) => sanitize(secrets.redact(text)));
  const refs = [...fromArgs, ...fromInput];
  if (refs.length === 0) {
    throw new ConfigurationError("Standard input has no references: give SERVICE/JOB_ID, one per line.");
  }
  return refs;
}

/** With `--debug`: prints the stack traces of an error and of its causes. */
export function sayTrace({ say, secrets, debug }: Reporter, error: unknown): void {
  for (let cause = error, depth = 0; debug && cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    say(secrets.redactGiven(`${depth === 0 ? "" : "caused by "}${cause.stack ?? String(cause)}`));
  }
}

/**
 * Prints what the output does not show of the outcomes: stack traces with `--debug`, what can be done about errors, and
 * with `-o ids` and `--quiet` the errors.
 */
export function conclude(session: Session, flags: JobFlags, outcomes: readonly Outcome[], source: string): ExitReason {
  const { say, fail, sanitize } = session;
  for (const { error } of outcomes) {
    sayTrace(session, error);
  }
  const advice = outcomes.flatMap((outcome) => [
    isJobsError(outcome.error) ? outcome.error.hint : undefined,
    exitReasonOf(outcome) === "unauthorized" &&
      `Not authorised. Credentials used: ${source}. Check that they are valid and allow reading jobs of this service.`,
    outcome.error instanceof NotFoundError &&
      "Not found: check ID, project and region. A job that has just been started may not be visible yet; wait has --not-found-grace.",
  ]);
  for (const line of new Set(advice)) {
    line && say(line);
  }
  const bad = ["ids", "nothing"].includes(formatOf(flags)) ? outcomes.filter(isUnsuccessful) : [];
  for (const outcome of bad) {
    fail(`${nameOf(outcome.ref)}: ${stateLabelOf(outcome)}: ${reasonsOf(outcome, sanitize).join("; ")}`);
  }
  return exitReasonOfAll(outcomes);
}
