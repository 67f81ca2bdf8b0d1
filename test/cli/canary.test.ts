import { afterEach, describe, expect, test, vi } from "vitest";
import { nameOf } from "../../src/cli/outcome.ts";
import type { Fetch } from "../../src/http/send-once.ts";
import { cores, secrets, spellings } from "../helpers/canary.ts";
import { createWorld, run } from "./run.ts";

const [token, ak, sk, st, password, issued] = secrets as [string, string, string, string, string, string];

const echoes = spellings.map((spell) => secrets.map(spell).join(" "));

const PROFILES = "/home/me/.huaweicloud/credentials";
const CLOUDS = "/project/clouds.yaml";
const IAM = "https://iam.eu-de.otc.t-systems.com/v3";
const yaml = `clouds: { mine: { auth: { auth_url: "${IAM}", username: u, user_domain_name: d, password: ${JSON.stringify(password)} } } }`;

interface CredentialPlace {
  readonly argv?: string[];
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
}

/** Where credentials come from. The command knows all five secrets from somewhere. */
const others = { OS_AK: ak, OS_SK: sk, OS_ST: st, OS_PASSWORD: password };
const places: [string, CredentialPlace][] = [
  ["--token", { argv: ["--token", token], env: others }],
  ["a token in the environment", { env: { ...others, OS_TOKEN: token } }],
  [
    "an access key in the environment",
    {
      env: {
        HUAWEICLOUD_SDK_AK: ak,
        HUAWEICLOUD_SDK_SK: sk,
        HUAWEICLOUD_SDK_SECURITY_TOKEN: st,
        OS_PASSWORD: password,
      },
    },
  ],
  ["a profile", { files: { [PROFILES]: `[basic]\nak='${ak}'\nsk='${sk}'\nsecurity_token='${st}'` } }],
  [
    "a user in the environment",
    { env: { OS_AUTH_URL: IAM, OS_USERNAME: "u", OS_USER_DOMAIN_NAME: "d", OS_PASSWORD: password } },
  ],
  ["a user of clouds.yaml", { env: { OS_CLOUD: "mine" }, files: { [CLOUDS]: yaml } }],
];

const commands = [
  ["get"],
  ["get", "--json"],
  ["get", "--debug"],
  ["wait", "--timeout", "1m"],
  ["wait", "--timeout", "1m", "--json"],
  ["wait", "--timeout", "1m", "--debug", "--fail-fast"],
];

/** Responses of a server, or of a proxy before it. */
const responses: [string, (echo: string) => Promise<Response>][] = [
  [
    "an error from the gateway",
    async (echo) => Response.json({ error_code: token, error_msg: echo, request_id: ak }, { status: 400 }),
  ],
  [
    "an error from IAM",
    async (echo) => Response.json({ error: { code: 401, message: echo, title: echo } }, { status: 401 }),
  ],
  ["an error without a known shape", async (echo) => new Response(`sorry: ${echo}`, { status: 403 })],
  ["a page in HTML", async (echo) => new Response(`<p>${echo}</p>`, { status: 502 })],
  ["a page in place of a job", async (echo) => new Response(`<p>${echo}</p>`)],
  [
    "a redirect",
    async () =>
      new Response(null, { status: 302, headers: { Location: `https://a.test/?t=${encodeURIComponent(token)}` } }),
  ],
  ["a broken connection", async (echo) => Promise.reject(new TypeError(echo, { cause: new Error(echo) }))],
];

/** The cores of secrets that the command knows, but shows. */
function leakedCores({ argv = [], env = {}, files = {} }: CredentialPlace, text: string, isIssued = true): string[] {
  const logsIn = isIssued && ("OS_USERNAME" in env || "OS_CLOUD" in env);
  const known = [...argv, ...Object.values(env), ...Object.values(files), logsIn ? issued : ""].join();
  return cores.filter((core) => known.includes(core) && text.includes(core));
}

async function runIn(
  place: CredentialPlace,
  command: readonly string[],
  world: ReturnType<typeof createWorld>,
  fetch: Fetch,
) {
  const { HUAWEICLOUD_JOBS_TOKEN: _, ...env } = world.env;
  vi.stubGlobal("fetch", fetch);
  let text = "";
  for (const columns of [undefined, 60]) {
    const options = { ...world, fetch, columns, env: { ...env, ...place.env }, files: place.files };
    const { stdout, stderr } = await run([...command, ...(place.argv ?? [])], options);
    text += stdout + stderr;
  }
  return text;
}

/** IAM issues a token; `respond` handles all other requests. */
function withIam(respond: Fetch): Fetch {
  return async (url, init) =>
    url.endsWith("/auth/tokens")
      ? new Response("{}", { status: 201, headers: { "X-Subject-Token": issued } })
      : respond(url, init);
}

afterEach(() => vi.unstubAllGlobals());

