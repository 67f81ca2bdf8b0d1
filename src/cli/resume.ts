import type { Environment } from "../credentials/env.ts";
import { Interrupted, type Io } from "./io.ts";
import type { WaitFlags } from "./options.ts";
import { nameOf, type Ref } from "./outcome.ts";
import { isOpen, type Row, stateLabelOf } from "./row.ts";

/** Whether the wait for a job ended before the job did. */
export function isUnfinished(row: Row): boolean {
  return isOpen(row) || stateLabelOf(row) === "timed out";
}

/**
 * Why the command stopped waiting for jobs, in a sentence or two; `undefined` if there are none, or if nobody reads it.
 *
 * @param failedFirst - the failure that ended the other waits
 * @param timeout - the time limit, as people write it
 */
export function whyUnfinished(
  unfinished: readonly Row[],
  failedFirst: Row | undefined,
  timeout: string,
  { signal, stderr }: Pick<Io, "signal" | "stderr">,
): string | undefined {
  if (unfinished.length === 0) {
    return undefined;
  }
  // A job that no poll has found may not exist.
  const goOn = unfinished.every(({ job }) => job !== undefined);
  if (signal.aborted) {
    // A terminal has just written ^C.
    const start = stderr.isTTY ? "\n" : "";
    const rest = goOn ? " The jobs go on without this command." : "";
    return signal.reason instanceof Interrupted ? `${start}Interrupted.${rest}` : undefined;
  }
  if (failedFirst !== undefined) {
    const name = nameOf(failedFirst.ref);
    const others = unfinished.length === 1 ? "The other job goes" : `The ${unfinished.length} other jobs go`;
    return `Stopped at ${name} (${stateLabelOf(failedFirst)}; --fail-fast).${goOn ? ` ${others} on in the cloud.` : ""}`;
  }
  return `The time is up (${timeout})${goOn ? ", but the jobs go on" : ""}.`;
}

/** More references than this are not written out. */
const MAX_REFERENCES = 20;

/** Words that a shell leaves as they are. */
const SAFE_WORD = /^[\w\-./:=@%+,]+$/;

/**
 * The commands that wait for the jobs again, with the options of the current one and `TOKEN` in place of a token. The
 * jobs of each project need a command of their own.
 *
 * @param projectId - the project of references that name none
 */
export function resumeCommands(
  refs: readonly Ref[],
  flags: WaitFlags,
  projectId: string | undefined,
  env: Environment,
): string[] {
  if (refs.length > MAX_REFERENCES) {
    return [`the same command (${refs.length} jobs are open; finished ones are reported at once)`];
  }
  const namesByProject = new Map<string | undefined, string[]>();
  for (const ref of refs) {
    const project = ref.projectId === projectId ? undefined : ref.projectId;
    namesByProject.set(project, [...(namesByProject.get(project) ?? []), nameOf(ref)]);
  }
  return [...namesByProject].map(([project, names]) =>
    commandLine(env, ["wait", ...names, ...optionsOf({ ...flags, ...(project && { project }) })]),
  );
}

/** Options that the references replace, or that the next command does not need. */
const dropped = ["service", "dryRun", "debug", "quiet", "notFoundGrace"];

function optionsOf(flags: WaitFlags): string[] {
  const given = Object.entries({ ...flags, ...(flags.token && { token: "TOKEN" }) });
  return given.flatMap(([name, value]) => {
    const option = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (dropped.includes(name)) {
      return [];
    }
    return value === true
      ? option
      : [value].flat().flatMap((each) => [option, typeof each === "string" ? each : each.text]);
  });
}

/** A call of this command for a POSIX shell, through npx if that started this process. */
export function commandLine(env: Environment, words: readonly string[]): string {
  const isNpx = env["npm_command"] === "exec";
  return [...(isNpx ? ["npx"] : []), "huaweicloud-jobs", ...words].map(shellWord).join(" ");
}

/** A word as a POSIX shell reads it. */
export function shellWord(word: string): string {
  return SAFE_WORD.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
