import type { Service } from "../services/service.ts";
import type { ErrorBody, SimulatedError } from "./response.ts";

/** Service details only the simulator needs, kept out of the SDK's bundle. */
export interface ServiceProfile {
  /** The type of a job that names none. */
  readonly jobType: string;
  /** Why jobs fail in the ready-made scenarios. */
  readonly failure: { readonly code?: string; readonly reason: string };
  readonly errorBody: ErrorBody;
  readonly unknownJob: SimulatedError;
  /** The token is good for one project, and this is another. */
  readonly otherProject: SimulatedError;
  readonly internalError: SimulatedError;
  /** Members that are there without a value, where other services leave them out. */
  readonly blanks?: Readonly<Record<string, null>>;
  /** Members of a sub-job beyond those that the row names. */
  readonly subJobExtra?: (jobId: string, projectId: string, index: number) => object;
}

const common: ServiceProfile = {
  jobType: "simulatedJob",
  failure: { code: "SIM.0001", reason: "The simulated job failed." },
  errorBody: (error_code, error_msg) => ({ error_code, error_msg }),
  unknownJob: { by: "service", status: 404, code: "SIM.0404", message: "The job does not exist." },
  otherProject: {
    by: "gateway",
    status: 403,
    code: "APIGW.0302",
    message: "The IAM user is not authorized to access the API.",
  },
  internalError: { by: "service", status: 500, code: "SIM.0500", message: "Internal server error." },
};

const known: Readonly<Record<string, ServiceProfile>> = {
  "sfs-turbo": {
    jobType: "bind_ldap",
    failure: { code: "SFS.TURBO.0005", reason: "server error" },
    errorBody: (errCode, errMsg) => ({ errCode, errMsg }),
    unknownJob: { by: "service", status: 404, code: "SFS.TURBO.0019", message: "Invalid Job Id" },
    // The service says so of what the account may not see; that it does for a foreign project is assumed.
    otherProject: { by: "service", status: 403, code: "SFS.TURBO.9000", message: "no privileges to operate" },
    internalError: { by: "service", status: 500, code: "SFS.TURBO.0005", message: "Internal server error" },
  },
  workspace: {
    ...common,
    jobType: "createDesktops",
    failure: { code: "WKS.00010032", reason: "Operation conflict." },
    // No code of the service's own is known, neither for an unknown job nor for a failure inside.
    unknownJob: { by: "service", status: 404, message: "The job does not exist." },
    internalError: { by: "service", status: 500, message: "Internal server error." },
    subJobExtra: (job_id, project_id, index) => ({
      job_id,
      project_id,
      entities: { desktop_id: `desktop-${index + 1}`, user_name: `user-${index + 1}` },
    }),
  },
  dcs: {
    ...common,
    jobType: "masterStandbySwapJob",
    failure: { reason: "Failed to switch the master and standby nodes." },
    // The error table has a code for an unknown URL and none for an unknown job.
    unknownJob: { by: "service", status: 404, code: "111404001", message: "The requested URL does not exist." },
    otherProject: { by: "service", status: 401, code: "DCS.1004", message: "The project does not match the token." },
    internalError: { by: "service", status: 500, code: "111500000", message: "Internal service error." },
    blanks: { fail_reason: null },
  },
};

/** A service that is not listed gets the common profile, with its own code for "not there" if it has one. */
export function profileOf(service: Service | undefined): ServiceProfile {
  const [code] = service?.definition.errors?.notFound ?? [];
  const profile = service !== undefined && Object.hasOwn(known, service.name) ? known[service.name] : undefined;
  return profile ?? (code === undefined ? common : { ...common, unknownJob: { ...common.unknownJob, code } });
}
