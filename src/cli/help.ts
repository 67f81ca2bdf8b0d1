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
  return section("Exit codes", [...lines, `  When several apply, the first of ${order.join(", ")} is told.`]);
}

export function configurationHelp(services: Services): string {
  const endpoint = Object.keys(services).map((service) => endpointVariable(service));
  const { token, ...others } = variables;
  const lines = Object.entries({ ...others, endpoint }).flatMap(([setting, names]) =>
    wrap(names.join(", "), 64).map((line, index) => `  ${(index === 0 ? setting : "").padEnd(14)}${line}`),
  );
  const credentials = section("Credentials (the first of these that is there)", [
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
  const environment = section("Environment (an option goes before it; of several names the first one set)", [
    ...lines,
    "  Where a project is given by its name, its ID is asked for at the iam_endpoint",
    "  or auth_url beside the credentials, or else at OS_AUTH_URL.",
    "  Where none is set, the host of OS_AUTH_URL tells cloud and region, or else the",
    "  file that has the credentials tells project, cloud and region.",
    "  HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is the proxy to go through (http: or",
    "  https:), except to the hosts of NO_PROXY; this machine is reached without it.",
    "  NO_COLOR turns colours off. Signs are ASCII where LC_ALL, LC_CTYPE or LANG,",
    "  the first of them that is set, is not UTF-8.",
  ]);
  return `${credentials}\n${environment}`;
}

const errorLines = [
  '  An error has "name" and "message"; where a request failed "service", "method",',
  '  "url" and "attempts" too; where a server refused it also "status", "code",',
  '  "requestId".',
];

export function outputHelp(): string {
  return section("Output", [
    "  Standard output tells of the jobs: on a terminal a live line each, then a",
    "  table; elsewhere one plain line per change, then the table. Messages about the",
    "  command go to standard error, there also how many jobs ended how.",
    "  Of more jobs than a terminal has lines it shows how many stand how, those that",
    "  failed and why, and as many of the running ones as fit.",
    "  With --json there is one JSON object per line:",
    '    {"event":"update","job":{...}} for each change of a job, and at its end',
    '    {"event":"outcome","ref":{...},"job":{...}}, or "error" in place of "job".',
    ...errorLines,
    "  A wait whose time is up ends with an error of the name WaitTimeoutError.",
    "  A job without an outcome (after --fail-fast or Ctrl-C) may still be running.",
  ]);
}

export function getOutputHelp(): string {
  return section("Output", [
    "  A table on standard output. With --json one JSON object per job, in the order",
    '  asked for: the job, or {"ref":{...},"error":{...}}.',
    ...errorLines,
  ]);
}

export function referencesHelp(services: Services): string {
  return section("References", [
    ...wrap(`SERVICE/JOB_ID, where SERVICE is one of ${namesOf(services)}.`, 78).map((line) => `  ${line}`),
    "  Without references, or for the reference -, standard input is read: one",
    "  reference per line, lines that --json printed, or the JSON answer of the call",
    "  that started the job. --service tells whose that is, and whose a bare ID is.",
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
