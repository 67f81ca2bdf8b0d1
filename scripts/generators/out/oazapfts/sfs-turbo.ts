/**
 * SFS Turbo jobs
 * 0.2.0
 * DO NOT MODIFY - This file has been generated using oazapfts.
 * See https://www.npmjs.com/package/oazapfts
 */
import * as Oazapfts from "@oazapfts/runtime";
import * as QS from "@oazapfts/runtime/query";
export const defaults: Oazapfts.Defaults<Oazapfts.CustomHeaders> = {
    headers: {},
    baseUrl: "https://sfs-turbo.ap-southeast-3.myhuaweicloud.com"
};
const oazapfts = Oazapfts.runtime(defaults);
export const servers = {
    huaweiCloudAllRegionsButTheEuropeanOne: ({ region = "ap-southeast-3" }: {
        region: "cn-north-1" | "cn-north-2" | "cn-north-4" | "cn-north-9" | "cn-north-11" | "cn-north-12" | "cn-east-2" | "cn-east-3" | "cn-east-4" | "cn-east-5" | "cn-south-1" | "cn-south-2" | "cn-south-4" | "cn-southwest-2" | "cn-southwest-3" | "ap-southeast-1" | "ap-southeast-2" | "ap-southeast-3" | "ap-southeast-4" | "ap-southeast-5" | "af-south-1" | "af-north-1" | "sa-brazil-1" | "la-south-2" | "la-north-2" | "na-mexico-1" | "tr-west-1" | "me-east-1" | "ae-ad-1" | "ru-moscow-1" | "my-kualalumpur-1";
    }) => `https://sfs-turbo.${region}.myhuaweicloud.com`,
    huaweiCloudEuropeanRegionEuWest101WhichHasADomainOfItsOwn: "https://sfs-turbo.eu-west-101.myhuaweicloud.eu",
    openTelekomCloud: ({ region = "eu-de" }: {
        region: "eu-de" | "eu-nl";
    }) => `https://sfs-turbo.${region}.otc.t-systems.com`,
    swissOpenTelekomCloudInferredFromTheHostsOfOtherServicesThereNotDocumented: "https://sfs-turbo.eu-ch2.sc.otc.t-systems.com"
};
export type SfsTurboJobStatus = "success" | "failed" | "waiting" | "running";
export type SfsTurboJobType = "create_share" | "hpc_create_share" | "delete_share" | "extend_share" | "change_security_group" | "create_obs_target" | "delete_obs_target" | "add_ad_domain" | "change_ad_domain" | "quit_ad_domain" | "bind_ldap" | "unbind_ldap" | "update_ldap";
export type SfsTurboSubJobStatus = "success" | "failed" | "waiting" | "running" | "FAIL";
export type SfsTurboSubJob = {
    /** Where the step stands. */
    status?: SfsTurboSubJobStatus | (string | null);
    /** ID of the step. Huawei Cloud's page calls it the task's ID, Open Telekom Cloud's the subtask's. Its form is not fixed. */
    job_id?: string | null;
    /** What the step does. Each edition of the page gives it the list of words that the job has; the undated one leaves it free. */
    job_type?: SfsTurboJobType | (string | null);
    /** When the step began, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`, without a zone. */
    begin_time?: string | null;
    /** When the step ended, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`, without a zone. */
    end_time?: string | null;
    /** Why the step failed, as a code. Only a failed step has one. */
    error_code?: string | null;
    /** Why the step failed, as a text for people. Only a failed step has one. */
    fail_reason?: string | null;
};
export type SfsTurboJob = {
    /** Where the job stands. A word that is not on the list does not end the job. */
    status?: SfsTurboJobStatus | (string | null);
    /** ID of the job, the same as in the request.
    
    Its form varies: the vendors' example is a dashed UUID with masked characters, the calls that start a job show 32
    characters without dashes. Take it as it is. */
    job_id?: string | null;
    /** What the job does. */
    job_type?: SfsTurboJobType | (string | null);
    /** When the job began, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`.
    
    The text carries no zone, so a parser that assumes local time gets it wrong. The undated edition of Huawei Cloud's page
    prints the example with an opening quote and no closing one; the quote is not part of the value. */
    begin_time?: string | null;
    /** When the job ended, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`. The text carries no zone.
    It means nothing until `status` is final. */
    end_time?: string | null;
    /** Why the job failed, as a code to look up in the vendor's error code table. Only a failed job has one. */
    error_code?: string | null;
    /** Why the job failed, as a text for people. Only a failed job has one. */
    fail_reason?: string | null;
    /** The steps of the job (the vendor's `GetSubJobDetail`), one level deep. Missing when the job has none to show. The job's own `status` decides whether it succeeded, not its steps. */
    sub_jobs?: SfsTurboSubJob[] | null;
};
export type SfsTurboError = {
    /** What went wrong, as a code to branch on. Only the undated edition of Huawei Cloud's page has a limit, 8 to 36 characters. */
    errCode?: string | null;
    /** What went wrong, as a text for people. Only the undated edition of Huawei Cloud's page has a limit, 2 to 512 characters. */
    errMsg?: string | null;
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
 * Show an SFS Turbo job
 */
export function showSfsTurboJob(projectId: string, jobId: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: SfsTurboJob;
    } | {
        status: 400;
        data: SfsTurboError | GatewayError;
    } | {
        status: 401;
        data: SfsTurboError | GatewayError;
    } | {
        status: 403;
        data: SfsTurboError | GatewayError;
    } | {
        status: 404;
        data: SfsTurboError | GatewayError;
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
        data: SfsTurboError | GatewayError;
    } | {
        status: 502;
        data: SfsTurboError | GatewayError;
    } | {
        status: 503;
        data: SfsTurboError | GatewayError;
    } | {
        status: 504;
        data: SfsTurboError | GatewayError;
    }>(`/v1/${encodeURIComponent(projectId)}/sfs-turbo/jobs/${encodeURIComponent(jobId)}`, {
        ...opts
    });
}
