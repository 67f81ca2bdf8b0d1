/** The path of a row: that of a GET of one job, with the places of its ID. */
import { UnreadablePage } from "../upstream/blocks.ts";
import type { Operation } from "../upstream/model.ts";
import type { Page } from "../upstream/page.ts";

const placesIn = (text: string): string[] => [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);

/** Throws UnreadablePage if the page describes anything else. */
export function pathOf({ operations, fields }: Page): string {
  const get = operations.find(({ method }) => method === "GET");
  if (get === undefined) {
    const [{ method, path }] = operations;
    throw new UnreadablePage(`${method} ${path} is not a GET of one job`);
  }
  const query = queryOf(get, fields);
  // The old name of the same parameter.
  const path = `${get.path.replace("{tenant_id}", "{project_id}")}${query === "" ? "" : `?${query}`}`;
  if (placesIn(path).every((name) => name === "project_id")) {
    throw new UnreadablePage(`GET ${path} is not a GET of one job: its path and query have no place for an ID`);
  }
  return path;
}

/** The query as the page writes it, without optional parameters; if it writes none, the required parameters. */
function queryOf({ path, query }: Operation, fields: Page["fields"]): string {
  const isMandatory = (name: string): boolean | undefined =>
    (fields.get(`query ${name}`) ?? fields.get(`path ${name}`))?.mandatory;
  if (query !== undefined) {
    return query
      .split("&")
      .filter((pair) => [pair.split("=")[0] ?? "", ...placesIn(pair)].every((name) => isMandatory(name) !== false))
      .join("&");
  }
  const inPath = placesIn(path);
  return [...fields.keys()]
    .flatMap((place) => /^(?:path|query) (.+)$/.exec(place)?.[1] ?? [])
    .filter((name) => !inPath.includes(name) && isMandatory(name) === true)
    .map((name) => `${name}={${name}}`)
    .join("&");
}
