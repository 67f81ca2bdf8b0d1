/** Keeps words out of pages, docstrings, comments and messages that readers stumbled over. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { languageFindings } from "./lib/language.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What is generated. */
const exempt = /^docs\/(?:node_modules|public|reference|sdk)\//;

function list(folder: string, recursive: boolean): string[] {
  return readdirSync(root + folder, { recursive, encoding: "utf8" })
    .map((path) => (folder === "." ? path : `${folder}/${path.replaceAll("\\", "/")}`))
    .filter((path) => /\.(?:md|ts|yaml)$/.test(path) && !exempt.test(path))
    .sort();
}

const files = [...list(".", false), ...list("docs", true), ...list("openapi", true), ...list("src", true)];
const findings = files.flatMap((path) => languageFindings(path, readFileSync(root + path, "utf8")));
process.stdout.write(findings.map((finding) => `${finding}\n`).join(""));
process.exitCode = findings.length === 0 ? 0 : 1;
