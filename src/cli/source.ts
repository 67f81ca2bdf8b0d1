import type { Credentials } from "../credentials/index.ts";
import type { Io } from "./io.ts";
import type { Hide } from "./secrets.ts";
import type { Found, Settings } from "./settings.ts";

/** Where credentials come from, and what else is known there. */
export interface Source {
  /** As messages name it. */
  readonly name: string;
  readonly settings?: Settings;
  /** The URL of the IAM that the credentials are for. */
  readonly iam?: Found | undefined;
  /** @throws ConfigurationError when they are not whole */
  credentials(scope: Scope): Credentials;
}

/** What a user logs in for; looked for when it is asked for. */
export interface Scope {
  readonly project?: { readonly id?: string; readonly name?: string } | undefined;
  readonly region?: string | undefined;
}

/** What sources are found in. */
export interface Surroundings extends Pick<Io, "env" | "files" | "fetch"> {
  readonly hide: Hide;
}
