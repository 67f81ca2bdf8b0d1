/** Every known edition of the pages passes, and what changes in one of them is found. */
import { describe, expect, test } from "vitest";
import { type Edition, partsOf, readEdition } from "../helpers/editions.ts";
import { checkTexts } from "../helpers/upstream.ts";
import {
  barredPage,
  ditaPage,
  markdownPage,
  type Part,
  plainPage,
  sphinxPage,
  viewerCopy,
} from "../helpers/vendor-page.ts";

type Form = (parts: readonly Part[]) => string;

/** The files, each in the form in which it was saved, and editions that no file has. */
const files: readonly (readonly [file: string, edition: string, form: Form])[] = [
  ["dcs.huaweicloud.txt", "dcs.huaweicloud", plainPage],
  ["dcs.2025-10-23.huaweicloud.txt", "dcs.2025-10-23.huaweicloud", plainPage],
  ["sfs-turbo.huaweicloud.txt", "sfs-turbo.huaweicloud", plainPage],
  ["sfs-turbo.2026-01-22.huaweicloud.txt", "sfs-turbo.2026-01-22.huaweicloud", plainPage],
  ["sfs-turbo.otc.txt", "sfs-turbo.otc", plainPage],
  ["sfs-turbo.otc.html.txt", "sfs-turbo.otc", (parts) => viewerCopy(ditaPage(parts))],
  ["workspace.huaweicloud.txt", "workspace.huaweicloud", barredPage],
  ["workspace.2026-02-10.huaweicloud.txt", "workspace.2026-02-10.huaweicloud", barredPage],
  ["dcs.otc.html", "dcs.otc", sphinxPage],
  ["dcs.2025-10-23.huaweicloud.md", "dcs.2025-10-23.huaweicloud", markdownPage],
];

const pages = Object.fromEntries(files.map(([file, edition, form]) => [file, form(partsOf(readEdition(edition)))]));

test("all editions pass, together and each by itself, with nothing stale", async () => {
  const { exitCode, pages: reports, stale } = await checkTexts(pages);
  expect(reports.map(({ source, exitCode: own }) => [source, own])).toEqual(files.map(([file]) => [file, 0]));
  expect([exitCode, stale]).toEqual([0, []]);
  for (const [file, page] of Object.entries(pages)) {
    expect([file, (await checkTexts({ [file]: page })).exitCode]).toEqual([file, 0]);
  }
});

/** Numbers below a limit, the same ones for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Mutation = readonly [what: string, mutate: (edition: Edition) => void];

const rename = (record: object, from: string, to: string): void => {
  const entries = Object.entries(record).map(([key, value]) => [key === from ? to : key, value]);
  for (const key of Object.keys(record)) {
    Reflect.deleteProperty(record, key);
  }
  Object.assign(record, Object.fromEntries(entries));
};

/** Every single fact of an edition, changed, removed, or with another one beside it. */
function mutationsOf(edition: Edition): Mutation[] {
  const headers = Object.keys(edition.requestHeaders).flatMap((name): Mutation[] => [
    [`header ${name} renamed`, ({ requestHeaders }) => rename(requestHeaders, name, `${name}-X`)],
    [`header ${name} removed`, ({ requestHeaders }) => Reflect.deleteProperty(requestHeaders, name)],
    [
      `header ${name} mandatory or not`,
      ({ requestHeaders }) => {
        requestHeaders[name] = requestHeaders[name] === "Yes" ? "No" : "Yes";
      },
    ],
  ]);
  const responses = Object.entries(edition.responses).flatMap(([status, { example, headers: listed }]): Mutation[] => [
    [`status ${status} removed`, (page) => Reflect.deleteProperty(page.responses, status)],
    [`status ${status} renamed`, (page) => rename(page.responses, status, "418")],
    [`header added to ${status}`, (page) => page.responses[status]?.headers.push("X-More")],
    ...listed.map(
      (name): Mutation => [`header ${name} of ${status} removed`, (page) => page.responses[status]?.headers.pop()],
    ),
    ...(example === undefined
      ? []
      : ([
          [`example of ${status} removed`, (page) => Reflect.deleteProperty(page.responses[status] ?? {}, "example")],
          [
            `example of ${status} changed`,
            (page) => Object.assign(page.responses[status]?.example ?? {}, { job_id: "1" }),
          ],
        ] satisfies Mutation[])),
  ]);
  const used = new Set(Object.values(edition.responses).flatMap(({ body }) => modelsBelow(edition, body)));
  const fields = [...used].flatMap((model) =>
    Object.entries(edition.models[model]?.fields ?? {}).flatMap(([name, { type, words, maxLength }]): Mutation[] => {
      const all = (page: Edition) => page.models[model]?.fields ?? {};
      const own = (page: Edition) => all(page)[name] ?? {};
      const wordsOf = (page: Edition) => own(page).words ?? {};
      return [
        [`${model}.${name} renamed`, (page) => rename(all(page), name, `${name}_x`)],
        [`${model}.${name} removed`, (page) => Reflect.deleteProperty(all(page), name)],
        [`${model}.${name} has a limit`, (page) => Object.assign(own(page), { maxLength: (maxLength ?? 10) + 1 })],
        ...(type === undefined
          ? []
          : ([
              [
                `${model}.${name} of another type`,
                (page) => Object.assign(own(page), { type: type === "string" ? "integer" : "string" }),
              ],
            ] satisfies Mutation[])),
        ...(maxLength === undefined
          ? []
          : ([
              [`${model}.${name} without its limit`, (page) => Reflect.deleteProperty(own(page), "maxLength")],
            ] satisfies Mutation[])),
        ...Object.keys(words ?? {}).flatMap((word): Mutation[] => [
          [`${model}.${name} without ${word}`, (page) => Reflect.deleteProperty(wordsOf(page), word)],
          [`${model}.${name} with ${word} renamed`, (page) => rename(wordsOf(page), word, `${word}_x`)],
          [
            `${model}.${name} with a word beside ${word}`,
            (page) => Object.assign(wordsOf(page), { [`${word}_x`]: "" }),
          ],
        ]),
      ];
    }),
  );
  return [
    ...headers,
    ...responses,
    ...fields,
    ...[...used].map(
      (model): Mutation => [
        `${model} with another field`,
        (page) => Object.assign(page.models[model]?.fields ?? {}, { more: { type: "string" } }),
      ],
    ),
    ["another header", ({ requestHeaders }) => Object.assign(requestHeaders, { "X-Language": "No" })],
    ["another request example", ({ requests }) => requests.push("GET /v1/1/2")],
    ...edition.requests.map((text): Mutation => [`request example ${text} removed`, ({ requests }) => requests.pop()]),
    ["another parameter", ({ pathParameters }) => pathParameters.push("region")],
    ["a parameter renamed", ({ pathParameters }) => pathParameters.splice(1, 1, "task_id")],
    ["a parameter removed", ({ pathParameters }) => pathParameters.pop()],
    ...[
      ["a placeholder renamed", edition.path.replace("{job_id}", "{id}")],
      ["another address", edition.path.replace("jobs", "tasks")],
      ["a second address", `${edition.path}\n\nGET ${edition.path}/more`],
    ].map(([what = "", path]): Mutation => [what, (page) => Object.assign(page, { path })]),
    ["another IAM action", (page) => Object.assign(page, { action: "other:job:get" })],
    ...(edition.action === undefined
      ? []
      : ([["no IAM action", (page) => Reflect.deleteProperty(page, "action")]] satisfies Mutation[])),
  ];
}

