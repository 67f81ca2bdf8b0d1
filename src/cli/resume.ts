import type { Environment } from "../credentials/env.ts";
import { nameOf, type Ref } from "./outcome.ts";
import type { WaitFlags } from "./session.ts";

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

function optionsOf(flags: WaitFlags): string[] {
  const { profile, cloud, region, project, token, timeout, interval, rate, output, endpoint, services } = flags;
  const options = { profile, cloud, region, project, token: token && "TOKEN", timeout, interval, rate, output };
  return [
    ...Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
    ...(endpoint ?? []).flatMap((value) => ["--endpoint", value]),
    ...(services ?? []).flatMap((value) => ["--services", value]),
    ...(flags.failFast ? ["--fail-fast"] : []),
    ...(flags.bell ? ["--bell"] : []),
    ...(flags.json ? ["--json"] : []),
  ];
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
