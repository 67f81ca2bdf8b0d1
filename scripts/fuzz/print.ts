import type { Finding, Result } from "./fuzz.ts";

/** So many outcomes of a target are listed. */
const MOST_OUTCOMES = 6;

export function printFinding(target: string, { seed, input, problem }: Finding): string {
  return `\n${target}: ${problem}\n  input:  ${input}\n  repeat: npm run fuzz -- --target ${target} --seed ${seed} --cases 1\n\n`;
}

/** One line for each target: how much was run, and what the cases came to. */
export function printTable(results: readonly Result[]): string {
  const rows = results.map(({ target, cases, milliseconds, slowest, outcomes, findings }) => [
    target,
    String(cases),
    `${Math.round(milliseconds / 1_000)} s`,
    `${Math.round(slowest)} ms`,
    String(findings.length),
    shares(outcomes),
  ]);
  const head = ["target", "cases", "time", "slowest case", "findings", "outcomes"];
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function shares(outcomes: ReadonlyMap<string, number>): string {
  const all = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const sorted = [...outcomes].sort(([, a], [, b]) => b - a);
  const more = sorted.length > MOST_OUTCOMES ? ", …" : "";
  const told = sorted.slice(0, MOST_OUTCOMES).map(([outcome, count]) => `${outcome} ${percentage(count / all)}`);
  return told.join(", ") + more;
}

function percentage(share: number): string {
  return share < 0.01 ? "< 1 %" : `${Math.round(share * 100)} %`;
}
