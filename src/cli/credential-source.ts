import type { Named } from "../credentials/iam-token.ts";
import type { Credentials } from "../credentials/index.ts";
import type { Io } from "./io.ts";
import type { Secrets } from "./secrets.ts";
import type { Setting, Settings } from "./settings.ts";

/** Where credentials come from, and the other settings found there. */
export interface CredentialSource {
  /** For messages. */
  readonly name: string;
  readonly settings?: Settings;
  /** Who logs in, unless they are a token or an access key. */
  readonly login?: string;
  /** Whether they are a token, which is for one project. */
  readonly isToken?: boolean;
  /** Whether they are for another account, so that its project counts and not that of the environment. */
  readonly isAgency?: boolean;
  /** What was found with them and cannot be used, and what to do instead. */
  readonly notes?: readonly string[];
  /** The URL of the IAM service that issued the credentials. */
  readonly iam?: Setting | undefined;
  /** @throws ConfigurationError when they are incomplete */
  credentials(scope: LoginScope): Credentials;
}

/** What a user logs in for. Called only if there is a login. */
export interface LoginScope {
  project(): Named | undefined;
  region(): string | undefined;
  /** The URL for a login at IAM, unless the credentials come with one of their own. */
  iam(): Setting | undefined;
}

/** Where credentials are searched for. */
export interface CredentialContext extends Pick<Io, "env" | "files" | "fetch"> {
  readonly secrets: Secrets;
}
