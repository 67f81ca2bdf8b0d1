import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A block of code of a page that is a whole program: it imports what it uses. */
export interface Program {
  /** Where it is: page and number of the block. */
  readonly name: string;
  readonly language: "js" | "ts";
  readonly code: string;
  /** The block of text that follows, which is what the program prints; `…` stands for anything within a line. */
  readonly output: string | undefined;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
/** What the build makes, and what it installs. */
const generated = /^(?:reference|sdk|public|node_modules|\.vitepress)\//;

/** The pages that are written by hand, by their paths in the repository. */
export const pages: readonly string[] = [
  "README.md",
  ...readdirSync(`${root}docs`, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".md") && !generated.test(path))
    .sort()
    .map((path) => `docs/${path}`),
];

const block = /^```(js|ts)(?: \[.+\])?\n([\s\S]*?)^```$(?:\n+^```text\n([\s\S]*?)^```$)?/gm;

export function programsOf(page: string): Program[] {
  const blocks = [...readFileSync(root + page, "utf8").matchAll(block)];
  return blocks.flatMap(([, language, code = "", output], index) =>
    /^import /m.test(code)
      ? [{ name: `${page}, block ${index + 1}`, language: language as "js" | "ts", code, output }]
      : [],
  );
}

export const programs: readonly Program[] = pages.flatMap(programsOf);
