import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";

const { project, root } = inject("installed");

/** Licences that ask for nothing but their own text. */
const allowed = /^(MIT|ISC|BSD-2-Clause|BSD-3-Clause|0BSD)$/;

test("the notices of the command name a permissive licence for each bundled package", () => {
  const notices = readFileSync(join(root, "dist/cli/THIRD-PARTY-NOTICES.txt"), "utf8").split(/^-{80}$/m);
  const titles = notices.slice(1).map((notice) => notice.trim().split("\n", 1)[0] ?? "");
  expect(titles.length).toBeGreaterThan(5);
  expect(titles.filter((title) => !allowed.test(/^\S+ \S+ \((.*)\)$/.exec(title)?.[1] ?? ""))).toEqual([]);
});

test("each package that is installed with it has a permissive licence", () => {
  const lock = readFileSync(join(project, "node_modules/.package-lock.json"), "utf8");
  const installed = Object.entries<{ license?: string }>(JSON.parse(lock).packages);
  expect(installed.length).toBeGreaterThan(1);
  expect(installed.filter(([, { license = "none" }]) => !allowed.test(license))).toEqual([]);
});
