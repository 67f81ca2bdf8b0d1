/** The path of a service's jobs, with places in path or query. */
export interface PathTemplate {
  /** The places that make up a job's ID, in order. */
  readonly idPlaces: readonly string[];
  readonly needsProject: boolean;
  /** The path of a job. Project and the parts of the ID must be unreserved URL characters. */
  fill(projectId: string, id: string): string;
  /** Project and ID in a URL that ends with such a path, whatever stands before it. */
  match(url: URL): { readonly projectId: string; readonly id: string } | undefined;
}

const PROJECT = "project_id";
const PLACE = /\{(\w+)\}/;

/** @param template - such as `/v1/{project_id}/jobs/{job_id}` or `/v3/{project_id}/jobs?id={job_id}` */
export function parsePathTemplate(template: string): PathTemplate {
  // Text and names of places by turns.
  const parts = template.split(PLACE);
  const places = parts.filter((_, index) => index % 2 === 1);
  const [path = "", query = ""] = template.split("?");
  const pattern = new RegExp(`${path.split(PLACE).map(asPattern).join("")}$`);
  const parameters = new URLSearchParams(query);
  return {
    idPlaces: places.filter((name) => name !== PROJECT),
    needsProject: places.includes(PROJECT),
    fill(projectId, id) {
      const idParts = id.split("/");
      let filled = "";
      let next = 0;
      for (const [index, part] of parts.entries()) {
        filled += index % 2 === 0 ? part : part === PROJECT ? projectId : idParts[next++];
      }
      return filled;
    },
    match({ pathname, searchParams }) {
      const found = pattern.exec(pathname)?.slice(1);
      const isQuery = [...parameters].every(([name, value]) => PLACE.test(value) || searchParams.get(name) === value);
      if (found === undefined || !isQuery) {
        return undefined;
      }
      const inQuery = [...parameters].filter(([, value]) => PLACE.test(value)).map(([name]) => searchParams.get(name));
      const values = [...found, ...inQuery];
      const idParts = values.filter((_, index) => places[index] !== PROJECT);
      const projectId = values[places.indexOf(PROJECT)] ?? "";
      return idParts.some((part) => !part) ? undefined : { projectId, id: idParts.join("/") };
    },
  };
}

function asPattern(part: string, index: number): string {
  return index % 2 === 1 ? "([^/]+)" : part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
