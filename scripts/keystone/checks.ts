import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Credentials, PasswordOptions } from "../../src/index.ts";
import type { Check } from "../lib/checks.ts";
import { installPackage } from "../lib/installed-package.ts";
import { type Keystone, projects, startKeystone, user } from "./keystone.ts";
import type { Programs } from "./programs.ts";
import { type Service, startService } from "./service.ts";

/** In seconds. */
const HOUR = 3_600;

const LOGIN = "POST /v3/auth/tokens 201";
const REFUSED_LOGIN = "POST /v3/auth/tokens 401";
const PROJECTS = "GET /v3/auth/projects 200";
/** The command asks for the project of a token; the service asks the same about each token that it gets. */
const TOKEN = "GET /v3/auth/tokens 200";

/** The checks, and what ends all that they use. */
export async function createChecks(programs: Programs) {
  const { project: folder, root, remove } = installPackage();
  process.once("exit", remove);
  const keystone = await startKeystone(programs, HOUR);
  const { userId, projectIds } = await readIds(keystone);
  const [ownId = "", projectId = ""] = projects.map((name) => projectIds.get(name));
  const [own, service] = [await startService(keystone, ownId), await startService(keystone, projectId)];
  const context = { programs, keystone, userId, projectId, own, service, folder, root };
  return {
    checks: [...(await programChecks(context)), ...commandChecks(context)],
    async end() {
      await Promise.all([own.close(), service.close(), keystone.stop()]);
    },
  };
}

interface Context {
  readonly programs: Programs;
  readonly keystone: Keystone;
  readonly userId: string;
  readonly projectId: string;
  /** The service in the region's own project, and in the other. */
  readonly own: Service;
  readonly service: Service;
  /** Where the package is installed. */
  readonly folder: string;
  readonly root: string;
}

async function programChecks({ programs, keystone, userId, projectId, service, root }: Context): Promise<Check[]> {
  const sdk: typeof import("../../src/index.ts") = await import(pathToFileURL(join(root, "dist", "index.js")).href);
  const { username, password, domainName, domainId } = user;
  const iamEndpoint = keystone.url;
  const clientFor = (credentials: Credentials, { url } = service) =>
    sdk.createJobsClient({ projectId, credentials, endpoints: { dcs: url } });
  const polls = async (credentials: Credentials): Promise<void> => {
    const job = await clientFor(credentials).get({ service: "dcs", id: service.addJob() });
    assert.equal(job.state, "succeeded");
    assert.deepEqual(await keystone.requests(), [LOGIN, TOKEN]);
  };
  const logsIn = (options: Omit<PasswordOptions, "password">) =>
    polls(sdk.passwordCredentials({ iamEndpoint, password, ...options }));
  const refused = async (options: PasswordOptions): Promise<void> => {
    const jobs = clientFor(sdk.passwordCredentials({ iamEndpoint, ...options }));
    const gets = Array.from({ length: 20 }, () => jobs.get({ service: "dcs", id: service.addJob() }));
    for (const { status, reason } of (await Promise.allSettled(gets)) as PromiseRejectedResult[]) {
      assert.equal(status, "rejected");
      assert(reason instanceof sdk.AuthenticationError);
      assert.equal(reason.service, "iam");
      assert(!reason.message.includes(options.password));
    }
    assert.deepEqual(await keystone.requests(), [REFUSED_LOGIN]);
  };
  return [
    ["passwordCredentials: project by ID", () => logsIn({ username, domainName, projectId })],
    ["passwordCredentials: project by name", () => logsIn({ username, domainName, projectName: "eu-de_mine" })],
    ["passwordCredentials: domain by ID", () => logsIn({ username, domainId, projectName: "eu-de_mine" })],
    ["passwordCredentials: user by ID", () => logsIn({ userId, projectId })],
    ["credentialsFromEnv", () => polls(sdk.credentialsFromEnv(openrc(keystone)))],
    ["a wrong password: one login", () => refused({ username, domainName, projectId, password: "wrong-password" })],
    ["a wrong user: one login", () => refused({ username: "nobody", domainName, projectId, password })],
    ["a wrong project: one login", () => refused({ username, domainName, projectName: "eu-nl", password })],
    [
      "a revoked token is renewed",
      async () => {
        const credentials = sdk.passwordCredentials({ iamEndpoint, username, domainName, projectId, password });
        const jobs = clientFor(credentials);
        await jobs.get({ service: "dcs", id: service.addJob() });
        await revoke(keystone, (await credentials()) as { token: string });
        await keystone.requests();
        await jobs.get({ service: "dcs", id: service.addJob() });
        assert.deepEqual(await keystone.requests(), ["GET /v3/auth/tokens 401", LOGIN, TOKEN]);
      },
    ],
    [
      "a token that ends during a wait is renewed",
      async () => {
        const brief = await startKeystone(programs, 3);
        const [id = ""] = (await readIds(brief)).projectIds.values();
        const there = await startService(brief, id);
        try {
          const credentials = sdk.passwordCredentials({
            iamEndpoint: brief.url,
            username,
            domainName,
            projectId: id,
            password,
          });
          const ref = { service: "dcs", id: there.addJob(8_000), projectId: id } as const;
          const job = await clientFor(credentials, there).wait(ref, { interval: { min: 1_000, max: 1_000 } });
          assert.equal(job.state, "succeeded");
          const requests = await brief.requests();
          assert(requests.filter((request) => request === LOGIN).length > 2, `${requests}`);
        } finally {
          await Promise.all([there.close(), brief.stop()]);
        }
      },
    ],
  ];
}

