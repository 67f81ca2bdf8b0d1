import { afterEach, describe, expect, test, vi } from "vitest";
import type { Fetch } from "../../src/http/send-once.ts";
import { cores, encodings, secrets } from "../helpers/canary.ts";
import { createWorld, run } from "./run.ts";

const [token, ak, sk, st, password, issued] = secrets as [string, string, string, string, string, string];

const echoes = Object.values(encodings).map((spell) => secrets.map(spell).join(" "));

/** Columns: no terminal, and a narrow one. */
const widths = [undefined, 60];

/**
 * The commands of a test, each with a spelling of what is echoed and a width of the terminal. These alternate from test to
 * test, so that each command meets each spelling on each width without a run of the full product in each test.
 */
function variations(place: number, answer: number) {
  return commands.map((command, index) => {
    const turn = places.length * answer + place + index;
    const echo = echoes[turn % echoes.length] ?? "";
    return { command, echo, columns: widths[Math.floor(turn / echoes.length) % widths.length] };
  });
}

const PROFILES = "/home/me/.huaweicloud/credentials";
const CLOUDS = "/project/clouds.yaml";
const IAM = "https://iam.eu-de.otc.t-systems.com/v3";
const yaml = `clouds: { mine: { auth: { auth_url: "${IAM}", username: u, user_domain_name: d, password: ${JSON.stringify(password)} } } }`;

const keyYaml = `clouds: { mine: { auth: { auth_url: "${IAM}", ak: '${ak.replaceAll("'", "''")}', sk: '${sk.replaceAll("'", "''")}' } } }`;

interface Place {
  readonly argv?: string[];
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
}

/** Sources of credentials; the command knows all five secrets from somewhere. */
const others = { OS_AK: ak, OS_SK: sk, OS_ST: st, OS_PASSWORD: password };
const sdkKey = { HUAWEICLOUD_SDK_AK: ak, HUAWEICLOUD_SDK_SK: sk, HUAWEICLOUD_SDK_SECURITY_TOKEN: st };
const user = { OS_AUTH_URL: IAM, OS_USERNAME: "u", OS_USER_DOMAIN_NAME: "d", OS_PASSWORD: password };
const places: [string, Place][] = [
  ["--token", { argv: ["--token", token], env: others }],
  ["a token in the environment", { env: { ...others, OS_TOKEN: token } }],
  ["an access key in the environment", { env: { ...sdkKey, OS_PASSWORD: password } }],
  ["a profile", { files: { [PROFILES]: `[basic]\nak='${ak}'\nsk='${sk}'\nsecurity_token='${st}'` } }],
  ["a user in the environment", { env: user }],
  ["a user of clouds.yaml", { env: { OS_CLOUD: "mine" }, files: { [CLOUDS]: yaml } }],
  [
    "a user of clouds.yaml whose password is in secure.yaml",
    {
      env: { OS_CLOUD: "mine" },
      files: {
        [CLOUDS]: yaml.replace(/, password: .*? \} \} \}$/, " } } }"),
        "/project/secure.yaml": `clouds: { mine: { auth: { password: ${JSON.stringify(password)} } } }`,
      },
    },
  ],
  ["a key of clouds.yaml", { env: { OS_CLOUD: "mine" }, files: { [CLOUDS]: keyYaml } }],
];

const commands = [
  ["get"],
  ["get", "--json"],
  ["get", "--debug"],
  ["wait", "--timeout", "1m"],
  ["wait", "--timeout", "1m", "--json"],
  ["wait", "--timeout", "1m", "--debug", "--fail-fast"],
];

/** Named rows with their index. */
const numbered = <T>(rows: readonly (readonly [string, T])[]): [string, T, number][] =>
  rows.map(([name, value], index) => [name, value, index]);

