import type { AnyTarget } from "../target.ts";
import { commandArguments } from "./arguments.ts";
import { clientOptions } from "./client-options.ts";
import { cloudsFiles, credentialsFiles, kooCliFiles } from "./credentials-files.ts";
import { environments } from "./environment.ts";
import { errorAnswers } from "./error-answers.ts";
import { jobBodies } from "./job-bodies.ts";
import { logins } from "./logins.ts";
import { rawAnswers } from "./raw-answers.ts";
import { redaction } from "./redaction.ts";
import { references } from "./references.ts";
import { rows } from "./rows.ts";
import { servicesFiles } from "./services-files.ts";
import { listenerRequests, simulatorRequests } from "./simulator-requests.ts";
import { standardInput } from "./standard-input.ts";
import { times } from "./times.ts";
import { vendorPages } from "./vendor-pages.ts";
import { waits } from "./waits.ts";

/** Everything that reads foreign input. */
export const targets: readonly AnyTarget[] = [
  jobBodies,
  errorAnswers,
  rawAnswers,
  waits,
  redaction,
  rows,
  times,
  references,
  clientOptions,
  environments,
  logins,
  commandArguments,
  standardInput,
  credentialsFiles,
  cloudsFiles,
  kooCliFiles,
  servicesFiles,
  simulatorRequests,
  listenerRequests,
  vendorPages,
];