function commandChecks({ keystone, userId, projectId, own, service, folder, root }: Context): Check[] {
  const command = join(root, "dist", "cli", "huaweicloud-jobs.js");
  const { username, password, domainId } = user;
  const run = async (env: Environment, argv: readonly string[], { url } = service) => {
    const file = join(folder, "openrc");
    writeFileSync(
      file,
      Object.entries(env)
        .map(([name, value]) => `export ${name}='${value}'\n`)
        .join(""),
    );
    const shell = ["-c", '. "$0" && exec "$@"', file, process.execPath, command, ...argv, "--endpoint", `dcs=${url}`];
    const result = await execute("/bin/sh", shell, folder);
    assert(!`${result.stdout}${result.stderr}`.includes(password));
    return result;
  };
  const succeeds = async (env: Environment, requests: readonly string[], at = service): Promise<void> => {
    const { code, stdout, stderr } = await run(env, ["get", "--json", `dcs/${at.addJob()}`], at);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.equal(JSON.parse(stdout).state, "succeeded");
    assert.deepEqual(await keystone.requests(), requests);
  };
  const { OS_PROJECT_NAME: _, ...noProject } = openrc(keystone);
  const cloud = (text: string): Environment => {
    const OS_CLIENT_CONFIG_FILE = join(folder, "clouds.yaml");
    writeFileSync(OS_CLIENT_CONFIG_FILE, `clouds: { mine: ${text} }`);
    return { OS_CLOUD: "mine", OS_CLIENT_CONFIG_FILE };
  };
  const auth = `auth_url: ${keystone.url}, username: ${username}, password: "${password}"`;
  const issue = async () => {
    const { token } = await logIn(keystone);
    await keystone.requests();
    return token;
  };
  return [
    ["openrc: by names", () => succeeds(openrc(keystone), [LOGIN, PROJECTS, TOKEN])],
    [
      "openrc: by IDs",
      () =>
        succeeds({ OS_AUTH_URL: keystone.url, OS_USER_ID: userId, OS_PASSWORD: password, OS_PROJECT_ID: projectId }, [
          LOGIN,
          TOKEN,
        ]),
    ],
    [
      "openrc: the region's project",
      () => succeeds({ ...noProject, OS_REGION_NAME: "eu-de" }, [LOGIN, PROJECTS, TOKEN], own),
    ],
    [
      "openrc: the project of a token",
      async () => succeeds({ OS_AUTH_URL: keystone.url, OS_TOKEN: await issue() }, [TOKEN, TOKEN]),
    ],
    [
      "openrc: a token and the project by name",
      async () =>
        succeeds({ OS_AUTH_URL: keystone.url, OS_TOKEN: await issue(), OS_PROJECT_NAME: "eu-de_mine" }, [
          PROJECTS,
          TOKEN,
        ]),
    ],
    [
      "clouds.yaml: by names",
      () =>
        succeeds(cloud(`{ auth: { ${auth}, user_domain_name: Default, project_name: eu-de_mine } }`), [
          LOGIN,
          PROJECTS,
          TOKEN,
        ]),
    ],
    [
      "clouds.yaml: by IDs",
      () =>
        succeeds(cloud(`{ auth: { ${auth}, user_domain_id: ${domainId}, project_id: ${projectId} } }`), [LOGIN, TOKEN]),
    ],
    [
      "clouds.yaml: the project of a token",
      async () =>
        succeeds(cloud(`{ auth_type: token, auth: { auth_url: ${keystone.url}, token: ${await issue()} } }`), [
          TOKEN,
          TOKEN,
        ]),
    ],
    [
      "a wrong password and twelve jobs: one login",
      async () => {
        const env = {
          ...openrc(keystone),
          OS_PASSWORD: "wrong-password",
          OS_PROJECT_NAME: "",
          OS_PROJECT_ID: projectId,
        };
        const refs = Array.from({ length: 12 }, () => `dcs/${service.addJob()}`);
        const { code, stdout, stderr } = await run(env, ["wait", ...refs]);
        assert.equal(code, 4);
        assert.match(stdout, /not authorised: IAM: 401/);
        assert(!`${stdout}${stderr}`.includes("wrong-password"));
        assert.deepEqual(await keystone.requests(), [REFUSED_LOGIN]);
      },
    ],
  ];
}

