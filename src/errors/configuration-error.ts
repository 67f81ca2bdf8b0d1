import { JobsError } from "./jobs-error.ts";

/**
 * An option, an ID or a service name is wrong. The message names it and says what would be right. Thrown before
 * anything is sent.
 */
export class ConfigurationError extends JobsError {
  override readonly name = "ConfigurationError";
}
