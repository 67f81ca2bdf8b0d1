import type { ServiceTable } from "../services/service.ts";
import { endpointVariable, variables } from "./configuration.ts";
import { exitCodes, precedence } from "./exit-code.ts";
import { wrap } from "./text.ts";

/** What `--help` says beneath the options. Lines are at most 80 columns wide. */

export function exitCodeHelp(): string {
  const lines = Object.values(exitCodes).map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`);
  const order = precedence.filter((ending) => ending !== "succeeded").map((ending) => exitCodes[ending][0]);
  return section("Exit codes", [...lines, `  When several apply, the first of ${order.join(", ")} is told.`]);
}

export function environmentHelp(table: ServiceTable): string {
  const endpoint = Object.keys(table).map((service) => endpointVariable(service));
  const lines = Object.entries({ ...variables, endpoint }).flatMap(([setting, names]) =>
    wrap(names.join(", "), 68).map((line, index) => `  ${(index === 0 ? setting : "").padEnd(10)}${line}`),
  );
  return section("Environment (an option goes before it; of several names the first one set)", [
    ...lines,
    "  NO_COLOR turns colours off.",
  ]);
}

export function outputHelp(): string {
  return section("Output", [
    "  Standard output tells of the jobs: on a terminal a live line each, then a",
    "  table; elsewhere one plain line per change, then the table. Messages about the",
    "  command go to standard error. With --json there is one JSON object per line:",
    '    {"event":"update","job":{…}} for each change of a job, and at its end',
    '    {"event":"outcome","ref":{…},"job":{…}}, or "error":{…} in place of "job".',
    "  A job without an outcome (after Ctrl-C) may still be running.",
  ]);
}

export function getOutputHelp(): string {
  return section("Output", [
    "  A table on standard output. With --json one JSON object per job, in the order",
    '  asked for: the job, or {"ref":{…},"error":{…}}.',
  ]);
}

export function referencesHelp(table: ServiceTable): string {
  return section("References", [
    `  SERVICE/JOB_ID, where SERVICE is one of ${Object.keys(table).join(", ")}.`,
    "  Without references, or for the reference -, standard input is read: one",
    "  reference per line, lines that --json printed, or the JSON answer of the call",
    "  that started the job (--service tells whose it is).",
  ]);
}

export function examples(lines: readonly string[]): string {
  return section(
    "Examples",
    lines.map((line) => `  ${line}`),
  );
}

function section(title: string, lines: readonly string[]): string {
  return ["", `${title}:`, ...lines].join("\n");
}
