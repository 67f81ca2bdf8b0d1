import { keyNames, placeNames, userNames } from "../credentials/env-names.ts";
import type { Services } from "../services/service.ts";
import { CLOUDS_FILE } from "./clouds-file.ts";
import { exitCodes, precedence } from "./exit-code.ts";
import { KOOCLI_FILE, KOOCLI_PROFILE } from "./koocli.ts";
import { DEFAULT_PROFILE, PROFILE_FILE } from "./profile.ts";
import { endpointVariable, variables } from "./settings.ts";
import { wrap } from "./text.ts";

// Help is in ASCII.

/** A paragraph, or lines for a width. */
type Part = string | ((width: number) => string[]);

/** What `help TOPIC` prints, by topic. */
export const topics: Readonly<Record<string, (services: Services) => readonly Part[]>> = {
  credentials: () => [
    "The first of these that exists is used:",
    terms(
      [
        "--token",
        "--profile NAME, a section of the credentials file (see 7) or a profile of KooCLI (see 6)",
        `a token: ${variables.token.join(", ")}`,
        `an access key, with the last variable if it is temporary: ${keyNames.map((row) => `${row.accessKeyId[0]}, ${row.secretAccessKey[0]}, ${row.securityToken[0]}`).join("; ")}`,
        `an IAM user: ${[userNames.username, userNames.password, userNames.domainName, placeNames.iamEndpoint].map((names) => names.join(" or ")).join(", ")}; instead of names the IDs ${[...userNames.userId, ...userNames.domainId].join(", ")}; for a second factor ${userNames.passcode.join(", ")}`,
        `the profile ${KOOCLI_PROFILE} of KooCLI, in ~/.hcloud/config.json (another file: ${KOOCLI_FILE})`,
        `the profile ${DEFAULT_PROFILE} of ~/.huaweicloud/credentials (another file: ${PROFILE_FILE}), an INI file with ak, sk, security_token, project_id, iam_endpoint`,
        `the cloud OS_CLOUD of clouds.yaml, with the secure.yaml beside it and its profile in clouds-public.yaml: here, in ~/.config/openstack or in /etc/openstack (another file: ${CLOUDS_FILE})`,
        "the current profile of KooCLI",
      ].map((text, index) => [`${index + 1}.`, text]),
    ),
    "",
    "huaweicloud-jobs config prints which are used, and which are not. Secrets are never printed.",
  ],
  environment: (services) => {
    const { token, ...others } = variables;
    const endpoint = Object.keys(services).map((service) => endpointVariable(service));
    return [
      "Options take precedence, then the profile of --profile, then these environment variables; the first variable that is set wins:",
      terms(
        Object.entries({ ...others, endpoint, iam: placeNames.iamEndpoint }).map(([name, all]) => [
          name,
          all.join(", "),
        ]),
      ),
      "",
      "If none is set, cloud and region come from the host in OS_AUTH_URL; otherwise project, cloud and region come from the file that supplied the credentials.",
      "An endpoint variable is not used if an option or the profile of --profile names the cloud or the region.",
      "If only the name of a project is known, or nothing of it, its ID is requested from IAM: the token's project, or the region's own.",
      "",
      "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is the proxy to use (http: or https:), except for the hosts in NO_PROXY; this machine is reached without it. NODE_EXTRA_CA_CERTS names a file with further certificate authorities.",
      "NO_COLOR turns colours off. Symbols are ASCII unless the first of LC_ALL, LC_CTYPE and LANG that is set is a UTF-8 locale.",
    ];
  },
  output: () => [
    "Job output goes to standard output; messages about the command go to standard error.",
    terms([
      [
        "-o table",
        "the default. get prints a table. wait prints on a terminal a live line per job, then the table; elsewhere one line per change, then the table. If there are more jobs than rows, it shows a count per state, every failure with its reason, and as many running jobs as fit.",
      ],
      ["-o json", "one JSON document at the end, a list in the order of the references"],
      ["-o jsonl", "the same as --json: one JSON object per line"],
      ["-o ids", "references: of the jobs that exist (get), that have succeeded (wait), or that are given (--dry-run)"],
      ["--quiet", "nothing but errors, on standard error"],
    ]),
    "",
    "get prints as JSON the job, or:",
    '  {"ref":{...},"error":{...}}',
    "wait prints for each change of a job, and when the wait for it ends:",
    '  {"event":"update","job":{...}}',
    '  {"event":"outcome","ref":{...},"job":{...}}, or "error" instead of "job"',
    'An error has "name" and "message"; if a request failed, also "service", "method", "url" and "attempts"; if a server responded with an error, also "status", "code" and "requestId". If the wait times out, the error has the name WaitTimeoutError. A job without an outcome (after --fail-fast or Ctrl-C) may still be running.',
    "",
    "For people an error is one short line; --debug adds URL, request ID and stack trace.",
  ],
  "exit-codes": () => [
    terms(Object.values(exitCodes).map(([code, meaning]) => [String(code), meaning])),
    "",
    `If several apply, the exit code is the first of these: ${precedence
      .filter((reason) => reason !== "succeeded")
      .map((reason) => exitCodes[reason][0])
      .join(", ")}.`,
  ],
  references: (services) => [
    `A reference is SERVICE/JOB_ID, where SERVICE is one of ${Object.keys(services).join(", ")}.`,
    "",
    "Without references, or for the reference -, standard input is read: one reference per line, lines that --json printed, or the JSON response of the call that started the job.",
    "--service is the service to assume for bare job IDs and for the JSON response of the call that started the job.",
    "",
    "A job whose starting call's response is read may be invisible for up to 30 s: wait polls it again meanwhile. --not-found-grace sets that time for all jobs; its default is 0s for other references.",
  ],
  services: (services) => [
    terms(Object.values(services).map(({ name, title }) => [name, title])),
    "",
    "The host of a service follows from cloud and region. --endpoint SERVICE=URL names another one.",
    "",
    'Services of your own are rows in a JSON file, by name: { "ecs": { "path": "/v1/{project_id}/jobs/{job_id}", ... } }. --services FILE reads them; the guide "Services of your own" describes the members.',
    "If an ID has several parts, so has the reference: kafka/INSTANCE_ID/TASK_ID.",
  ],
};

