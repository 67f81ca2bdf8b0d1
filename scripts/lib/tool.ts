import { execFile } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export const redocly = require.resolve("@redocly/cli/bin/cli.js");
export const spectral = require.resolve("@stoplight/spectral-cli/dist/index.js");

/** Spectral's rules that no ruleset turns off and that Redocly has too (`no-unresolved-refs`). */
export const reportedByRedocly: ReadonlySet<string> = new Set(["invalid-ref"]);

/**
 * Runs a tool and parses its report. Redocly writes a banner and its progress to stderr, so stderr is shown only if the
 * report cannot be parsed or the exit code does not fit it: then the tool itself failed.
 */
export function run<T>(
  args: readonly string[],
  cwd: string,
  read: (stdout: string) => T,
  expectedExit: (report: T) => number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const exit = error === null ? 0 : error.code;
      try {
        const report = read(stdout);
        if (exit === expectedExit(report)) {
          return resolve(report);
        }
      } catch {
        // Not a report: rejected below with the whole output.
      }
      reject(new Error(`${args.join(" ")}\nfailed (exit ${exit})\n${stdout}\n${withoutBanner(stderr)}`));
    });
  });
}

/** Without the box that Redocly prints on Node 20. */
export const withoutBanner = (stderr: string): string =>
  stderr
    .split("\n")
    .filter((line) => !/[╔║╚]/.test(line))
    .join("\n")
    .trim();