/** What a server, or a proxy in front of it, may respond with. */
const answers: [string, (echo: string) => Promise<Response>][] = [
  [
    "an error of the gateway",
    async (echo) => Response.json({ error_code: token, error_msg: echo, request_id: ak }, { status: 400 }),
  ],
  [
    "an error of IAM",
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

/** The cores of the secrets that the command knows from a place and still shows. */
function shownOf({ argv = [], env = {}, files = {} }: Place, text: string, isIssued = true): string[] {
  const logsIn = isIssued && ("OS_USERNAME" in env || files[CLOUDS]?.includes("username"));
  const known = [...argv, ...Object.values(env), ...Object.values(files), logsIn ? issued : ""].join();
  return cores.filter((core) => known.includes(core) && text.includes(core));
}

async function runIn(
  place: Place,
  command: readonly string[],
  world: ReturnType<typeof createWorld>,
  fetch: Fetch,
  columns?: number,
) {
  const { HUAWEICLOUD_JOBS_TOKEN: _, ...env } = world.env;
  vi.stubGlobal("fetch", fetch);
  const around = { ...world, fetch, columns, env: { ...env, ...place.env }, files: place.files };
  const { stdout, stderr } = await run([...command, ...(place.argv ?? [])], around);
  return stdout + stderr;
}

/** IAM issues the token; `answer` responds to everything else. */
function withIam(answer: Fetch): Fetch {
  return async (url, init) =>
    url.endsWith("/auth/tokens")
      ? new Response("{}", { status: 201, headers: { "X-Subject-Token": issued } })
      : answer(url, init);
}

afterEach(() => vi.unstubAllGlobals());

test("each command meets each spelling on each width", () => {
  const met = places.flatMap((_, place) =>
    answers.flatMap((_, answer) => variations(place, answer).map((variation) => JSON.stringify(variation))),
  );
  expect(new Set(met).size).toBe(commands.length * echoes.length * widths.length);
});

describe.each(numbered(places))("with %s the command shows no secret", (_, place, placeIndex) => {
  test.each(numbered(answers))("after %s", async (_, answer, answerIndex) => {
    for (const { command, echo, columns } of variations(placeIndex, answerIndex)) {
      const fetch = withIam(() => answer(echo));
      const text = await runIn(place, [...command, "dcs/a"], createWorld(), fetch, columns);
      expect({ command, echo, shown: shownOf(place, text) }).toEqual({ command, echo, shown: [] });
    }
  });

  test("in the fields of a job", async () => {
    for (const { command, echo, columns } of variations(placeIndex, answers.length)) {
      const world = createWorld();
      const steps = [
        { after: 0, status: "SUPER", code: token, reason: echo, subJobs: [{ id: "s", status: "FAIL", reason: echo }] },
        { after: 5_000, status: "FAIL", code: token, reason: echo },
      ];
      const job = world.add({ service: "workspace", type: echo, steps });
      const fetch: Fetch = (url, init) => {
        const headers = new Headers(init.headers);
        headers.set("X-Auth-Token", world.simulator.clientOptions.credentials.token);
        return world.fetch(url, { ...init, headers });
      };
      const text = await runIn(place, [...command, job], world, withIam(fetch), columns);
      if (command[0] === "get") {
        expect(text).toContain("[redacted]");
      }
      expect(shownOf(place, text)).toEqual([]);
    }
  });

  test("in usage errors, and in the help", async () => {
    const world = createWorld();
    const fetch: Fetch = async () => new Response();
    for (const [index, argv] of [
      ["wait", token],
      ["wait", `dcs/${sk}`],
      ["wait", "dcs/a", "--timeout", password],
      ["wait", "dcs/a", "--interval", st],
      ["wait", "dcs/a", "--rate", ak],
      ["wait", "dcs/a", "--cloud", token, "--region", sk],
      ["wait", "dcs/a", `--${token}`],
      ["get", "--help"],
    ].entries()) {
      // The secrets of a file are unknown until the file is read.
      if (place.files === undefined) {
        const text = await runIn(place, argv, world, fetch, widths[(placeIndex + index) % widths.length]);
        expect({ argv, shown: shownOf(place, text) }).toEqual({ argv, shown: [] });
      }
    }
  });
});

describe("after a failed login the command shows no secret", () => {
  test.each(numbered(answers))("after %s", async (_, answer, answerIndex) => {
    for (const [_, place, placeIndex] of numbered(places).filter(([name]) => name.startsWith("a user"))) {
      for (const { command, echo, columns } of variations(placeIndex, answerIndex)) {
        const text = await runIn(place, [...command, "dcs/a"], createWorld(), () => answer(echo), columns);
        expect(shownOf(place, text, false)).toEqual([]);
      }
    }
  });
});

describe("a malformed file is not quoted", () => {
  async function run(place: Place): Promise<string> {
    let text = "";
    for (const columns of widths) {
      text += await runIn(place, ["get", "dcs/a", "--debug"], createWorld(), async () => new Response(), columns);
    }
    return text;
  }

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
    const shown = await run({ files: { [CLOUDS]: text }, env: { OS_CLOUD: "mine" } });
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
      const shown = await run({ files: { [PROFILES]: text }, argv });
      expect(shown).toContain("error: ");
      expect(
        ["SKcanary3", ...(text.startsWith("[AK") ? [] : ["AKcanary2"])].filter((core) => shown.includes(core)),
      ).toEqual([]);
    }
  });
});
