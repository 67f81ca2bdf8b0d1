import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix, relative } from "node:path";
import { type DefaultTreeAdapterTypes, parse } from "parse5";

/** What a page links to and what can be linked to in it. */
interface Links {
  readonly targets: readonly string[];
  /** What the browser fetches without being asked. */
  readonly loads: readonly string[];
  readonly ids: ReadonlySet<string>;
}

/** Elements whose address the browser fetches by itself. */
const loading = new Set(["audio", "embed", "iframe", "img", "link", "object", "script", "source", "use", "video"]);

function linksOf(html: string): Links {
  const targets: string[] = [];
  const loads: string[] = [];
  const ids = new Set<string>();
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ("tagName" in node) {
      for (const { name, value } of node.attrs) {
        if (name === "id") {
          ids.add(value);
        } else if (name === "href" || name === "src") {
          (loading.has(node.tagName) ? loads : targets).push(value);
        }
      }
    }
    for (const child of "childNodes" in node ? node.childNodes : []) {
      visit(child);
    }
  };
  visit(parse(html));
  return { targets, loads, ids };
}

/**
 * The links of a site that lead nowhere, as "page: link (why)". A link that begins with a slash must be below `base`, the
 * site's path on its host, and nothing may be loaded from elsewhere.
 */
export function brokenLinks(directory: string, base: string): string[] {
  const pages = new Map(
    readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".html"))
      .map((path) => path.replaceAll("\\", "/"))
      .sort()
      .map((path) => [path, linksOf(readFileSync(join(directory, path), "utf8"))]),
  );

  function why(page: string, link: string): string | undefined {
    if (/^[a-z][a-z0-9+.-]*:/i.test(link)) {
      return undefined;
    }
    if (link.startsWith("/") && !link.startsWith(base)) {
      return "outside of the site";
    }
    const [, path = "", fragment = ""] = /^([^?#]*)(?:\?[^#]*)?(#.*)?$/.exec(link) ?? [];
    const absolute = path.startsWith("/") ? decodeURI(path).slice(base.length) : undefined;
    const linked = absolute ?? (path === "" ? page : posix.join(posix.dirname(page), decodeURI(path)));
    const target = linked === "" || linked.endsWith("/") ? `${linked}index.html` : linked;
    const file = join(directory, target);
    if (relative(directory, file).startsWith("..") || !existsSync(file) || !statSync(file).isFile()) {
      return "no such file";
    }
    const isPlace =
      fragment.length < 2 || /^#\//.test(fragment) || pages.get(target)?.ids.has(decodeURIComponent(fragment.slice(1)));
    return isPlace === false ? "no such place in the page" : undefined;
  }

  return [...pages].flatMap(([page, { targets, loads }]) => {
    const outside = loads.filter((link) => /^(?!data:)[a-z][a-z0-9+.-]*:|^\/\//i.test(link));
    const wrong = [...new Set([...targets, ...loads])].flatMap((link) => {
      const reason = why(page, link);
      return reason === undefined ? [] : [`${page}: ${link} (${reason})`];
    });
    return [...wrong, ...outside.map((link) => `${page}: ${link} (loaded from elsewhere)`)];
  });
}
