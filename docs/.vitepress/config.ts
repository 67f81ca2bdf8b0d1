import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig } from "vitepress";

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const source = (path: string): string => file(`../../src/${path}`);

interface Entry {
  title: string;
  path?: string;
  children?: Entry[];
}

/** TypeDoc's list of pages as a sidebar. */
function sdkSidebar(): DefaultTheme.SidebarItem[] {
  const navigation = file("../sdk/navigation.json");
  const items = (entries: Entry[]): DefaultTheme.SidebarItem[] =>
    entries.map(({ title, path, children }) => ({
      text: title,
      ...(path === undefined ? {} : { link: `/sdk/${path}` }),
      ...(children === undefined ? {} : { items: items(children) }),
    }));
  return existsSync(navigation) ? items(JSON.parse(readFileSync(navigation, "utf8"))) : [];
}

const pages = (folder: string, ...names: (readonly [name: string, title: string])[]): DefaultTheme.SidebarItem[] =>
  names.map(([name, text]) => ({ text, link: `/${folder}${name}` }));

const guides: DefaultTheme.SidebarItem[] = [
  {
    text: "Start",
    items: pages("", ["getting-started", "Getting started"], ["comparison", "Compared with other ways"]),
  },
  {
    text: "Guides",
    items: pages(
      "guides/",
      ["waiting", "Waiting"],
      ["many-jobs", "Many jobs"],
      ["errors", "Errors"],
      ["credentials", "Credentials"],
      ["other-services", "Other services"],
      ["durable-waits", "Durable waits"],
      ["durable-waits-operations", "Durable waits in operation"],
      ["command-line", "Command line"],
      ["testing", "Testing"],
      ["runtimes", "Runtimes and frameworks"],
      ["migration", "From the vendor's SDK"],
      ["versioning", "Versions"],
    ),
  },
  {
    text: "Recipes",
    items: pages(
      "guides/recipes/",
      ["github-actions", "GitHub Actions"],
      ["serverless", "Serverless function"],
      ["state-machine", "State machine"],
      ["typical-duration", "Learning durations"],
      ["progress-page", "Progress page"],
      ["vitest", "Tests with vitest"],
      ["msw", "Tests with msw"],
      ["opentelemetry", "OpenTelemetry"],
      ["log", "A log"],
      ["proxy", "A proxy"],
    ),
  },
];

const reference: DefaultTheme.SidebarItem[] = [
  {
    text: "API reference",
    items: pages(
      "reference/",
      ["", "Side by side"],
      ["sfs-turbo", "SFS Turbo"],
      ["workspace", "Workspace"],
      ["dcs", "DCS"],
    ),
  },
];

/** A paragraph that is a link to a recipe, and nothing else: readers of the site see the file, which the tests run. */
const recipe = /^\[(.+)\]\((?:\.\.\/)+test\/recipes\/(.+\.(\w+))\)$/gm;
const withRecipes = (text: string): string =>
  text.replaceAll(recipe, (_link, title: string, name: string, language: string) => {
    const code = readFileSync(file(`../../test/recipes/${name}`), "utf8");
    return `~~~${language} [${title.replaceAll("`", "")}]\n${code}~~~`;
  });

/** The ID of a heading as GitHub makes it, so that a link works in both places. */
const slugify = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

export default defineConfig({
  title: "huaweicloud-jobs",
  description: "Follow asynchronous jobs of Huawei Cloud and Open Telekom Cloud to their end.",
  lang: "en",
  head: [["link", { rel: "icon", href: "data:," }]],
  srcExclude: ["node_modules/**"],
  // In order, so that the search index comes out the same each time.
  buildConcurrency: 1,
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify },
    config: (markdown) => {
      const parse = markdown.parse.bind(markdown);
      markdown.parse = (text, env) => parse(withRecipes(text), env);
      // The IDs of tabs are random, and would differ in each build: the place of the group and of the tab in the page is enough.
      const open = markdown.renderer.rules["container_code-group_open"];
      markdown.renderer.rules["container_code-group_open"] = (tokens, index, ...rest) => {
        const ids = new Map<string, string>();
        return `${open?.(tokens, index, ...rest)}`.replaceAll(/(?<="(?:group|tab)-)[^"]+/g, (id) => {
          ids.set(id, ids.get(id) ?? `${index}-${ids.size}`);
          return `${ids.get(id)}`;
        });
      };
    },
  },
  vite: {
    resolve: {
      // The playground runs the SDK from its sources.
      alias: [
        { find: /^huaweicloud-jobs$/, replacement: source("index.ts") },
        { find: /^huaweicloud-jobs\/simulator$/, replacement: source("simulator/index.ts") },
        { find: /^huaweicloud-jobs\/schedule$/, replacement: source("polling/schedule.ts") },
      ],
    },
    build: { chunkSizeWarningLimit: 1_000 },
  },
  themeConfig: {
    nav: [
      { text: "Get started", link: "/getting-started" },
      { text: "Guides", link: "/guides/", activeMatch: "^/guides/" },
      { text: "API", link: "/reference/", activeMatch: "^/reference/" },
      { text: "SDK", link: "/sdk/", activeMatch: "^/sdk/" },
      { text: "Playground", link: "/playground" },
    ],
    sidebar: { "/sdk/": sdkSidebar(), "/reference/": reference, "/": guides },
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        miniSearch: {
          searchOptions: {
            // A page that explains comes before a page that lists.
            boostDocument: (id: string) =>
              /\/sdk\/.*(interfaces|type-aliases|variables)\//.test(id) ? 0.4 : /\/sdk\//.test(id) ? 0.8 : 1,
          },
        },
      },
    },
    notFound: { linkLabel: "Take me home" },
    docFooter: { prev: false, next: false },
    footer: { message: "MIT licence." },
  },
});
