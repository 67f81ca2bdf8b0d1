import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { redocly, withoutBanner } from "./tool.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Bundles one API, decorators applied, and returns the JSON text.
 *
 * @param api - its name in redocly.yaml, or the path of its root file
 */
export async function bundle(api: string): Promise<string> {
  const args = [redocly, "bundle", api, "--ext", "json"];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: repository, maxBuffer: 2 ** 26 });
    return `${stdout.trimEnd()}\n`;
  } catch (error) {
    throw new Error(`Redocly could not bundle ${api}.\n${withoutBanner((error as { stderr: string }).stderr)}`);
  }
}

/**
 * Compiles a bundle to types: the text that `npx openapi-typescript` writes. That reads the sources with an older core, which
 * warns falsely about every example.
 */
export async function compile(contract: string, header = COMMENT_HEADER): Promise<string> {
  return `${header}${astToString(await openapiTS(contract))}`;
}
