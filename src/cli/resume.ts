import type { Environment } from "../credentials/env.ts";
import type { WaitFlags } from "./options.ts";
import { nameOf, type Ref } from "./outcome.ts";

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
  return Object.entries({ ...flags, ...(flags.token && { token: "TOKEN" }) }).flatMap(([name, value]) => {
    const option = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return dropped.includes(name) ? [] : value === true ? option : [value].flat().flatMap((each) => [option, each]);
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