describe.each(places)("no secret is shown with %s", (_, place) => {
  test.each(responses)("after %s", async (_, respond) => {
    for (const [index, command] of [...commands, ...commands].entries()) {
      const echo = echoes[index % echoes.length] ?? "";
      const text = await runIn(
        place,
        [...command, "dcs/a"],
        createWorld(),
        withIam(() => respond(echo)),
      );
      expect({ command, echo, shown: leakedCores(place, text) }).toEqual({ command, echo, shown: [] });
    }
  });

  test("in the fields of a job", async () => {
    for (const [index, command] of [...commands, ...commands].entries()) {
      const world = createWorld();
      const echo = echoes[index % echoes.length] ?? "";
      const steps = [
        { after: 0, status: "SUPER", code: token, reason: echo, subJobs: [{ id: "s", status: "FAIL", reason: echo }] },
        { after: 5_000, status: "FAIL", code: token, reason: echo },
      ];
      const job = nameOf(world.simulator.addJob({ service: "workspace", type: echo, steps }));
      const fetch: Fetch = (url, init) => {
        const headers = new Headers(init.headers);
        headers.set("X-Auth-Token", world.simulator.clientOptions.credentials.token);
        return world.fetch(url, { ...init, headers });
      };
      const text = await runIn(place, [...command, job], world, withIam(fetch));
      if (command[0] === "get") {
        expect(text).toContain("[redacted]");
      }
      expect(leakedCores(place, text)).toEqual([]);
    }
  });

  test("in messages about wrong usage, and in the help", async () => {
    const world = createWorld();
    const fetch: Fetch = async () => new Response();
    for (const argv of [
      ["wait", token],
      ["wait", `dcs/${sk}`],
      ["wait", "dcs/a", "--timeout", password],
      ["wait", "dcs/a", "--interval", st],
      ["wait", "dcs/a", "--rate", ak],
      ["wait", "dcs/a", "--cloud", token, "--region", sk],
      ["wait", "dcs/a", `--${token}`],
      ["get", "--help"],
    ]) {
      // The secrets of a file are not known before it is read.
      if (place.files === undefined) {
        const text = await runIn(place, argv, world, fetch);
        expect({ argv, shown: leakedCores(place, text) }).toEqual({ argv, shown: [] });
      }
    }
  });
});

describe("no secret is shown after a failed login", () => {
  test.each(responses)("after %s", async (_, respond) => {
    for (const place of [places[4]?.[1] ?? {}, places[5]?.[1] ?? {}]) {
      for (const [index, command] of [...commands, ...commands].entries()) {
        const echo = echoes[index % echoes.length] ?? "";
        const text = await runIn(place, [...command, "dcs/a"], createWorld(), () => respond(echo));
        expect(leakedCores(place, text, false)).toEqual([]);
      }
    }
  });
});

describe("an invalid file is not quoted", () => {
  const run = (files: Record<string, string>, env: Record<string, string> = {}) =>
    runIn({ files, env }, ["get", "dcs/a", "--debug"], createWorld(), async () => new Response());

  test.each([
    `clouds:\n  mine:\n    auth: { password: "${password}`,
    `clouds:\n  mine:\n  auth:\n      password: ${password}\n    token: *${"TOKENcanary1"}`,
    `clouds: { mine: { auth: { password: [PWcanary5], username: [u] } } }`,
    `clouds: { mine: { auth: { password: PWcanary5, username: { a: PWcanary5 } } } }`,
    `clouds: { mine: { auth: PWcanary5 } }`,
    `clouds: { mine: { auth: { password: PWcanary5, password: PWcanary5 } } }`,
    `clouds:\n\tmine: PWcanary5`,
    `PWcanary5`,
    `clouds: { PWcanary5PWcanary5PWcanary5PWcanary5: {} }`,
    `clouds: { mine: { auth: { username: u, password: PWcanary5, user_domain_name: d, auth_url: "https://u:PWcanary5@iam.test" } } }`,
    `clouds: !!PWcanary5 { mine: !PWcanary5 {} }`,
    `%PWcanary5\n---\nclouds: {}`,
  ])("clouds.yaml: %j", async (text) => {
    const shown = await run({ [CLOUDS]: text }, { OS_CLOUD: "mine" });
    expect(shown).toContain("error: ");
    expect(cores.filter((core) => shown.includes(core))).toEqual([]);
  });

  test.each([
    `[basic\nak = AKcanary2\nsk = SKcanary3`,
    `ak = AKcanary2\nsk = SKcanary3`,
    `[basic]\nak : AKcanary2\nsk : SKcanary3`,
    `[basic]\nak[] = AKcanary2\nsk[] = SKcanary3`,
    `{"ak":"AKcanary2","sk":"SKcanary3"}`,
    `[basic]\nak = AKcanary2\niam_endpoint = https://u:SKcanary3@iam.test\nsk`,
    `[AKcanary2]\n[SKcanary3SKcanary3SKcanary3SKcanary3SKcanary3]`,
  ])("the credentials file: %j", async (text) => {
    for (const argv of [[], ["--profile", "mine"]]) {
      const shown = await runIn(
        { files: { [PROFILES]: text }, argv },
        ["get", "dcs/a", "--debug"],
        createWorld(),
        async () => new Response(),
      );
      expect(shown).toContain("error: ");
      expect(
        ["SKcanary3", ...(text.startsWith("[AK") ? [] : ["AKcanary2"])].filter((core) => shown.includes(core)),
      ).toEqual([]);
    }
  });
});
