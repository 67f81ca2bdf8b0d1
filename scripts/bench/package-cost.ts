/** What it costs to use packages: the size of a bundle, and the time of the imports. */
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What a program uses of which modules. */
export type Uses = Readonly<Record<string, readonly string[]>>;

/** A program, and the folder with the `node_modules` that it runs in. */
export interface Contender {
  readonly uses: Uses;
  readonly folder: string;
}

/** Bytes of the bundle for Node, minified and gzipped. */
export async function bundleSize({ uses, folder }: Contender): Promise<number> {
  const lines = Object.entries(uses).map(([specifier, names], index) => {
    const used = names.map((name) => `all${index}[${JSON.stringify(name)}]`).join(", ");
    return `import * as all${index} from ${JSON.stringify(specifier)}; console.log(${used});`;
  });
  const { outputFiles } = await build({
    stdin: { contents: lines.join("\n"), resolveDir: folder },
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

/** Milliseconds that the imports take in a new process, whose own start does not count. */
export function importTime({ uses, folder }: Contender): number {
  const imports = Object.keys(uses).map((specifier) => `await import(${JSON.stringify(specifier)});`);
  const program = `const began = performance.now(); ${imports.join(" ")} console.log(performance.now() - began);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder }));
}
