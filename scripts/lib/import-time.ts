import { spawnSync } from "node:child_process";

/** A program that only imports, run in a folder. */
export interface Import {
  readonly program: string;
  readonly folder: string;
}

/**
 * How many milliseconds longer each process takes than an empty one, run in turns: of each round the differences, of those
 * the median.
 */
export function importTimes<Name extends string>(
  imports: Readonly<Record<Name, Import>>,
  rounds: number,
): Record<Name, number> {
  const entries = Object.entries<Import>(imports);
  const added = new Map(entries.map(([name]): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, { program, folder }] of entries) {
      added.get(name)?.push(timeOf(program, folder) - timeOf("", folder));
    }
  }
  return Object.fromEntries([...added].map(([name, times]) => [name, middle(times)])) as Record<Name, number>;
}

function timeOf(program: string, folder: string): number {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder });
  if (status !== 0) {
    throw new Error(`${program} does not run: ${stderr}`);
  }
  return performance.now() - before;
}

function middle(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}
