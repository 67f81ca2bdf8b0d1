import { execFile } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export const redocly = require.resolve("@redocly/cli/bin/cli.js");
export const spectral = require.resolve("@stoplight/spectral-cli/dist/index.js");

/**
 * Runs a tool and reads its report. Redocly writes a banner and its progress to stderr, so stderr is hidden, unless the
 * report cannot be read or the exit code does not fit it: then the tool itself failed, and all that it said is shown.
 */
export function run<T>(
  args: readonly string[],
  cwd: string,
  read: (stdout: string) => T,
  expectedExit: (report: T) => number,
): Promise<T> {
  return new Promise((fulfil, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const exit = error === null ? 0 : error.code;
      try {
        const report = read(stdout);
        if (exit === expectedExit(report)) {
          return fulfil(report);
        }
      } catch {
        // Not a report: told below, with what there is instead.
      }
      reject(new Error(`${args.join(" ")}\nfailed (exit ${exit})\n${stdout}\n${withoutBanner(stderr)}`));
    });
  });
}

/** Redocly greets Node 20 with a box. */
export const withoutBanner = (stderr: string): string =>
  stderr
    .split("\n")
    .filter((line) => !/[╔║╚]/.test(line))
    .join("\n")
    .trim();
