/** Where a body has the facts of a job, and those of its sub-jobs. */
import type { Body, Member } from "./body.ts";
import { bareName, counts, type Fact, facts, isSubJobList, join, parentOf, rank } from "./names.ts";

export type Fields = Partial<Record<Fact, string>>;

const depthOf = (name: string): number => name.split(".").length;

/** The names of the members that hold a value, not others. */
function leavesOf(body: Body): string[] {
  const outer = new Set([...body.keys()].flatMap((name) => [parentOf(name), parentOf(parentOf(name))]));
  return [...body.keys()].filter((name) => !outer.has(name));
}

/** The outermost status within a member, "" for the whole body; never that of a sub-job in there. */
export function statusIn(body: Body, within = ""): Member | undefined {
  const isOwn = (name: string): boolean => {
    const inner = within === "" ? name : name.slice(within.length + 1);
    return (within === "" || name.startsWith(`${within}.`)) && !parentOf(inner).split(".").some(isSubJobList);
  };
  const [found] = leavesOf(body)
    .filter((name) => rank("status", name) >= 0 && isOwn(name))
    .sort((a, b) => depthOf(a) - depthOf(b) || rank("status", a) - rank("status", b));
  return found === undefined ? undefined : body.get(found);
}

/** The facts beside a status. If several names fit one fact, a preferred one is taken, or else the most usual. */
export function fieldsBeside(body: Body, status: string, preferred: readonly string[] = []): Fields {
  const scope = parentOf(status);
  const outer = parentOf(scope);
  // "status.phase": such services have the other facts beside "status", as Kubernetes does.
  const scopes = bareName(scope) === "status" ? [scope, join(outer, "metadata"), join(outer, "spec")] : [scope];
  const leaves = leavesOf(body);
  const order = (fact: Fact, name: string): number => (preferred.includes(name) ? -1 : rank(fact, name));
  const namesOf = (fact: Fact, parent: string): string[] =>
    leaves
      .filter((name) => parentOf(name) === parent && rank(fact, name) >= 0)
      .sort((a, b) => order(fact, a) - order(fact, b));
  return Object.fromEntries(
    facts.flatMap((fact) => {
      const [name] = fact === "status" ? [status] : scopes.flatMap((parent) => namesOf(fact, parent));
      return name === undefined ? [] : [[fact, name]];
    }),
  );
}

export interface SubJobs {
  readonly list: string;
  readonly total?: string;
  readonly status?: Member;
  /** As a sub-job has them; absent where the page does not describe one. */
  readonly fields?: Fields;
}

/** The outermost list of sub-jobs. A member with the same name as one of the job is taken for the same fact. */
export function subJobsIn(body: Body, job: Fields): SubJobs | undefined {
  const [list] = [...body.keys()].filter(isSubJobList).sort((a, b) => depthOf(a) - depthOf(b));
  if (list === undefined) {
    return undefined;
  }
  const item = join(list, "0");
  const total = [...body.keys()].find((name) => parentOf(name) === parentOf(list) && counts(name, list));
  const found = { list, ...(total === undefined ? {} : { total }) };
  const status = statusIn(body, item);
  if (status === undefined) {
    return found;
  }
  const alike = Object.values(job).map((name) => join(item, name));
  const names = Object.entries(fieldsBeside(body, status.name, alike));
  const fields = Object.fromEntries(names.map(([fact, name]) => [fact, name.slice(item.length + 1)]));
  return { ...found, status, fields };
}
