import type { Credentials } from "../credentials/index.ts";
import { problemsOf, type Resolution, resolveConfiguration, type Target } from "./configuration.ts";
import type { CredentialSource } from "./credential-source.ts";
import type { ExitReason } from "./exit-code.ts";
import { nameOf, type Ref } from "./outcome.ts";
import { distinct } from "./references.ts";
import { contextOf, formatOf, type JobFlags, readReferences, type Session } from "./session.ts";
import type { Setting } from "./settings.ts";
import { toJsonLine, widthOf } from "./text.ts";

/** `config`: prints what the other commands would use, where each value was found, and what is not used. Sends nothing. */
export function config(session: Session, flags: JobFlags): ExitReason {
  const targets = Object.keys(session.services).map((service) => ({ service }));
  return print(session, flags, targets);
}

/** `--dry-run`: the same for the references of `get` and `wait`. */
export async function dryRun(session: Session, args: readonly string[], flags: JobFlags): Promise<ExitReason> {
  const found = await readReferences(session, args, flags);
  const refs = distinct(found.map(({ isNew, ...ref }) => ref));
  return print(session, flags, refs, refs);
}

function print(session: Session, flags: JobFlags, targets: readonly Target[], refs?: readonly Ref[]): ExitReason {
  const { io, fail, services } = session;
  const resolution = resolveConfiguration(services, flags, targets, contextOf(session));
  const report = reportOf(resolution);
  const format = formatOf(flags);
  const problems = refs === undefined ? resolution.problems : problemsOf(resolution);
  if (format === "json" || format === "jsonl") {
    io.stdout.write(toJsonLine({ ...report, problems, ...(refs && { refs }) }));
  } else {
    const jobs = refs?.map((ref) => [nameOf(ref), ref.projectId ?? report.project?.value ?? ""]) ?? [];
    const table = [...tableOf(report), ...(jobs.length === 0 ? [] : ["", ...aligned([["JOB", "PROJECT"], ...jobs])])];
    io.stdout.write(format === "nothing" ? "" : `${table.join("\n")}\n`);
    for (const problem of problems) {
      fail(session.secrets.redactGiven(problem));
    }
  }
  return problems.length === 0 ? "succeeded" : "usage";
}

/** A value, masked if it is a secret, and where it was found. */
interface Entry {
  readonly value: string;
  readonly source: string;
}

/** How the project is known: by its ID, by a name whose ID IAM tells, or as that of the token, which IAM tells. */
type ProjectEntry = Entry & { readonly by: "id" | "name" | "token" };

interface Report {
  readonly credentials: Entry | null;
  readonly project: ProjectEntry | null;
  readonly cloud: Entry | null;
  readonly region: Entry | null;
  /** Where the user logs in, or the project is asked for. */
  readonly iam: Entry | null;
  /** The base URL of each service, or why there is none. */
  readonly services: Readonly<Record<string, Entry | { readonly problem: string }>>;
  /** What was found and is not used. */
  readonly unused: readonly { readonly source: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

function reportOf(resolution: Resolution): Report {
  const { source, credentials, lookup, location, iam, hosts, notes } = resolution;
  const used = {
    credentials: source && credentials ? { value: describe(credentials, source), source: source.name } : null,
    project: projectOf(resolution),
    cloud: location ? entryOf(lookup("cloud")) : null,
    region: location ? entryOf(lookup("region")) : null,
    iam: entryOf(iam),
  };
  const services = Object.entries(hosts).map(([name, host]) => [name, "problem" in host ? host : entryOf(host)]);
  return { ...used, services: Object.fromEntries(services), unused: unusedOf(resolution, used), notes };
}

function entryOf(setting: Setting | undefined): Entry | null {
  return setting === undefined ? null : { value: setting.value, source: setting.source };
}

/** What a credential is, without what is secret of it. */
function describe(credentials: Credentials, { login = "login" }: CredentialSource): string {
  if (typeof credentials === "function") {
    return login;
  }
  return "token" in credentials
    ? `token ${masked(credentials.token)}`
    : `${credentials.securityToken === undefined ? "" : "temporary "}access key ${masked(credentials.accessKeyId)}`;
}

/** The end of a long text, by which its owner knows it. */
function masked(text: string): string {
  return `****${text.length < 16 ? "" : text.slice(-4)}`;
}

function projectOf({ project, lookup, source }: Resolution): ProjectEntry | null {
  if (project === undefined) {
    return null;
  }
  if ("projectId" in project) {
    return { by: "id", value: project.projectId, source: lookup("project")?.source ?? "" };
  }
  const { name } = project.project;
  return name === undefined
    ? { by: "token", value: "the project of the token", source: source?.name ?? "" }
    : { by: "name", value: name.value, source: name.source };
}

function unusedOf(resolution: Resolution, used: Pick<Report, "credentials" | "project" | "cloud" | "region" | "iam">) {
  const { unused, unsupported } = resolution.others();
  const sources = new Set(Object.values(used).map((entry) => entry?.source));
  const reason = (entry: Entry | null) => (entry === null ? "not needed" : `in favour of ${entry.source}`);
  const settings = (["project", "cloud", "region"] as const).flatMap((name) => {
    const names = name === "project" ? ([name, "project name"] as const) : [name];
    return [...resolution.lookup.all(...names)].map(({ source }) => ({ source, reason: reason(used[name]) }));
  });
  const all = [
    ...unused.map((source) => ({ source, reason: reason(used.credentials) })),
    ...settings.filter(({ source }) => !sources.has(source)),
    ...unsupported,
  ];
  return [...new Map(all.map((each) => [each.source, each])).values()];
}

function tableOf({ services, unused, notes, ...settings }: Report): string[] {
  const entries: Readonly<Record<string, ProjectEntry | Report["services"][string] | null>> = {
    ...settings,
    ...services,
  };
  const rows = Object.entries(entries).map(([name, entry]) => {
    if (entry === null) {
      return [name, "none", ""];
    }
    if ("problem" in entry) {
      return [name, "none", entry.problem.split(";")[0] ?? ""];
    }
    const isAsked = "by" in entry && entry.by === "name";
    return [name, isAsked ? `${entry.value} (its ID is requested from IAM)` : entry.value, entry.source];
  });
  return [
    ...aligned([["SETTING", "VALUE", "FOUND IN"], ...rows]),
    ...(unused.length === 0
      ? []
      : ["", ...aligned([["NOT USED", "REASON"], ...unused.map(({ source, reason }) => [source, reason])])]),
    ...(notes.length === 0 ? [] : ["", ...notes]),
  ];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ""))));
  const pad = (text: string, column: number) => text + " ".repeat((widths[column] ?? 0) - widthOf(text));
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}
