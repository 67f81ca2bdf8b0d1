import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** An installed browser; `CHROMIUM` overrides the usual places. */
export const chromiumPath: string | undefined = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
].find((path) => path !== undefined && existsSync(path));

/** Starts the browser. It can reach only this machine. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: `${chromiumPath}`,
    // How long a start takes is up to the machine.
    timeout: 0,
    // In a container Chromium is often root, which its sandbox refuses.
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
}
