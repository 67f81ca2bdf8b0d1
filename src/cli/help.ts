import { keyNames, placeNames, userNames } from "../credentials/env-names.ts";
import type { Services } from "../services/service.ts";
import { CLOUDS_FILE } from "./clouds-file.ts";
import { exitCodes, precedence } from "./exit-code.ts";
import { KOOCLI_FILE, KOOCLI_PROFILE } from "./koocli.ts";
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
  const keys = keyNames.map((row) => `${row.accessKeyId[0]}, ${row.secretAccessKey[0]}, ${row.securityToken[0]}`);
  const user = [userNames.username, userNames.password, userNames.domainName, placeNames.iamEndpoint];
  const ids = [...userNames.userId, ...userNames.domainId];
  const items = [
    "--token",
    "--profile NAME, a section of the credentials file (see 7) or a profile of KooCLI (see 6)",
    `a token: ${token.join(", ")}`,
    `an access key, the last part for a temporary one: ${keys.join("; ")}`,
    `an IAM user: ${user.map((names) => names.join(" or ")).join(", ")}; in place of names the IDs ${ids.join(", ")}; for a second factor ${userNames.passcode.join(", ")}`,
    `the profile ${KOOCLI_PROFILE} of KooCLI, in ~/.hcloud/config.json (another file: ${KOOCLI_FILE})`,
    `the profile ${DEFAULT_PROFILE} of ~/.huaweicloud/credentials (another file: ${PROFILE_FILE}), an INI file with ak, sk, security_token, project_id, iam_endpoint`,
    `the cloud OS_CLOUD of clouds.yaml, with the secure.yaml beside it and its profile in clouds-public.yaml: here, in ~/.config/openstack or in /etc/openstack (another file: ${CLOUDS_FILE})`,
    "the current profile of KooCLI",
  ];
  const credentials = section(
    "Credentials (the first of these that exists)",
    items.flatMap((item, index) =>
      wrap(item, 74).map((line, row) => `  ${row === 0 ? `${index + 1}.` : "  "} ${line}`),
    ),
  );
  const environment = section("Environment variables (options take precedence; the first that is set wins)", [
    ...lines,
    ...wrap(
      `If only the name of a project is known, or nothing of it, its ID is requested from IAM: the token's project, or the region's own. IAM is the iam_endpoint or auth_url beside the credentials, or else ${placeNames.iamEndpoint.join(" or ")}, or the one of cloud and region.`,
      76,
    ).map((line) => `  ${line}`),
    "  If none is set, cloud and region come from the host of IAM; otherwise project,",
    "  cloud and region come from the file that supplied the credentials.",
    "  HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is the proxy to use (http: or https:),",
    "  except for the hosts of NO_PROXY; this machine is reached without it.",
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
