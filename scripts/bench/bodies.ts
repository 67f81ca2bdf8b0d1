/** The table of how long large bodies take to read: a few times the size takes a few times as long. */
import type { Body } from "./bodies/measure.ts";
import { goalsTable } from "./goals.ts";
import { messageOf, start } from "./processes.ts";

const KIBIBYTE = 1_024;
/** Below a mebibyte, which is the most that is read. */
const LARGEST = 1_020 * KIBIBYTE;
const sizes = [LARGEST / 16, LARGEST / 4, LARGEST];

/** In milliseconds. */
const GOAL = 100;

const titles: Readonly<Record<string, string>> = {
  subJobs: "empty sub-jobs, 340,000 in the largest",
  plainText: "a text",
  encodedText: "a text in which every second character is encoded",
};

/** Measures and returns the table as Markdown. */
export async function bodies(): Promise<string> {
  const results = await messageOf<readonly Body[]>(start("bodies/measure", [JSON.stringify(sizes)]));
  return [
    "## Reading a body, with a hundred secrets known",
    "",
    `| body | ${sizes.map((size) => `${size / KIBIBYTE} KiB, ms`).join(" | ")} |`,
    `| --- | ${sizes.map(() => "---:").join(" | ")} |`,
    ...results.map(({ kind, took }) => `| ${titles[kind]} | ${took.map((ms) => ms.toFixed(1)).join(" | ")} |`),
    "",
    "Milliseconds of CPU from the response to the job, `fetch` included; the median of nine bodies. Each body is four times the one to its left.",
    goalsTable(
      results.map(({ kind, took }) => ({
        what: `reading a body of 1 MiB, ${titles[kind]}, ms`,
        atMost: GOAL,
        figure: took.at(-1) ?? Number.NaN,
        digits: 0,
      })),
    ),
  ].join("\n");
}
