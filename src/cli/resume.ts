import { nameOf, type Ref } from "./outcome.ts";
import type { WaitFlags } from "./session.ts";

/** More references than this are not written out. */
const MOST_REFERENCES = 20;

const SAFE = /^[\w\-./:=@%+,]+$/;

/**
 * The commands that wait for the jobs again, with the options of the command that was left, but with `TOKEN`
 * in place of a token. The jobs of each project need a command of their own.
 *
 * @param project - what the command took for references that name no project
 */
export function resumeCommands(refs: readonly Ref[], flags: WaitFlags, project: string | undefined): string[] {
  if (refs.length > MOST_REFERENCES) {
    return [`the same command (${refs.length} jobs are open; those that are over are told at once)`];
  }
  const byProject = new Map<string | undefined, string[]>();
  for (const ref of refs) {
    const own = ref.projectId === project ? undefined : ref.projectId;
    byProject.set(own, [...(byProject.get(own) ?? []), nameOf(ref)]);
  }
  return [...byProject].map(([own, names]) =>
    ["huaweicloud-jobs", "wait", ...names, ...optionsOf({ ...flags, ...(own && { project: own }) })]
      .map(quote)
      .join(" "),
  );
}

function optionsOf(flags: WaitFlags): string[] {
  const { profile, cloud, region, project, token, timeout, interval, rate, endpoint, failFast, json } = flags;
  const given = Object.entries({
    profile,
    cloud,
    region,
    project,
    token: token && "TOKEN",
    timeout,
    interval,
    rate,
  });
  return [
    ...given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
    ...(endpoint ?? []).flatMap((value) => ["--endpoint", value]),
    ...(failFast ? ["--fail-fast"] : []),
    ...(json ? ["--json"] : []),
  ];
}

/** For a POSIX shell. */
function quote(word: string): string {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
