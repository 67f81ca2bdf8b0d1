/**
 * Workspace jobs
 * 0.2.0
 * DO NOT MODIFY - This file has been generated using oazapfts.
 * See https://www.npmjs.com/package/oazapfts
 */
import * as Oazapfts from "@oazapfts/runtime";
import * as QS from "@oazapfts/runtime/query";
export const defaults: Oazapfts.Defaults<Oazapfts.CustomHeaders> = {
    headers: {},
    baseUrl: "https://workspace.ap-southeast-3.myhuaweicloud.com"
};
const oazapfts = Oazapfts.runtime(defaults);
export const servers = {
    huaweiCloud: ({ region = "ap-southeast-3" }: {
        region: "cn-north-4" | "cn-north-9" | "cn-north-11" | "cn-east-3" | "cn-east-5" | "cn-south-1" | "cn-southwest-2" | "ap-southeast-1" | "ap-southeast-2" | "ap-southeast-3" | "af-south-1" | "af-north-1" | "sa-brazil-1" | "la-south-2" | "la-north-2" | "tr-west-1" | "me-east-1" | "eu-west-101";
    }) => `https://workspace.${region}.myhuaweicloud.com`
};
export type WorkspaceJobType = "createDesktops" | "applyWorkspace" | "cancelWorkspace" | "expandVolumes" | "addVolumes" | "rebuildDesktops" | "createSnapshot" | "deleteSnapshot" | "deleteDesktops" | "desktopRejoinDomain" | "operateDesktops" | "restoreDesktopBySnapshot" | "desktopToImage" | "attachDesktops" | "deleteVolumes" | "createWksSnapshot" | "deleteWksSnapshot" | "createDesktopPool" | "expandDesktopPool" | "deleteDesktopPoolVolumes" | "rebuildDesktopPool" | "addDesktopPoolVolumes" | "detachDesktops" | "attachDesktopPool" | "batchDetachDesktops" | "executeDesktopsAction" | "changeDesktopNetwork" | "batchChangeDesktopNetwork";
export type WorkspaceJobStatus = "WAITING" | "RUNNING" | "SUCCESS" | "COMPLETE" | "FAIL" | "FAILED";
export type WorkspaceSubJobEntities = {
    /** ID of the desktop. */
    desktop_id?: string | null;
    /** ID of the package that the desktop was ordered with. */
    product_id?: string | null;
    /** Name of the desktop's user. */
    user_name?: string | null;
    /** Name of the desktop. */
    desktop_name?: string | null;
    /** IP address of the desktop. */
    ip_address?: string | null;
};
export type WorkspaceSubJobStatus = "WAITING" | "RUNNING" | "SUCCESS" | "FAIL" | "FAILED";
export type WorkspaceSubJob = {
    /** ID of the sub-job. */
    id?: string | null;
    /** What the sub-job does. */
    job_type?: WorkspaceJobType | (string | null);
    /** What the sub-job works on, by IDs and names. */
    entities?: WorkspaceSubJobEntities | null;
    /** When the sub-job was created: the page says creation here and start on the job. Form and zone as on the job (`YYYY-MM-DD HH:mm:ss`, UTC inferred). */
    begin_time?: string | null;
    /** When the sub-job ended. The vendor's example of the sibling list shows one on a sub-job that still runs, so go by `status`. */
    end_time?: string | null;
    /** Where the sub-job stands. The page gives no words. */
    status?: WorkspaceSubJobStatus | (string | null);
    /** Why the sub-job failed, as a code. Named `job_error_code` on the job. Only a failed sub-job has one. */
    error_code?: string | null;
    /** Why the sub-job failed, as a text for people. Only a failed sub-job has one. */
    fail_reason?: string | null;
    /** IP address of the server on which the vendor runs the sub-job. Of use to the vendor's support only. */
    host?: string | null;
    /** ID of the project that the sub-job belongs to. */
    project_id?: string | null;
    /** ID of the job that this sub-job is part of, the same for all of its sub-jobs. */
    job_id?: string | null;
    /** How far the sub-job has come. The page names neither unit nor range; a percentage from 0 to 100 is inferred, so ignore a number outside it. */
    process?: number | null;
    /** The user whom the desktop is, or is being, assigned to. */
    attach_user?: string | null;
    /** What the sub-job works on, as a text. Not to be confused with `entities`. */
    entity?: string | null;
    /** IP address that goes with the sub-job's object. */
    ip_address?: string | null;
    /** Why the sub-job failed, in words; said next to `fail_reason`. Read it when `fail_reason` is empty.
    
    Observed, not documented: An edition of the sibling list's page, the API Explorer definition and a Go client have the field; this operation's page does not. (https://support.huaweicloud.com/intl/es-us/api-workspace/ListItaSubJobs.html; mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json; chnsz/golangsdk, openstack/workspace/v2/jobs/results.go) */
    message?: string | null;
    /** Name of the desktop that the sub-job works on. Also found inside `entities`.
    
    Observed, not documented: The field is in the API Explorer definition, not on the page (which has it inside `entities` only). (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json) */
    desktop_name?: string | null;
    /** MAC address of the desktop that the sub-job works on.
    
    Observed, not documented: The field is in the API Explorer definition, not on the page. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json) */
    mac_address?: string | null;
};
export type WorkspaceJob = {
    /** ID of the job, the same as `job_id` in the request. */
    id?: string | null;
    /** What the job does. */
    job_type?: WorkspaceJobType | (string | null);
    /** When the job began.
    
    The page gives neither form nor time zone. The example of the sibling list is written `YYYY-MM-DD HH:mm:ss`
    without a zone; that it is UTC is inferred. */
    begin_time?: string | null;
    /** When the job ended. Form and zone as for `begin_time`, the zone inferred. A sub-job of the sibling list's example carries one while it still runs, so go by `status` here too. */
    end_time?: string | null;
    /** Where the job stands. The page gives no words. `COMPLETE` alone does not mean success, and a word that is not on the list does not end the job. */
    status?: WorkspaceJobStatus | (string | null);
    /** Why the job failed, as a code. Named `error_code` on sub-jobs. Many codes of the vendor's error table are listed with HTTP status 200: they arrive here, in the body of a successful call. */
    job_error_code?: string | null;
    /** Why the job failed, as a text for people. */
    fail_reason?: string | null;
    /** How many sub-jobs the job has. When it is more than `sub_jobs` lists, treat the rest as open. */
    sub_jobs_total?: number | null;
    /** The sub-jobs (the vendor's `JobDetailInfo`), one level deep. They decide whether a `COMPLETE` job succeeded. */
    sub_jobs?: WorkspaceSubJob[] | null;
};
export type WorkspaceError = {
    /** What went wrong, as a code to branch on. Only present on failure. */
    error_code?: string | null;
    /** What went wrong, as a text for people. */
    error_msg?: string | null;
    /** Why the request was refused, encrypted. To read it, pass it to the operation `decode-authorization-message` of STS. */
    encoded_authorization_message?: string | null;
};
export type GatewayError = {
    /** What went wrong, as a code to branch on. */
    error_code?: string | null;
    /** What went wrong, as a text for people. On 429 it is the only place that names the limit and its window, for example `limit:200,time:5 minute`. */
    error_msg?: string | null;
    /** ID of the request, to be given to the vendor's support. It can be masked. */
    request_id?: string | null;
};
/**
 * Show a Workspace job
 */
export function showWorkspaceJob(projectId: string, jobId: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WorkspaceJob;
    } | {
        status: 401;
        data: WorkspaceError | GatewayError;
    } | {
        status: 403;
        data: WorkspaceError | GatewayError;
    } | {
        status: 404;
        data: WorkspaceError | GatewayError;
    } | {
        status: 405;
        data: GatewayError;
    } | {
        status: 413;
        data: GatewayError;
    } | {
        status: 414;
        data: GatewayError;
    } | {
        status: 429;
        data: GatewayError;
    } | {
        status: 494;
        data: GatewayError;
    } | {
        status: 500;
        data: WorkspaceError | GatewayError;
    } | {
        status: 502;
        data: WorkspaceError | GatewayError;
    } | {
        status: 503;
        data: WorkspaceError | GatewayError;
    } | {
        status: 504;
        data: WorkspaceError | GatewayError;
    } | {
        status: number;
        data: WorkspaceError | GatewayError;
    }>(`/v2/${encodeURIComponent(projectId)}/workspace-jobs/${encodeURIComponent(jobId)}`, {
        ...opts
    });
}
