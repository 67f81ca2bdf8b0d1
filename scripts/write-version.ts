/** Copies the version of package.json to src/util/version.ts and package-lock.json. */
import { readFileSync, writeFileSync } from "node:fs";

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);
const read = (path: string): string => readFileSync(at(path), "utf8");

const { version } = JSON.parse(read("package.json"));

writeFileSync(at("src/util/version.ts"), read("src/util/version.ts").replace(/"[^"]*";$/m, `"${version}";`));

const lock = JSON.parse(read("package-lock.json"));
lock.version = version;
lock.packages[""].version = version;
writeFileSync(at("package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
