import { annotation } from "../lib/annotation.ts";
import { table } from "../lib/markdown.ts";
import type { ApiReport, Finding } from "./compare.ts";
import { type Impact, impacts } from "./redocly.ts";

type Print = (reports: readonly ApiReport[], against: string) => string;

const levels = { major: "warning", minor: "notice", patch: "notice" } as const;

const names: Record<Impact, string> = { major: "breaking", minor: "minor", patch: "patch" };

const marks: Record<Impact, string> = { major: "🔴", minor: "🟢", patch: "⚪" };

/** "2 breaking, 1 minor" */
function count(findings: readonly Finding[]): string {
  const parts = impacts.map((impact) => [
    findings.filter((finding) => finding.impact === impact).length,
    names[impact],
  ]);
  return parts.flatMap(([number, name]) => (number ? [`${number} ${name}`] : [])).join(", ") || "no change";
}

const versions = ({ from, to }: ApiReport): string => (from === to ? `${to}` : `${from ?? "none"} → ${to ?? "none"}`);

const text: Print = (reports, against) => {
  const lines = reports.flatMap((report) => [
    `${report.wrong ? "✗" : "✓"} ${report.api} (${versions(report)}): ${count(report.findings)}`,
    ...report.findings.map(
      ({ file, line, column, impact, rule, message }) =>
        `    ${file}:${line}:${column} ${names[impact]} ${rule}: ${message}`,
    ),
    ...(report.wrong ? [`    ${report.wrong.file}:${report.wrong.line}: ${report.wrong.message}`] : []),
  ]);
  return [`contract, compared with ${against}`, ...lines].join("\n");
};

/** A breaking change that the version tells of is a warning; else it is an error, and so is the version. */
const annotations: Print = (reports) => {
  const lines = reports.flatMap(({ api, findings, wrong }) => [
    ...(wrong ? [annotation({ level: "error", title: `${api}: version`, ...wrong })] : []),
    ...findings.map(({ impact, rule, ...place }) =>
      annotation({
        ...place,
        level: wrong && impact === "major" ? "error" : levels[impact],
        title: `${names[impact]}: ${rule}`,
      }),
    ),
  ]);
  // A component that several APIs share is told of once.
  return [...new Set(lines)].join("\n");
};

const markdown: Print = (reports, against) => {
  const summary = reports.map((report) => [
    `${report.wrong ? "❌" : "✅"} ${report.api}`,
    versions(report),
    count(report.findings),
    report.wrong?.message ?? "",
  ]);
  const details = reports.flatMap(({ api, findings }) => {
    const rows = findings.map(({ impact, rule, message, file, line }) => [
      `${marks[impact]} ${names[impact]}`,
      `${message} \`${rule}\``,
      `${file}:${line}`,
    ]);
    return rows.length > 0 ? ["", `### ${api}`, "", table(["impact", "change", "place"], rows)] : [];
  });
  const header = ["API", "version", "changes", "what is wrong"];
  return [`## Contract, compared with ${against}`, "", table(header, summary), ...details].join("\n");
};

export const formats: Readonly<Record<string, Print>> = { text, "github-actions": annotations, markdown };
