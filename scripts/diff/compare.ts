import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { type Classification, classify, type Documents } from "./classify.ts";
import { bundled, type Document, isRecord, UnreadableError } from "./document.ts";
import { locate, type Place } from "./locate.ts";
import { type NameChange, nameChanges } from "./names.ts";
import { type Impact, impacts, type RedoclyChange, redoclyDiff } from "./redocly.ts";
import { isAtLeast, lowestVersion } from "./version.ts";

/** A change and where a reviewer finds it, in the working tree. */
export interface Finding extends Classification, Place {}

/** What became of one API. */
export interface ApiReport {
  readonly api: string;
  readonly findings: readonly Finding[];
  /** Of the heaviest finding. */
  readonly impact: Impact | undefined;
  /** The version before and now, of `info.version` or, when the API is gone, of the package. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** What is wrong with the version, and where it stands; absent when nothing is. */
  readonly wrong?: Place & { readonly message: string };
}

/** The root files of both descriptions. */
interface Roots {
  readonly base: string;
  readonly revision: string;
}

/** Compares every API that one side or the other lists in its redocly.yaml. */
export async function compare(base: string, repository: string): Promise<ApiReport[]> {
  const [before, now] = [rootsOf(base), rootsOf(repository)];
  const names = [...new Set([...Object.keys(now), ...Object.keys(before)])].sort();
  // Redocly compares even what does not bundle, and takes a missing file for a change.
  const roots = names.flatMap((api) => (now[api] === undefined ? [] : [before[api] ?? [], now[api]].flat()));
  const bundles = await bundled(roots, repository);
  const documentOf = new Map(roots.map((root, index) => [root, bundles[index] ?? {}]));
  return Promise.all(
    names.map(async (api) => {
      const [from, to] = [before[api], now[api]];
      if (to === undefined) {
        return removed(api, base, repository);
      }
      return from === undefined
        ? added(api, to, documentOf.get(to) ?? {}, repository)
        : changed(api, { base: from, revision: to }, documentOf, repository);
    }),
  );
}

async function changed(
  api: string,
  roots: Roots,
  documentOf: ReadonlyMap<string, Document>,
  repository: string,
): Promise<ApiReport> {
  const [base = {}, revision = {}] = [documentOf.get(roots.base), documentOf.get(roots.revision)];
  const { changes, infoVersions } = await redoclyDiff(roots.base, roots.revision, repository);
  const { base: from, revision: to } = infoVersions;
  const findings = [
    ...changes.filter(isOwnChange).flatMap((change) => find(change, { base, revision }, roots, repository)),
    ...nameChanges(base, revision).map((change) => findName(change, roots, repository)),
  ];
  const impact = heaviest(findings);
  const lowest = lowestVersion(from, impact);
  const message = `info.version ${from === to ? `stayed ${to}` : `went from ${from} to ${to}`}, but ${need(lowest, impact)}.`;
  const where = locate(roots.revision, "#/info/version", repository);
  return judged({ api, findings: sorted(findings), impact, from, to }, lowest, { ...where, message });
}

function need(lowest: string | undefined, impact: Impact | undefined): string {
  if (lowest === undefined) {
    return "a version has the form 1.2.3";
  }
  const change = impact === "major" ? "breaking" : impact;
  return impact === undefined ? `must not fall below ${lowest}` : `a ${change} change needs ${lowest} or higher`;
}

function added(api: string, root: string, { info }: Document, repository: string): ApiReport {
  const to = `${isRecord(info) ? info["version"] : undefined}`;
  const where = locate(root, "#/info/version", repository);
  const finding = { impact: "minor", rule: "api-added", message: `The API ${api} is new.`, ...where } as const;
  const message = `info.version is ${to}, but ${need(undefined, undefined)}.`;
  return judged({ api, findings: [finding], impact: "minor", from: undefined, to }, "0.0.0", { ...where, message });
}

/** An API that is gone has no version of its own left: the package's tells of it. */
function removed(api: string, base: string, repository: string): ApiReport {
  const [from, to] = [base, repository].map(packageVersion);
  const lowest = lowestVersion(from, "major");
  const where = { file: "redocly.yaml", line: 1, column: 1 };
  const finding = { impact: "major", rule: "api-removed", message: `The API ${api} is gone.`, ...where } as const;
  const message = `The API ${api} is gone: the version in package.json, ${to}, has to be ${lowest ?? "a version"} or higher.`;
  return judged({ api, findings: [finding], impact: "major", from, to }, lowest, { ...where, message });
}

/** Adds what is wrong with the version, if it is lower than that. */
const judged = (report: ApiReport, lowest: string | undefined, wrong: ApiReport["wrong"] & object): ApiReport =>
  isAtLeast(report.to, lowest) ? report : { ...report, wrong };

/** Not the version, which is compared below, nor the components by name, of which Redocly sees only those in the root file. */
const isOwnChange = ({ typeName, property, path, kind }: RedoclyChange): boolean =>
  !(typeName === "Info" && property === "version") &&
  !(/^#\/components\/\w+\/[^/]+$/.test(path) && (kind !== "modified" || property === "key"));

function find(change: RedoclyChange, documents: Documents, roots: Roots, repository: string): Finding[] {
  const classification = classify(change, documents);
  if (classification === undefined) {
    return [];
  }
  const spot = change.revision && (change.verdicts[0]?.location ?? change.revision);
  if (spot !== undefined) {
    return [{ ...classification, file: spot.file, line: spot.line, column: spot.col }];
  }
  // What was removed has no line any more: what it stood in has one.
  return [{ ...classification, ...locate(roots.revision, change.path, repository) }];
}

/** A component has a file of its own, or is in the root file. */
function findName({ pointer, ...classification }: NameChange, { revision }: Roots, repository: string): Finding {
  const own = join(dirname(revision), `${pointer.slice("#/".length)}.yaml`);
  const [root, place] = existsSync(own) ? [own, ""] : [revision, pointer];
  return { ...classification, ...locate(root, place, repository) };
}

const weight = ({ impact }: Classification): number => impacts.indexOf(impact);

/** The heaviest first; what several places share is said once. */
function sorted(findings: readonly Finding[]): Finding[] {
  const once = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...once.values()].sort((a, b) => weight(a) - weight(b));
}

const heaviest = (findings: readonly Finding[]): Impact | undefined => impacts[Math.min(...findings.map(weight))];

/** The root file of each API by its name. */
function rootsOf(folder: string): Record<string, string> {
  const config = join(folder, "redocly.yaml");
  const { apis = {} } = existsSync(config) ? listIn(config) : {};
  const entries = Object.entries(apis ?? {}).map(([name, api]) => [name, join(folder, `${api?.root}`)]);
  return Object.fromEntries(entries);
}

function listIn(config: string): { apis?: Readonly<Record<string, { root: string } | null>> | null } {
  try {
    return parse(readFileSync(config, "utf8")) ?? {};
  } catch (error) {
    throw new UnreadableError(`is no YAML: ${(error as Error).message.split("\n")[0]}`, config);
  }
}

function packageVersion(folder: string): string | undefined {
  const path = join(folder, "package.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).version : undefined;
}