type Environment = Readonly<Record<string, string>>;

function openrc({ url }: Keystone) {
  const { username, password, domainName } = user;
  return {
    OS_AUTH_URL: url,
    OS_USERNAME: username,
    OS_PASSWORD: password,
    OS_USER_DOMAIN_NAME: domainName,
    OS_PROJECT_NAME: "eu-de_mine",
  };
}

function execute(program: string, args: readonly string[], cwd: string) {
  return new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
    execFile(program, args, { cwd, env: { HOME: cwd }, timeout: 300_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

/** Logs in without the package. */
async function logIn({ url }: Keystone) {
  const { username, password, domainId } = user;
  const domain = { id: domainId };
  const response = await fetch(`${url}/auth/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      auth: {
        identity: { methods: ["password"], password: { user: { name: username, domain, password } } },
        scope: { project: { name: "eu-de_mine", domain } },
      },
    }),
  });
  const body = (await response.json()) as { readonly token: { readonly user: { readonly id: string } } };
  return { token: response.headers.get("X-Subject-Token") ?? "", userId: body.token.user.id };
}

async function readIds(keystone: Keystone) {
  const { token, userId } = await logIn(keystone);
  const response = await fetch(`${keystone.url}/auth/projects`, { headers: { "X-Auth-Token": token } });
  const body = (await response.json()) as {
    readonly projects: readonly { readonly id: string; readonly name: string }[];
  };
  await keystone.requests();
  return { userId, projectIds: new Map(body.projects.map(({ id, name }) => [name, id])) };
}

async function revoke({ url }: Keystone, { token }: { readonly token: string }): Promise<void> {
  await fetch(`${url}/auth/tokens`, { method: "DELETE", headers: { "X-Auth-Token": token, "X-Subject-Token": token } });
}
