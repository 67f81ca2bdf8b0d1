import { IAM_TIMEOUT } from "../credentials/iam-token.ts";
import { type Credentials, createAuthorizer } from "../credentials/index.ts";
import { ConfigurationError } from "../errors/base.ts";
import { createHttpClient } from "../http/client.ts";
import { responseError } from "../http/explain.ts";
import { adaptiveLimit, createRateLimiter } from "../http/rate-limiter.ts";
import { parseResponse } from "../http/response.ts";
import { resolveRetry } from "../options.ts";
import { isRecord, valueAt } from "../util/json.ts";
import { createTimers } from "../util/timers.ts";
import { pathSegment, quoted } from "../util/validate.ts";
import type { Project } from "./configuration.ts";
import type { Io } from "./io.ts";
import { baseUrlFrom, type Setting } from "./settings.ts";

/** A project whose ID is not known, and where to request it from. */
export interface UnknownProject extends Project {
  /** The base URL for requests to IAM, with `/v3` or without. */
  readonly iam: Setting;
}

/**
 * Requests the ID of a project from IAM.
 *
 * @throws ConfigurationError when no project has the name, or several have, or the token is for none
 * @throws RequestError when the request fails, after the usual repeats
 */
export async function findProjectId(
  { iam, ...project }: UnknownProject,
  credentials: Credentials,
  { fetch, clock, signal }: Pick<Io, "fetch" | "clock" | "signal">,
  secrets: readonly string[],
): Promise<string> {
  const http = createHttpClient({
    service: "iam",
    fetch,
    authorize: createAuthorizer(credentials, clock),
    limiter: createRateLimiter(adaptiveLimit, createTimers(clock)),
    requestTimeout: IAM_TIMEOUT,
    retry: resolveRetry(),
    clock,
    secrets,
  });
  const isByName = project.by === "name";
  // Every user may read the list of own projects.
  const url = `${baseUrlFrom(iam).replace(/\/v3$/, "")}/v3/auth/${isByName ? "projects" : "tokens"}`;
  const token = typeof credentials === "object" && "token" in credentials ? credentials.token : "";
  const headers = { Accept: "application/json", ...(!isByName && { "X-Subject-Token": token }) };
  const response = await http.send({ method: "GET", url, headers, projectId: undefined, signal });
  if (!response.response.ok) {
    throw responseError(response, clock.now());
  }
  const { data } = parseResponse(response, undefined);
  return pathSegment(`the project ID of ${url}`, isByName ? idOf(data, project, url) : idOfToken(data, url));
}

function idOf(body: unknown, { value, source }: Setting, url: string): unknown {
  const list = valueAt(body, "projects");
  const projects = Array.isArray(list) ? list.filter(isRecord) : [];
  const ids = projects.filter((project) => project["name"] === value).map((project) => project["id"]);
  if (ids.length === 1) {
    return ids[0];
  }
  const names = projects.map((project) => quoted(String(project["name"]))).slice(0, 20);
  const what =
    ids.length === 0
      ? `none of the projects there (${names.join(", ") || "there are none"})`
      : "several projects there";
  throw new ConfigurationError(
    `"${source}" is ${quoted(value)}, which is the name of ${what}, according to ${url}; give the ID with --project.`,
  );
}

function idOfToken(body: unknown, url: string): unknown {
  const id = valueAt(body, "token.project.id");
  if (id === undefined) {
    throw new ConfigurationError(
      `The token is not for a project, according to ${url}: use one that is for the project of the jobs, or give its ID with --project.`,
    );
  }
  return id;
}
