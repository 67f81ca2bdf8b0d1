import type { Services } from "../services/service.ts";
import { CLOUDS_FILE } from "./clouds-file.ts";
import { exitCodes, precedence } from "./exit-code.ts";
import { DEFAULT_PROFILE, PROFILE_FILE } from "./profile.ts";
import { namesOf } from "./references.ts";
import { endpointVariable, variables } from "./settings.ts";
import { wrap } from "./text.ts";

// The sections of `--help` below the options, in ASCII, in lines of at most 80 columns.

export function exitCodeHelp(): string {
  const lines = Object.values(exitCodes).map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`);
  const order = precedence.filter((reason) => reason !== "succeeded").map((reason) => exitCodes[reason][0]);
  return section("Exit codes", [
    ...lines,
    `  If several apply, the exit code is the first of these: ${order.join(", ")}.`,
  ]);
}

export function configurationHelp(services: Services): string {
  const endpoint = Object.keys(services).map((service) => endpointVariable(service));
  const { token, ...others } = variables;
  const lines = Object.entries({ ...others, endpoint }).flatMap(([setting, names]) =>
    wrap(names.join(", "), 64).map((line, index) => `  ${(index === 0 ? setting : "").padEnd(14)}${line}`),
  );
  const credentials = section("Credentials (the first of these that exists)", [
    "  1. --token",
    "  2. --profile NAME, a section of the credentials file (see 6)",
    `  3. a token: ${token.join(", ")}`,
    "  4. an access key: HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK and, for a temporary",
    "     one, HUAWEICLOUD_SDK_SECURITY_TOKEN; or HW_ACCESS_KEY, HW_SECRET_KEY,",
    "     HW_SECURITY_TOKEN; or OS_ACCESS_KEY, OS_SECRET_KEY, OS_SECURITY_TOKEN",
    "  5. an IAM user: OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_USER_DOMAIN_NAME",
    `  6. the profile ${DEFAULT_PROFILE} of ~/.huaweicloud/credentials (another file:`,
    `     ${PROFILE_FILE}), an INI file with ak, sk,`,
    "     security_token, project_id, iam_endpoint",
    "  7. the cloud OS_CLOUD of clouds.yaml, with the secure.yaml beside it: here, in",
    "     ~/.config/openstack or in /etc/openstack (another file:",
    `     ${CLOUDS_FILE})`,
  ]);
  const environment = section("Environment variables (options take precedence; the first that is set wins)", [
    ...lines,
    "  If a project is given by its name, its ID is requested at the iam_endpoint or",
    "  auth_url beside the credentials, or else at OS_AUTH_URL.",
    "  If none is set, cloud and region come from the host in OS_AUTH_URL; otherwise",
    "  project, cloud and region come from the file that supplied the credentials.",
    "  NO_COLOR turns colours off. Signs are ASCII unless the first of LC_ALL,",
    "  LC_CTYPE and LANG that is set is a UTF-8 locale.",
  ]);
  return `${credentials}\n${environment}`;
}

const errorLines = [
  '  An error has "name" and "message"; if a request failed, also "service",',
  '  "method", "url" and "attempts"; if a server responded with an error, also',
  '  "status", "code", "requestId".',
];

export function outputHelp(): string {
  return section("Output", [
    "  Job output goes to stdout: on a terminal a live line each, then a table;",
    "  elsewhere one plain line per change, then the table. Messages about the",
    "  command go to stderr, also a count per state at the end.",
    "  If there are more jobs than rows, it shows a count per state, every failure",
    "  with its reason, and as many running jobs as fit.",
    "  With --json there is one JSON object per line:",
    '    {"event":"update","job":{...}} for each change of a job, and finally',
    '    {"event":"outcome","ref":{...},"job":{...}}, or "error" in place of "job".',
    ...errorLines,
    "  If the wait times out, the error has the name WaitTimeoutError.",
    "  A job without an outcome (after --fail-fast or Ctrl-C) may still be running.",
  ]);
}

export function getOutputHelp(): string {
  return section("Output", [
    "  A table on stdout. With --json one JSON object per job, in the order",
    '  asked for: the job, or {"ref":{...},"error":{...}}.',
    ...errorLines,
  ]);
}

export function referencesHelp(services: Services): string {
  return section("References", [
    ...wrap(`SERVICE/JOB_ID, where SERVICE is one of ${namesOf(services)}.`, 78).map((line) => `  ${line}`),
    "  Without references, or for the reference -, standard input is read: one",
    "  reference per line, lines that --json printed, or the JSON response of the",
    "  call that started the job. --service is the service to assume for that",
    "  response and for bare job IDs.",
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
