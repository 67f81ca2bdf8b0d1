import type { Operation } from "./model.ts";

const requestLine =
  /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(?:https?:\/\/([^\s/]*))?(\/[^\s?"'<>]*)(?:\?([^\s"'<>]*))?/;

/** The first request in a text: "GET /v1/{project_id}/jobs/{job_id}", with or without a host and a query. */
export function operationIn(text: string): Operation | undefined {
  const [, method, host = "", path, query = ""] = requestLine.exec(text) ?? [];
  if (method === undefined || path === undefined) {
    return undefined;
  }
  const bare = (part: string): string => part.replace(/[.,;:/]+$/, "");
  return {
    method,
    path: bare(path),
    ...(query === "" ? {} : { query: bare(query) }),
    ...(/^[a-z0-9][a-z0-9.-]*$/i.test(host) ? { host } : {}),
  };
}
