/**
 * Tries the bundled contracts with generators and tools of other people, and prints a table. What the generators write is
 * compiled, and its validators are given every body that a client meets.
 */
import { type Check, runChecks } from "../lib/checks.ts";
import { apis } from "./answers.ts";
import { clean, compileAll, generators } from "./generators.ts";
import { clientWaitsThroughProxy, mockServesTheClient, proxyFindsNoViolation } from "./prism.ts";
import { acceptsEveryBody } from "./zod.ts";

const forEach = (check: (api: (typeof apis)[number]) => Promise<unknown>) => async (): Promise<string | undefined> => {
  const results: unknown[] = [];
  for (const api of apis) {
    results.push(await check(api));
  }
  return results.every((result) => typeof result === "string" && result.length > 0 && result.length < 40)
    ? results.join(", ")
    : undefined;
};

clean();
await runChecks([
  ...Object.entries(generators).map(([name, generate]): Check => [`${name} generates`, forEach(generate)]),
  ["what they wrote compiles, strictly", compileAll],
  ["hey-api's zod validators accept every body", acceptsEveryBody],
  ["Prism serves the contract, and the client waits", forEach(mockServesTheClient)],
  ["Prism before the simulator finds no violation", forEach(proxyFindsNoViolation)],
  ["the client waits through it", clientWaitsThroughProxy],
]);
