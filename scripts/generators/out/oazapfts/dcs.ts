/**
 * DCS jobs
 * 0.2.0
 * DO NOT MODIFY - This file has been generated using oazapfts.
 * See https://www.npmjs.com/package/oazapfts
 */
import * as Oazapfts from "@oazapfts/runtime";
import * as QS from "@oazapfts/runtime/query";
export const defaults: Oazapfts.Defaults<Oazapfts.CustomHeaders> = {
    headers: {},
    baseUrl: "https://dcs.ap-southeast-3.myhuaweicloud.com"
};
const oazapfts = Oazapfts.runtime(defaults);
export const servers = {
    huaweiCloud: ({ region = "ap-southeast-3" }: {
        region: "cn-north-1" | "cn-north-2" | "cn-north-4" | "cn-north-9" | "cn-north-12" | "cn-east-2" | "cn-east-3" | "cn-east-4" | "cn-east-5" | "cn-south-1" | "cn-south-2" | "cn-southwest-2" | "ap-southeast-1" | "ap-southeast-2" | "ap-southeast-3" | "ap-southeast-4" | "ap-southeast-5" | "af-south-1" | "sa-brazil-1" | "la-south-2" | "la-north-2" | "na-mexico-1" | "tr-west-1" | "me-east-1" | "ae-ad-1" | "ru-moscow-1" | "ru-northwest-2" | "my-kualalumpur-1" | "eu-west-0" | "eu-west-101";
    }) => `https://dcs.${region}.myhuaweicloud.com`,
    openTelekomCloud: ({ region = "eu-de" }: {
        region: "eu-de" | "eu-nl";
    }) => `https://dcs.${region}.otc.t-systems.com`,
    swissOpenTelekomCloudInferredFromTheHostsOfOtherServicesThereNotDocumented: "https://dcs.eu-ch2.sc.otc.t-systems.com"
};
export type DcsJobType = "masterStandbySwapJob" | "modifyClientIpTransJob" | "modifyBandwidth" | "createDCSInstance" | "closeDCSInstance" | "deleteDCSInstance" | "backupDCSInstance" | "restoreDCSInstance" | "extendDCSInstance";
export type DcsJobStatus = "INIT" | "RUNNING" | "SUCCESS" | "FAIL";
export type DcsJob = {
    /** ID of the job, the same as in the request. 32 hexadecimal digits without dashes in the example. */
    job_id?: string | null;
    /** What the job does. */
    job_type?: DcsJobType | (string | null);
    /** Where the job stands. A word that is not on the list does not end the job. */
    status?: DcsJobStatus | (string | null);
    /** When the job began, in milliseconds since 1970-01-01 00:00 UTC, written as a string of digits such as `1684191545379`. The service is known to mix up strings and numbers in a sibling operation, so a number is taken too. */
    begin_time?: string | number | null;
    /** When the job ended, in milliseconds since 1970-01-01 00:00 UTC, written as a string of digits such as `1684191548248`. The page calls it the start of the job, in every language; name and example say that it is the end. A number is taken here too. */
    end_time?: string | number | null;
    /** Why the job failed, as a text for people. `null` on a job that has not failed. The example of the service's API definition misspells the field as `fail_resson`. */
    fail_reason?: string | null;
};
export type DcsError = {
    /** What went wrong, as a text for people. Only the edition of 2023-12-13 has a limit, 1024 characters. */
    error_msg?: string | null;
    /** What went wrong, as a code to branch on. Only the edition of 2023-12-13 has a limit, 9 characters; the gateway's codes, which arrive in its place, are longer. */
    error_code?: string | null;
    /** Reserved for further detail. Not in use: `null`, or missing as in the page's own example. Only the edition of 2023-12-13 has a limit, 1024 characters. */
    error_ext_msg?: string | null;
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
 * Show a DCS job
 */
export function showDcsJob(projectId: string, jobId: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: DcsJob;
    } | {
        status: 400;
        data: DcsError | GatewayError;
    } | {
        status: 401;
        data: DcsError | GatewayError;
    } | {
        status: 403;
        data: DcsError | GatewayError;
    } | {
        status: 404;
        data: DcsError | GatewayError;
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
        data: DcsError | GatewayError;
    } | {
        status: 502;
        data: DcsError | GatewayError;
    } | {
        status: 503;
        data: DcsError | GatewayError;
    } | {
        status: 504;
        data: DcsError | GatewayError;
    }>(`/v2/${encodeURIComponent(projectId)}/jobs/${encodeURIComponent(jobId)}`, {
        ...opts
    });
}
