import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Application, Converter, JSX, LogLevel, OptionDefaults, PageEvent, type TypeDocOptions } from "typedoc";
import { themes } from "./highlight.ts";
import { header, project } from "./page.ts";
import { repository } from "./paths.ts";
import { removeContracts, useDescriptions } from "./sdk-types.ts";
import { styles } from "./styles.ts";

const options: Partial<TypeDocOptions> = {
  name: project,
  entryPoints: ["index.ts", "polling/schedule.ts", "bullmq/index.ts", "simulator/index.ts", "simulator/node.ts"].map(
    (path) => join(repository, "src", path),
  ),
  tsconfig: join(repository, "tsconfig.json"),
  readme: join(import.meta.dirname, "sdk.md"),
  navigation: { includeFolders: false },
  // Functions first, in the menu and on the pages.
  kindSortOrder: ["Module", "Function"],
  groupOrder: ["Functions", "*"],
  disableSources: true,
  githubPages: false,
  hideGenerator: true,
  searchInComments: true,
  // `npm test` checks the types.
  skipErrorChecking: true,
  // openapi-typescript writes it.
  blockTags: [...OptionDefaults.blockTags, "@description"],
  validation: { notExported: false, invalidLink: true, invalidPath: true, notDocumented: false },
  lightHighlightTheme: themes.light,
  darkHighlightTheme: themes.dark,
  customCss: join(import.meta.dirname, "sdk.css"),
  customJs: join(import.meta.dirname, "sdk-menu.js"),
  logLevel: LogLevel.Warn,
};

/** A link in what opens and closes a section could not be reached with the keyboard. The ID that it leads to remains. */
function repair(page: string): string {
  return page.replaceAll(/<summary.*?<\/summary>/gs, (summary) => summary.replaceAll(/<a .*?<\/a>/gs, ""));
}

/** Writes the reference of all that the package exports, from its docstrings. */
export async function sdkReference(directory: string): Promise<void> {
  const app = await Application.bootstrap(options);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    removeContracts(context.project);
    useDescriptions(context.project);
  });
  app.renderer.hooks.on("head.begin", () => JSX.createElement("link", { rel: "icon", href: "data:," }));
  app.renderer.hooks.on("body.begin", ({ page }) => {
    const base = "../".repeat(page.url.split("/").length);
    return JSX.createElement(JSX.Raw, { html: header(base, "sdk/index.html").text });
  });
  app.renderer.hooks.on("content.begin", () => JSX.createElement(JSX.Raw, { html: '<div id="content"></div>' }));
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = repair(page.contents ?? "");
  });
  const reflection = await app.convert();
  if (reflection === undefined) {
    throw new Error("TypeDoc could not read the docstrings.");
  }
  app.validate(reflection);
  await app.generateDocs(reflection, directory);
  if (app.logger.hasWarnings() || app.logger.hasErrors()) {
    throw new Error("TypeDoc has complaints about the docstrings.");
  }
  writeFileSync(join(directory, "assets", "custom.css"), styles("header.css", "sdk.css"));
}
