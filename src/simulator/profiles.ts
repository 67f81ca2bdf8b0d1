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
  /** The error for another project than the token's. */
  readonly otherProject: SimulatedError;
  readonly internalError: SimulatedError;
  /** Members that the service writes without a value instead of leaving them out. */
  readonly blanks?: Readonly<Record<string, null>>;
  /** Further members of a sub-job, which the definition does not name. */
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
    // The service's response for what the account may not see; assumed for another project.
    otherProject: { by: "service", status: 403, code: "SFS.TURBO.9000", message: "no privileges to operate" },
    internalError: { by: "service", status: 500, code: "SFS.TURBO.0005", message: "Internal server error" },
  },
  workspace: {
    ...common,
    jobType: "createDesktops",
    failure: { code: "WKS.00010032", reason: "Operation conflict." },
    // None of the service's own codes is known for an unknown job or an internal failure.
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
    // The vendor's table has a code for an unknown URL, but none for an unknown job.
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
