/**
 * Lints the contract with Redocly and Spectral, its workflows with Redocly, and finds component files that nothing refers
 * to; a warning fails like an error. Findings are printed as file:line:column, or as annotations with
 * `--format github-actions`.
 */
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Annotation, annotation } from "./lib/annotation.ts";
import { orphanFiles } from "./lib/orphans.ts";
import { redocly, reportedByRedocly, run, spectral } from "./lib/tool.ts";

/** The parts of the linters' reports that are read. Redocly counts lines from 1, Spectral from 0. */
interface RedoclyProblem {
  ruleId: string;
  severity: "error" | "warn";
  message: string;
  location: { source: { ref: string }; start?: { line: number; col: number } }[];
}
interface SpectralResult {
  code: string;
  message: string;
  severity: number;
  source: string;
  range: { start: { line: number; character: number } };
}

const repository = fileURLToPath(new URL("..", import.meta.url));

/** Redocly prints one JSON document per API. */
const readRedocly = (stdout: string): { problems: RedoclyProblem[] }[] =>
  JSON.parse(`[${stdout.replace(/^\}\s*\{$/gm, "},{")}]`);

const fromRedocly = ({ ruleId, severity, message, location: [location] }: RedoclyProblem): Annotation => ({
  file: location?.source.ref ?? "redocly.yaml",
  line: location?.start?.line ?? 1,
  column: location?.start?.col ?? 1,
  level: severity === "error" ? "error" : "warning",
  title: ruleId,
  message,
});

const fromSpectral = ({ code, severity, message, source, range: { start } }: SpectralResult): Annotation => ({
  file: source,
  line: start.line + 1,
  column: start.character + 1,
  level: severity === 0 ? "error" : "warning",
  title: code,
  message,
});

const fromOrphan = (path: string): Annotation => ({
  file: join("openapi", path),
  line: 1,
  column: 1,
  level: "error",
  title: "jobs-orphan",
  message: "No operation leads to this component: refer to it, or remove the file.",
});

const { values } = parseArgs({ options: { format: { type: "string" } } });

function print(finding: Annotation): string {
  const { level, title, line, column } = finding;
  const file = relative(repository, resolve(repository, finding.file));
  const message = finding.message.replace(/\s+/g, " ").trim();
  return values.format === "github-actions"
    ? annotation({ ...finding, file, message })
    : `${file}:${line}:${column} ${level} ${title}: ${message}`;
}

/** Redocly's exit code: warnings pass. */
const redoclyExit = (reports: { problems: RedoclyProblem[] }[]): number =>
  reports.some(({ problems }) => problems.some(({ severity }) => severity === "error")) ? 1 : 0;

const workflows = readdirSync(join(repository, "openapi/workflows"), { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => `openapi/workflows/${name}`);

const redoclyArgs = [redocly, "lint", "--format=json", "--max-problems=1000"];
const spectralArgs = ["lint", "openapi/*.yaml", "--format=json", "--quiet", "--fail-severity=hint"];
try {
  const [apis, flows, results] = await Promise.all([
    run(redoclyArgs, repository, readRedocly, redoclyExit),
    run([...redoclyArgs, ...workflows], repository, readRedocly, redoclyExit),
    run([spectral, ...spectralArgs], repository, JSON.parse as (stdout: string) => SpectralResult[], ({ length }) =>
      Math.min(length, 1),
    ),
    run([redocly, "check-config"], repository, String, () => 0),
  ]);
  const problems = [...apis, ...flows].flatMap((report) => report.problems);
  const findings = [
    ...problems.map(fromRedocly),
    ...results.filter(({ code }) => !reportedByRedocly.has(code)).map(fromSpectral),
    ...orphanFiles(join(repository, "openapi")).map(fromOrphan),
  ];
  // A finding in a file that several APIs share is reported once for each of them.
  const lines = [...new Set(findings.map(print))].sort(new Intl.Collator("en", { numeric: true }).compare);
  const summary = `contract: ${apis.length} APIs, ${flows.length} workflows, ${lines.length} ${lines.length === 1 ? "problem" : "problems"}`;
  process.stdout.write(`${[...lines, summary].join("\n")}\n`);
  process.exitCode = apis.length > 0 && flows.length === workflows.length && lines.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
