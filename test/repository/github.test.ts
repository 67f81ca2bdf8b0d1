import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string;
    readonly id?: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
}

interface Update {
  readonly "package-ecosystem": string;
  readonly directories: readonly string[];
  readonly ignore?: readonly { readonly "dependency-name": string }[];
}

const folder = ".github/ISSUE_TEMPLATE/";
const forms = readdirSync(new URL(folder, root)).map((file) => ({ file, form: parse(read(folder + file)) as Form }));

describe.each(forms)("the form $file", ({ form }) => {
  test("has what GitHub requires, and a unique ID for each field", () => {
    expect([typeof form.name, typeof form.description]).toEqual(["string", "string"]);
    const fields = form.body.filter(({ type }) => type !== "markdown");
    expect(fields.filter(({ attributes }) => typeof attributes["label"] !== "string")).toEqual([]);
    expect(fields.filter(({ type }) => !["checkboxes", "dropdown", "input", "textarea"].includes(type))).toEqual([]);
    const ids = fields.map(({ id }) => id);
    expect(ids.filter((id, at) => id === undefined || ids.indexOf(id) !== at)).toEqual([]);
  });
});

describe("updates of dependencies", () => {
  const { updates }: { readonly updates: readonly Update[] } = parse(read(".github/dependabot.yml"));
  const npmUpdates = updates.filter((update) => update["package-ecosystem"] === "npm");

  test("cover every directory that has packages", () => {
    const scripts = readdirSync(new URL("scripts/", root)).map((name) => `/scripts/${name}`);
    const sets = ["/", "/docs", ...scripts].filter((path) => existsSync(new URL(`.${path}/package.json`, root)));
    expect(npmUpdates.flatMap(({ directories }) => directories).sort()).toEqual(sets.sort());
  });

  test.each(npmUpdates)("ignore only packages that are used in $directories", ({ directories, ignore }) => {
    const used = directories.flatMap((path) => {
      const { dependencies, devDependencies } = JSON.parse(read(`.${path}/package.json`));
      return Object.keys({ ...dependencies, ...devDependencies });
    });
    const ignored = ignore?.map((one) => one["dependency-name"].replace("*", "")) ?? [];
    expect(ignored.filter((name) => !used.some((candidate) => candidate.startsWith(name)))).toEqual([]);
  });
});