const modelsBelow = (edition: Edition, model: string): string[] => [
  model,
  ...Object.values(edition.models[model]?.fields ?? {}).flatMap(({ arrayOf, object }) => {
    const inner = arrayOf ?? object;
    return inner === undefined ? [] : modelsBelow(edition, inner);
  }),
];

describe("a changed fact is found", () => {
  const SEED = 20_261_128;
  const PER_PAGE = 40;

  test.each(files)("in %s", async (file, name, form) => {
    const mutations = mutationsOf(readEdition(name));
    const next = random(SEED);
    expect(mutations.length).toBeGreaterThanOrEqual(PER_PAGE);
    for (let count = 0; count < PER_PAGE; count += 1) {
      const [mutation] = mutations.splice(next(mutations.length), 1);
      const [what, mutate] = mutation ?? ["", () => {}];
      const edition = structuredClone(readEdition(name));
      mutate(edition);
      const { exitCode } = await checkTexts({ [file]: form(partsOf(edition)) });
      expect([what, exitCode]).toEqual([what, what === "another address" ? 2 : 1]);
    }
  });

  test("if only the table of status codes lacks a status", async () => {
    const parts = partsOf(readEdition("dcs.huaweicloud")).map((part) =>
      "statuses" in part ? { statuses: part.statuses.filter((status) => status !== "403") } : part,
    );
    expect((await checkTexts({ "dcs.huaweicloud.txt": plainPage(parts) })).exitCode).toBe(1);
  });

  test("if a column has another title", async () => {
    const page = pages["dcs.huaweicloud.txt"]?.replace("Mandatory\n\nType", "Mandatory\n\nKind") ?? "";
    expect((await checkTexts({ "dcs.huaweicloud.txt": page })).exitCode).toBe(1);
  });
});

test("fifty pages of other operations are refused", async () => {
  const resources = [
    "instances",
    "shares",
    "backups",
    "tasks",
    "quotas",
    "tags",
    "desktops",
    "volumes",
    "users",
    "pools",
  ];
  const shapes = [
    "/v1/{project_id}/X",
    "/v2/{project_id}/X/{id}",
    "/v2/{project_id}/X/{instance_id}/jobs/{job_id}",
    "/v1/{project_id}/jobs/X/{job_id}",
    "/v3/{domain_id}/X",
  ];
  const paths = resources.flatMap((resource) => shapes.map((shape) => shape.replace("X", resource)));
  const others = Object.fromEntries(
    paths.map((path, index) => {
      const [, name, form] = files[index % files.length] ?? files[0] ?? ["", "", plainPage];
      return [`page-${index}.txt`, form(partsOf({ ...readEdition(name), path }))];
    }),
  );
  const { exitCode, pages: reports } = await checkTexts(others);
  expect(exitCode).toBe(2);
  expect(reports.map(({ exitCode: own, error }) => [own, error])).toEqual(
    paths.map(() => [2, expect.stringMatching(/^GET \S+ is no operation of the contract, which has [^\n]+$/)]),
  );
});
