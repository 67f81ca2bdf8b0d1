/** The generators, each by the command that its documentation shows. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { outputOf } from "../lib/commands.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
/** What they write; the modules that it imports are found from there. */
export const out = join(here, "out");

/** The file of a bundled contract. */
export const contractOf = (api: string): string => join(here, "../../generated", `${api}.json`);

type Generate = (api: string) => Promise<unknown>;

/** Runs a generator of this folder's package.json. */
const generator = (name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  outputOf([join(here, "node_modules", ".bin", name), ...args], { cwd: here, env });

export const generators: Readonly<Record<string, Generate>> = {
  "hey-api (types, SDK, zod)": (api) => {
    const plugins = ["@hey-api/client-fetch", "@hey-api/sdk", "@hey-api/typescript", "zod"];
    const output = ["-o", join(out, "hey-api", api), "--no-log-file"];
    return generator("openapi-ts", ["-i", contractOf(api), ...output, "-p", ...plugins]);
  },
  "orval (fetch)": (api) =>
    generator("orval", ["--input", contractOf(api), "--output", join(out, "orval", `${api}.ts`), "--client", "fetch"]),
  "kubb (types, zod, client)": (api) =>
    generator("kubb", ["generate", "-c", "kubb.config.mjs"], {
      CONTRACT: contractOf(api),
      OUT: join(out, "kubb", api),
    }),
  oazapfts: (api) => {
    mkdirSync(join(out, "oazapfts"), { recursive: true });
    return generator("oazapfts", [contractOf(api), join(out, "oazapfts", `${api}.ts`)]);
  },
  "swagger-typescript-api": (api) => {
    const output = ["-o", join(out, "swagger-typescript-api"), "-n", `${api}.ts`];
    return generator("swagger-typescript-api", ["generate", "-p", contractOf(api), ...output, "--silent"]);
  },
};

/** Removes what an earlier run has written. */
export function clean(): void {
  rmSync(out, { recursive: true, force: true });
}

/** Compiles all that was written, strictly; rejects with the errors. */
export async function compileAll(): Promise<void> {
  const options = {
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["es2022", "dom", "dom.iterable"],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  };
  const config = join(out, "tsconfig.json");
  writeFileSync(config, JSON.stringify({ compilerOptions: options, include: ["**/*.ts"] }));
  await outputOf([join(here, "node_modules", ".bin", "tsc"), "-p", config], { cwd: out });
}
