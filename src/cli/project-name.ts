import { type Credentials, createAuthorizer } from "../credentials/index.ts";
import { ConfigurationError } from "../errors/base.ts";
import { responseError } from "../http/explain.ts";
import { sendOnce } from "../http/send-once.ts";
import { isRecord } from "../util/json.ts";
import type { Redactor } from "../util/redact.ts";
import { pathSegment, quoted } from "../util/validate.ts";
import type { Io } from "./io.ts";
import type { Setting } from "./settings.ts";

/** A project whose name is known, and the IAM to request its ID from. */
export interface NamedProject {
  readonly name: Setting;
  /** The base URL of IAM, with `/v3` or without. */
  readonly iam: string;
}

const TIMEOUT = 30_000;

/**
 * Requests the ID of a project from IAM, from the list of own projects, which every user may read.
 *
 * @throws ConfigurationError when no project has the name, or several have
 * @throws RequestError when the request fails
 */
export async function findProjectId(
  { name: { value, source }, iam }: NamedProject,
  credentials: Credentials,
  { fetch, clock, signal }: Pick<Io, "fetch" | "clock" | "signal">,
  secrets: Redactor,
): Promise<string> {
  const url = `${iam.replace(/\/v3$/, "")}/v3/auth/projects`;
  const request = { method: "GET", url, headers: { Accept: "application/json" } };
  const authorizer = createAuthorizer(credentials, clock, undefined);
  const http = await sendOnce(
    request,
    { service: "iam", method: "GET", url, attempts: 1 },
    {
      fetch,
      async authorize() {
        const authorization = await authorizer.authorize({ ...request, projectId: undefined, now: clock.now() });
        secrets.add(authorization.secrets);
        return authorization.headers;
      },
      redact: secrets.redact,
      timeout: TIMEOUT,
      signal,
    },
  );
  if (!http.response.ok) {
    throw responseError(http, clock.now());
  }
  const projects = projectsIn(http.text);
  const ids = projects.filter((project) => project["name"] === value).map((project) => project["id"]);
  if (ids.length !== 1) {
    const names = projects.map((project) => quoted(String(project["name"]))).slice(0, 20);
    const what =
      ids.length === 0
        ? `none of the projects there (${names.join(", ") || "there are none"})`
        : "several projects there";
    throw new ConfigurationError(
      `"${source}" is ${quoted(value)}, which is the name of ${what}, says ${url}; give the ID with --project.`,
    );
  }
  return pathSegment(`the project ID of ${url}`, ids[0]);
}

function projectsIn(body: string): Readonly<Record<string, unknown>>[] {
  try {
    const parsed: unknown = JSON.parse(body);
    const projects = isRecord(parsed) ? parsed["projects"] : undefined;
    return Array.isArray(projects) ? projects.filter(isRecord) : [];
  } catch {
    return [];
  }
}
