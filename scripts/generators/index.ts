/**
 * Tries the bundled contracts with generators and tools of other people, and prints a table. What the generators write is
 * compiled, and its validators are given every body that a client meets.
 */
import { apis } from "./answers.ts";
import { clean, compileAll, generators } from "./generators.ts";
import { clientWaitsThroughProxy, mockServesTheClient, proxyFindsNoViolation } from "./prism.ts";
import { acceptsEveryBody } from "./zod.ts";

const forEach = (check: (api: (typeof apis)[number]) => Promise<unknown>) => async (): Promise<string> => {
  const results: unknown[] = [];
  for (const api of apis) {
    results.push(await check(api));
  }
  return results.every((result) => typeof result === "string" && result.length > 0 && result.length < 40)
    ? results.join(", ")
    : "";
};

const checks: readonly (readonly [what: string, check: () => Promise<string>])[] = [
  ...Object.entries(generators).map(([name, generate]) => [`${name} generates`, forEach(generate)] as const),
  ["what they wrote compiles, strictly", () => compileAll().then(() => "")],
  ["hey-api's zod validators accept every body", acceptsEveryBody],
  ["Prism serves the contract, and the client waits", forEach(mockServesTheClient)],
  ["Prism before the simulator finds no violation", forEach(proxyFindsNoViolation)],
  ["the client waits through it", clientWaitsThroughProxy],
];

clean();
process.stdout.write("| what | result |\n| --- | --- |\n");
for (const [what, check] of checks) {
  const result = await check().then(
    (told) => `passes${told === "" ? "" : `: ${told}`}`,
    (error: Error) => {
      process.exitCode = 1;
      return `FAILS: ${error.message.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").slice(0, 1_000)}`;
    },
  );
  process.stdout.write(`| ${what} | ${result} |\n`);
}
