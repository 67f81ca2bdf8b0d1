import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { described } from "./contract.ts";
import { downloadsOf } from "./downloads.ts";
import { guidePages } from "./guides.ts";
import { brokenLinks } from "./links.ts";
import { repository } from "./paths.ts";
import { redocPage } from "./redoc.ts";
import { sdkReference } from "./sdk.ts";
import { startPage } from "./start.ts";
import { styles } from "./styles.ts";

/**
 * Builds the site into a directory of its own, which is emptied first.
 *
 * @throws Error that lists the links that lead nowhere
 */
export async function buildSite(directory: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  await Promise.all([sdkReference(join(directory, "sdk")), writePages(directory, described)]);
  const broken = brokenLinks(directory);
  if (broken.length > 0) {
    throw new Error(`Links that lead nowhere:\n${broken.join("\n")}`);
  }
}

/** Writes all that is not the SDK reference, with the contracts of these services. */
export async function writePages(directory: string, services: typeof described): Promise<void> {
  const references = services.map(async (service) => [`${service.name}.html`, await redocPage(service)] as const);
  const files = [
    ["index.html", startPage()],
    ["assets/site.css", styles("header.css", "site.css")],
    // Pages runs Jekyll over a site unless told not to.
    [".nojekyll", ""],
    ...guidePages(),
    ...services.flatMap(downloadsOf).map(({ path, content }) => [path, content] as const),
    ...(await Promise.all(references)),
  ] as const;
  cpSync(join(repository, "docs/images"), join(directory, "images"), { recursive: true });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}
