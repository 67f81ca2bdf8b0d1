import type { Credentials } from "../credentials/index.ts";
import { type Problem, problemsOf, type Resolution, resolveConfiguration, type Target } from "./configuration.ts";
import type { CredentialSource } from "./credential-source.ts";
import type { ExitReason } from "./exit-code.ts";
import { formatOf, type JobFlags } from "./options.ts";
import { nameOf, type Ref } from "./outcome.ts";
import { distinct } from "./references.ts";
import { contextOf, readReferences, type Session } from "./session.ts";
import type { Setting } from "./settings.ts";
import { screenOf } from "./style.ts";
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
  const { io, fail, services, secrets } = session;
  const resolution = resolveConfiguration(services, flags, targets, contextOf(session));
  const report = reportOf(resolution);
  const problems = refs === undefined ? resolution.problems : problemsOf(resolution);
  const object = () => toJsonLine({ ...report, problems, ...(refs && { refs }) });
  const texts = {
    table: () => tablesOf(report, screenOf(io, session.sanitize).width, refs),
    json: object,
    jsonl: object,
    ids: () => (refs ?? []).map((ref) => `${nameOf(ref)}\n`).join(""),
    nothing: () => "",
  };
  const format = formatOf(flags);
  io.stdout.write(texts[format]());
  if (!format.startsWith("json")) {
    for (const problem of problems) {
      fail(secrets.redactGiven(problem));
    }
  }
  return problems.length === 0 ? "succeeded" : "usage";
}

/** What `--json` prints: each value, masked if it is a secret, and where it was found. */
type Report = ReturnType<typeof reportOf>;

function reportOf(resolution: Resolution) {
  const { source, credentials, project, lookup, location, iam, hosts, notes } = resolution;
  const used = {
    credentials: source && credentials ? { value: describe(credentials, source), source: source.name } : null,
    project: project ? { by: project.by, value: project.value, source: project.source } : null,
    cloud: location ? entryOf(lookup("cloud")) : null,
    region: location ? entryOf(lookup("region")) : null,
    /** Where the user logs in, or the project is requested from. */
    iam: entryOf(iam),
  };
  const services = [...hosts].map(([name, host]) => [name, "problem" in host ? host : entryOf(host)]);
  return {
    ...used,
    services: Object.fromEntries(services) as Readonly<Record<string, Setting | Problem>>,
    unused: unusedOf(resolution, used),
    notes,
  };
}

function entryOf(found: Setting | undefined): Setting | null {
  return found === undefined ? null : { value: found.value, source: found.source };
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

/** What was found and is not used. */
function unusedOf({ others, lookup }: Resolution, used: Readonly<Record<string, Setting | null>>) {
  const { unused, unsupported } = others();
  const sources = new Set(Object.values(used).map((entry) => entry?.source));
  const because = (name: string, found: Iterable<string>) =>
    [...found].map((source) => ({ source, reason: used[name] ? `in favour of ${used[name].source}` : "not needed" }));
  const names = { project: ["project", "project name"], cloud: ["cloud"], region: ["region"] } as const;
  const settings = Object.entries(names).flatMap(([name, all]) =>
    because(
      name,
      [...lookup.all(...all)].map(({ source }) => source).filter((source) => !sources.has(source)),
    ),
  );
  const all = [...because("credentials", unused), ...settings, ...unsupported];
  return [...new Map(all.map((each) => [each.source, each])).values()];
}

/** What people read. */
function tablesOf({ services, unused, notes, ...settings }: Report, width: number, refs: readonly Ref[] = []): string {
  const rows = Object.entries({ ...settings, ...services }).map(([name, entry]) => {
    if (entry === null || "problem" in entry) {
      return [name, "none", (entry as Problem | null)?.problem.split(";")[0] ?? ""];
    }
    const isRequested = "by" in entry && entry.by === "name";
    return [name, isRequested ? `${entry.value} (its ID is requested from IAM)` : entry.value, entry.source];
  });
  const jobs = refs.map((ref) => [nameOf(ref), ref.projectId ?? settings.project?.value ?? ""]);
  const sections = [
    table(["SETTING", "VALUE", "FOUND IN"], rows, width),
    table(
      ["NOT USED", "REASON"],
      unused.map(({ source, reason }) => [source, reason]),
      width,
    ),
    notes,
    table(["JOB", "PROJECT"], jobs, width),
  ];
  const texts = sections.filter(({ length }) => length > 0).map((lines) => `${lines.join("\n")}\n`);
  return texts.join("\n");
}

/** A table; without room for its columns, the cells of each row below each other. */
function table(header: readonly string[], rows: readonly (readonly string[])[], width: number): readonly string[] {
  const all = rows.length === 0 ? [] : [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ""))));
  const pad = (text: string, column: number) => text + " ".repeat((widths[column] ?? 0) - widthOf(text));
  const lines = all.map((row) => row.map(pad).join("  ").trimEnd());
  const stacked = ([first = "", ...others]: readonly string[]) => [
    first,
    ...others.filter(Boolean).map((text) => `  ${text}`),
  ];
  return lines.every((line) => widthOf(line) <= width) ? lines : all.flatMap(stacked);
}
