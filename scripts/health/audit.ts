import { run } from "./run.ts";
import type { RuntimePackage } from "./runtime-packages.ts";
import type { Verdict } from "./verdict.ts";

/** What `npm audit --json` prints: findings by package, or why there are none. */
export interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
  readonly statusCode?: number;
  readonly message?: string;
}

const grave = new Set(["moderate", "high", "critical"]);

/** Asks the registry for known vulnerabilities. */
export function auditRuntime(packages: readonly RuntimePackage[]): Verdict {
  return judge(JSON.parse(run("npm", ["audit", "--json"]).output), packages);
}

/** A grave finding in what users get is a fault; one in the tools is only told. */
export function judge({ vulnerabilities, statusCode, message }: Audit, packages: readonly RuntimePackage[]): Verdict {
  if (vulnerabilities === undefined) {
    const isOffered = statusCode === undefined || ![404, 405, 501].includes(statusCode);
    return isOffered
      ? { said: [], faults: [`npm audit failed: ${message}`] }
      : { said: [`not looked for: the registry offers no audit (${statusCode})`], faults: [] };
  }
  const shipped = new Set(packages.map(({ name }) => name));
  const told = Object.entries(vulnerabilities).map(([name, { severity }]) => ({
    line: `${name}: ${severity}${shipped.has(name) ? "" : " (a tool, not shipped)"}`,
    isFault: shipped.has(name) && grave.has(severity),
  }));
  const lines = (isFault: boolean): string[] => told.filter((one) => one.isFault === isFault).map(({ line }) => line);
  return { said: told.length === 0 ? ["none"] : lines(false), faults: lines(true) };
}