/** The text of a topic. */
export function topicHelp(topic: string, services: Services, width: number): string {
  const lines = topics[topic]?.(services) ?? [];
  return `${lines.flatMap((line) => (typeof line === "string" ? paragraph(line, width) : line(width))).join("\n")}\n`;
}

/** The end of a help text: a note, examples, and where the help goes on. */
export function helpEnd(examples: readonly string[], width: number, { note = "", hasTopics = false } = {}): string {
  const more = `huaweicloud-jobs help TOPIC has more. Topics: ${Object.keys(topics).join(", ")}.`;
  const parts = [
    note === "" ? [] : paragraph(note, width),
    ["Examples:", ...examples.map((line) => `  ${line}`)],
    hasTopics ? paragraph(more, width) : [],
  ];
  return parts.flatMap((lines) => (lines.length === 0 ? [] : `\n${lines.join("\n")}`)).join("\n");
}

function paragraph(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? "";
  return wrap(text.trim(), width - indent.length).map((line) => indent + line);
}

/** Terms, and beside each its text. */
function terms(texts: readonly (readonly [term: string, text: string])[]) {
  const longest = Math.max(...texts.map(([{ length }]) => length));
  return (width: number) => texts.flatMap(([term, text]) => item(term, longest, text, width).split("\n"));
}

/** Beside a term, a text has at least this width. */
const MIN_TEXT_WIDTH = 20;

/** A term, and beside it a text, or below it if there is no room. */
export function item(term: string, termWidth: number, text: string, width: number): string {
  const indent = 2 + termWidth + 2;
  const isBelow = width - indent < Math.max(MIN_TEXT_WIDTH, ...text.split(" ").map(({ length }) => length));
  const lines = wrap(text, width - (isBelow ? INDENT_BELOW : indent));
  const start = `  ${isBelow ? term : term.padEnd(indent - 2)}`;
  const gap = `\n${" ".repeat(isBelow ? INDENT_BELOW : indent)}`;
  return start + (isBelow ? gap : "") + lines.join(gap);
}

const INDENT_BELOW = 4;
