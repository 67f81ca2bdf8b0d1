import type { RuntimePackage } from "./runtime-packages.ts";
import type { Verdict } from "./verdict.ts";

/** Licences that ask for nothing but their own text, which is shipped. */
const allowed = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD"]);

/** The licences of all that is shipped, as a table. */
export function checkLicences(packages: readonly RuntimePackage[]): Verdict {
  const width = Math.max(...packages.map((one) => titleOf(one).length));
  const wrong = packages.filter(({ licence }) => !allowed.has(licence));
  return {
    said: packages.map((one) => `${titleOf(one).padEnd(width)}  ${one.licence.padEnd(4)}  ${one.where}`),
    faults: wrong.map((one) => `${titleOf(one)} has the licence ${one.licence}, which nobody has agreed to`),
  };
}

const titleOf = ({ name, version }: RuntimePackage): string => `${name} ${version}`;
