import fc from "fast-check";
import { anyText, mutilated, repeated } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";
import { runCommand } from "./command.ts";

const noToken = { HUAWEICLOUD_JOBS_TOKEN: undefined };

const profiles = [
  "[basic]\nak = AKcanary2\nsk = SKcanary3\n",
  "\ufeff[basic]\r\nak='AKcanary2'\r\nsk=\"SKcanary3\"\r\nsecurity_token = STcanary4\r\n",
  "; mine\n[basic]\nak = AKcanary2\nsk = SKcanary3\niam_endpoint = https://iam.eu-de.otc.t-systems.com\nproject_id = p\n\n[a.b]\nak[] = AKcanary2\n",
];
const signs = ["[", "]", "=", "\n", "\r", ";", "#", "'", '"', "\\", "[]", "[__proto__]\n", "ak", "sk =", "\t", "."];

/** The INI file of Huawei Cloud's SDKs: credentials that work, or exit code 2 without a quote from the file. */
export const credentialsFiles = defineTarget({
  name: "credentials-files",
  share: 60,
  input: fc.record({
    text: fc.oneof(
      { weight: 6, arbitrary: mutilated(profiles, signs) },
      { weight: 1, arbitrary: anyText },
      {
        weight: 1,
        arbitrary: repeated(2 ** 20, "[", "]", ".", "=", "'", " ", "a=", "[a]\n", "ak=b\n", "\n", "a[]=1\n"),
      },
    ),
    argv: fc.constantFrom([], ["--profile", "basic"], ["--profile", "a.b"], ["--profile", "__proto__"]),
  }),
  run: ({ text, argv }) =>
    runCommand(
      ["get", "dcs/good", ...argv],
      { env: noToken, files: { "/home/me/.huaweicloud/credentials": text } },
      // Not the ID of a key, which may be the name of a profile; the message lists those.
      ["SKcanary3", "STcanary4"],
    ),
});

const iam = "https://iam.eu-de.otc.t-systems.com/v3";
const clouds = [
  `clouds:\n  mine:\n    auth:\n      auth_url: ${iam}\n      username: u\n      password: PWcanary5\n      user_domain_name: d\n      project_name: eu-de\n    region_name: eu-de\n`,
  `clouds: { mine: { auth: { token: TOKENcanary1, project_id: "p" }, profile: otc, region_name: eu-de } }\n`,
  "clouds:\n  base: &base\n    auth: { ak: AKcanary2, sk: SKcanary3 }\n  mine:\n    <<: *base\n    region_name: eu-de\n",
  "# a bomb\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nclouds: { mine: { auth: *e } }\n",
  "clouds: &c\n  mine: *c\n",
];
const marks = [
  "&a ",
  "*a",
  "<<: *a",
  "!!binary ",
  "? ",
  "- ",
  "|\n",
  ">\n",
  "\t",
  "---\n",
  "{",
  "}",
  "[",
  "]",
  ": ",
  "%",
  "@",
];
const yaml = fc.oneof(
  { weight: 6, arbitrary: mutilated(clouds, marks) },
  { weight: 1, arbitrary: anyText },
  {
    weight: 1,
    arbitrary: repeated(100_000, "[", "{", "- ", "? ", "a: ", "&a ", "*a,", " ", "\n", "'", "!", "password: b\n"),
  },
);

/** `clouds.yaml` and `secure.yaml` of OpenStack's tools, likewise. */
export const cloudsFiles = defineTarget({
  name: "clouds-files",
  share: 30,
  input: fc.record({ clouds: yaml, secure: fc.option(yaml, { nil: undefined }) }),
  run: ({ clouds, secure }) =>
    runCommand(["get", "dcs/good"], {
      env: { ...noToken, OS_CLOUD: "mine" },
      files: {
        "/project/clouds.yaml": clouds,
        ...(secure !== undefined && { "/project/secure.yaml": secure }),
      },
    }),
});

const kooCli = [
  '{"current":"a","profiles":[{"name":"a","mode":"AKSK","accessKeyId":"AKcanary2","secretAccessKey":"SKcanary3","securityToken":"STcanary4","region":"cn-north-4","projectId":"p"}],"authEncrypt":"false"}',
  '\ufeff{"current":"b","profiles":[{"name":"a"},{"name":"b","mode":"SSO","secretAccessKey":"SKcanary3"},null,5]}',
];

/** KooCLI's `config.json`, likewise. */
export const kooCliFiles = defineTarget({
  name: "koocli-files",
  share: 30,
  input: fc.record({
    text: fc.oneof(
      { weight: 6, arbitrary: mutilated(kooCli, ["{", "}", "[", "]", ":", ",", '"', "\\", "null", "5", "true"]) },
      { weight: 1, arbitrary: anyText },
      { weight: 1, arbitrary: repeated(100_000, "[", "{", '{"profiles":[', '{"a":', " ") },
    ),
    env: fc.constantFrom({}, { HW_PROFILE: "a" }, { HW_PROFILE: "__proto__" }),
  }),
  run: ({ text, env }) =>
    runCommand(["get", "dcs/good"], { env: { ...noToken, ...env }, files: { "/home/me/.hcloud/config.json": text } }, [
      "SKcanary3",
      "STcanary4",
    ]),
});
