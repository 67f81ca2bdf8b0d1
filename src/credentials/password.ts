import { ConfigurationError, type JobsError } from "../errors/base.ts";
import { ApiError, isRetryable } from "../errors/request-errors.ts";
import { type Fetch, type HttpRequest, sendOnce } from "../http/send-once.ts";
import { systemClock } from "../util/clock.ts";
import { createRedactor } from "../util/redact.ts";
import { functionOption, objectOption } from "../util/validate.ts";
import type { TokenCredentials } from "./credentials.ts";
import {
  domainOption,
  type Given,
  IAM_TIMEOUT,
  issuedToken,
  type Named,
  requiredText,
  type TokenOptions,
  tokenRequest,
} from "./iam-token.ts";
import { type CredentialsFunction, createTokenCache } from "./token-cache.ts";

/** An IAM user, by name or by ID, and the scope of the token. */
export interface PasswordOptions extends TokenOptions {
  readonly username?: string | undefined;
  /** In place of `username`; takes precedence over it. */
  readonly userId?: string | undefined;
  readonly password: string;
  /** The code of a second factor. It is good for one login: when the token ends, somebody has to log in again. */
  readonly passcode?: string | undefined;
  /** The account that the user belongs to. Not needed with `userId` and `projectId`. */
  readonly domainName?: string | undefined;
  /** In place of `domainName`. */
  readonly domainId?: string | undefined;
}

const REJECTED = "IAM does not accept the login: check user, password, account (domain) and project.";

const PASSCODE_USED = '"passcode" has been used: it is good for one login.';

/**
 * Makes a credentials function that logs an IAM user in, and again shortly before the token ends or if it is rejected.
 * Concurrent requests share one login. A password that IAM has refused is not sent again: users are locked after a few.
 *
 * The function rejects with `AuthenticationError` for wrong credentials, and with the other errors of a request.
 *
 * @throws ConfigurationError if an option is missing or wrong; the message never shows the password
 * @example
 * ```ts
 * const credentials = passwordCredentials({ cloud: "otc", region: "eu-de", username, password, domainName, projectId });
 * const jobs = createJobsClient({ cloud: "otc", region: "eu-de", projectId, credentials });
 * ```
 */
export function passwordCredentials(options: PasswordOptions): CredentialsFunction {
  const given = objectOption("options", options);
  const identity = identityOption(given);
  const domain = hasDomain(given) ? domainOption(given) : undefined;
  const request = tokenRequest(given, identity, domain);
  const fetch = functionOption<Fetch | undefined>("fetch", given["fetch"], undefined);
  const { password, passcode } = options;
  /** Why IAM is not asked again. */
  let refusal: JobsError | undefined;
  const load = async (): Promise<TokenCredentials> => {
    if (refusal !== undefined) {
      throw refusal;
    }
    try {
      const credential = await logIn(request, fetch, passcode === undefined ? [password] : [password, passcode]);
      refusal = passcode === undefined ? undefined : new ConfigurationError(PASSCODE_USED);
      return credential;
    } catch (error) {
      refusal = error instanceof ApiError && !isRetryable(error) ? error : undefined;
      throw error;
    }
  };
  return createTokenCache(load, systemClock);
}

async function logIn(
  request: HttpRequest,
  fetch: Fetch | undefined,
  secrets: readonly string[],
): Promise<TokenCredentials> {
  const { add, redact } = createRedactor();
  add(secrets);
  const { method, url } = request;
  const info = { service: "iam", method, url, attempts: 1 };
  const http = await sendOnce(request, info, { fetch, redact, timeout: IAM_TIMEOUT });
  return issuedToken(http, systemClock.now(), REJECTED);
}

function identityOption(given: Given): object {
  const user = userOption(given);
  const password = { user: { ...user, password: requiredText(given, "password") } };
  if (given["passcode"] === undefined) {
    return { methods: ["password"], password };
  }
  return {
    methods: ["password", "totp"],
    password,
    totp: { user: { ...user, passcode: requiredText(given, "passcode") } },
  };
}

/** A name is unique within its domain, an ID everywhere. */
function userOption(given: Given): Named & { readonly domain?: Named } {
  return given["userId"] === undefined
    ? { name: requiredText(given, "username"), domain: domainOption(given) }
    : { id: requiredText(given, "userId") };
}

function hasDomain({ domainName, domainId }: Given): boolean {
  return domainName !== undefined || domainId !== undefined;
}
