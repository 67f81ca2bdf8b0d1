import { describe, expect, test } from "vitest";
import { judge } from "../../scripts/health/audit.ts";
import { checkLicences } from "../../scripts/health/licences.ts";
import { bundledPackages, installedPackages, type RuntimePackage } from "../../scripts/health/runtime-packages.ts";

const shipped: RuntimePackage = { name: "shipped", version: "1.0.0", licence: "MIT", where: "installed" };

describe("an audit", () => {
  const audit = (name: string, severity: string) => judge({ vulnerabilities: { [name]: { severity } } }, [shipped]);

  test("fails for a grave finding in what users get", () => {
    expect(audit("shipped", "moderate").faults).toEqual(["shipped: moderate"]);
    expect(audit("shipped", "critical").faults).toEqual(["shipped: critical"]);
  });

  test("tells of a light finding, and of one in a tool, and passes", () => {
    expect(audit("shipped", "low")).toEqual({ said: ["shipped: low"], faults: [] });
    expect(audit("tool", "critical")).toEqual({ said: ["tool: critical (a tool, not shipped)"], faults: [] });
  });

  test("passes where the registry offers none, and fails when it went wrong otherwise", () => {
    expect(judge({ statusCode: 405, message: "Method Not Allowed" }, [shipped]).faults).toEqual([]);
    expect(judge({ message: "no lock file" }, [shipped]).faults).toEqual(["npm audit failed: no lock file"]);
  });
});

test("a licence that nobody has agreed to is a fault, and so is none", () => {
  const packages = [shipped, { ...shipped, name: "copyleft", licence: "GPL-3.0" }, { ...shipped, licence: "none" }];
  expect(checkLicences(packages).faults).toHaveLength(2);
  expect(checkLicences([shipped]).faults).toEqual([]);
});

describe("what is shipped", () => {
  test("is what a lock file does not mark as for development", () => {
    const packages = {
      "": { version: "1.0.0", license: "MIT" },
      "node_modules/@scope/one": { version: "1.2.3", license: "ISC" },
      "node_modules/one/node_modules/two": { version: "2.0.0" },
      "node_modules/tool": { version: "3.0.0", license: "MIT", dev: true },
    };
    expect(installedPackages({ packages })).toEqual([
      { name: "@scope/one", version: "1.2.3", licence: "ISC", where: "installed" },
      { name: "two", version: "2.0.0", licence: "none", where: "installed" },
    ]);
  });

  test("is also what the command's third-party notice names", () => {
    const rule = `\n${"-".repeat(80)}\n\n`;
    const notice = ["The command contains:\n", "one 1.2.3 (ISC)\n\nText (c) of one\n", "@a/b 2.0.0 (MIT)\n\nText\n"];
    expect(bundledPackages(notice.join(rule)).map(({ name, licence }) => [name, licence])).toEqual([
      ["one", "ISC"],
      ["@a/b", "MIT"],
    ]);
    expect(() => bundledPackages(`title${rule}No package\n`)).toThrow("No package");
  });
});
