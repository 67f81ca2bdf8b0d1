// Compiled from openapi/ by `npm run generate`. Do not edit.

export interface paths {
    "/v1/{project_id}/sfs-turbo/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an SFS Turbo job
         * @description Tells how one asynchronous job of SFS Turbo stands, for instance the one that creates and binds an LDAP
         *     configuration. Ask again every ten seconds or so until `status` is `success` or `failed`.
         *
         *     **Where the ID comes from.** The pages say that the operation serves all asynchronous calls. Those that hand out
         *     a job ID are: creating, changing and deleting an LDAP configuration; joining, changing and leaving an Active
         *     Directory domain. They name it `jobId` (one example spells it `job_Id`, and the Active Directory pages say
         *     `job_id` where the service sends `jobId`). Creating, extending or deleting a file system, changing its security
         *     group and attaching a storage backend answer without a job ID, although there are job types for them.
         *
         *     **Headers.** Both pages mark two request headers as mandatory: `X-Auth-Token` (string, the token of the account)
         *     and `Content-Type` (string, the MIME type). The first is the security scheme here. The second is demanded
         *     although the request has no body; OpenAPI ignores a header parameter of that name, so it is told here: send
         *     `Content-Type: application/json`, as the vendor's SDKs do.
         *
         *     **Example request.** The pages show none. With the IDs used here:
         *
         *     `GET /v1/ac234de25c6741d2b1273da49eea1b9e/sfs-turbo/jobs/26f6b565-xxxx-XXXX-xxxx-03f0bd975433`
         *
         *     **How long a job can be asked for** is documented nowhere. Keep what you need of its outcome.
         *
         *     **Names.** The vendor calls the operation `ShowJobDetail`. The right to call it is the IAM action
         *     `sfsturbo:shares:getJob`. Other services have operations of the same name with other answers.
         */
        get: operations["showSfsTurboJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Words that say where an SFS Turbo job stands. `success` and `failed` are final, the other two are not.
         * @example success
         * @enum {string}
         */
        SfsTurboJobStatus: "success" | "failed" | "waiting" | "running";
        /**
         * @description Kinds of SFS Turbo job, for jobs and for their steps.
         *
         *     Open Telekom Cloud's page lists the first seven. Huawei Cloud's treats the field as free text; newer editions of it
         *     list four of them or all seven. No page lists `bind_ldap`, which all of them use in their example. More kinds exist
         *     (updating or unbinding LDAP; joining, changing or leaving an Active Directory domain) whose words no page gives, so
         *     never reject a job because of its kind.
         * @example bind_ldap
         * @enum {string}
         */
        SfsTurboJobType: "create_share" | "hpc_create_share" | "delete_share" | "extend_share" | "change_security_group" | "create_obs_target" | "delete_obs_target" | "bind_ldap";
        /**
         * @description Words that say where one step of an SFS Turbo job stands.
         *
         *     Huawei Cloud's page names the four lower-case words in a sentence, Open Telekom Cloud's lists them; the service's
         *     own API definition shows `FAIL` as the example value. Compare without regard to case and read `fail` and `failed`
         *     alike.
         *
         *     Observed, not documented: The word `FAIL` is the example value of a sub-job's status in the API Explorer definition. (mingyang91/huawei-cloud-api-definitions, schemas/SFSTurbo/src/ShowJobDetail.json)
         * @example success
         * @enum {string}
         */
        SfsTurboSubJobStatus: "success" | "failed" | "waiting" | "running" | "FAIL";
        /**
         * @description One step of an SFS Turbo job; the vendor's name for it is `GetSubJobDetail`. It has the fields of a job except
         *     `sub_jobs`.
         *
         *     Huawei Cloud's page repeats the job's descriptions for times, error code and failure cause; Open Telekom Cloud's says
         *     plainly that they are those of the step. The latter reading is used here. (The service's API definition demands two
         *     fields, `share` and `perm`, that a step does not have: a slip.)
         */
        SfsTurboSubJob: {
            /**
             * @description Where the step stands.
             * @example success
             */
            status?: components["schemas"]["SfsTurboSubJobStatus"] | string;
            /**
             * @description ID of the step. Huawei Cloud's page calls it the task's ID, Open Telekom Cloud's the subtask's. Its form is not fixed.
             * @example 8d1f2a6e-xxxx-XXXX-xxxx-5c0de47b1a92
             */
            job_id?: string;
            /**
             * @description What the step does. Open Telekom Cloud's page gives it the same list of words as the job; Huawei Cloud's leaves it free.
             * @example bind_ldap
             */
            job_type?: components["schemas"]["SfsTurboJobType"] | string;
            /**
             * @description When the step began, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`, without a zone.
             * @example 2023-07-26 09:33:58
             */
            begin_time?: string;
            /**
             * @description When the step ended, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`, without a zone.
             * @example 2023-07-26 09:33:58
             */
            end_time?: string;
            /**
             * @description Why the step failed, as a code. Only a failed step has one.
             * @example SFS.TURBO.0005
             */
            error_code?: string;
            /**
             * @description Why the step failed, as a text for people. Only a failed step has one.
             * @example server error
             */
            fail_reason?: string;
        };
        /**
         * @description One asynchronous job of SFS Turbo, as the service sees it at the moment of the call. The vendor's SDKs call this
         *     model `ShowJobDetailResponse`, its API definition `ShowJobDetail`.
         *
         *     No page marks a field as mandatory. The service's API definition marks all of them, but its example, the same as on
         *     the pages, leaves out `error_code`, `fail_reason` and `sub_jobs`. Read a missing field, `null` and an empty string
         *     alike: no value.
         */
        SfsTurboJob: {
            /**
             * @description Where the job stands. A word that is not on the list does not end the job.
             * @example success
             */
            status?: components["schemas"]["SfsTurboJobStatus"] | string;
            /**
             * @description ID of the job, the same as in the request.
             *
             *     Its form varies: the vendors' example is a dashed UUID with masked characters, the calls that start a job show 32
             *     characters without dashes. Take it as it is.
             * @example 26f6b565-xxxx-XXXX-xxxx-03f0bd975433
             */
            job_id?: string;
            /**
             * @description What the job does.
             * @example bind_ldap
             */
            job_type?: components["schemas"]["SfsTurboJobType"] | string;
            /**
             * @description When the job began, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`.
             *
             *     The text carries no zone, so a parser that assumes local time gets it wrong. Huawei Cloud's page prints the
             *     example with an opening quote and no closing one; the quote is not part of the value.
             * @example 2023-07-26 09:33:58
             */
            begin_time?: string;
            /**
             * @description When the job ended, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`. The text carries no zone.
             *     It means nothing until `status` is final.
             * @example 2023-07-26 09:33:58
             */
            end_time?: string;
            /**
             * @description Why the job failed, as a code to look up in the vendor's error code table. Only a failed job has one.
             * @example SFS.TURBO.0005
             */
            error_code?: string;
            /**
             * @description Why the job failed, as a text for people. Only a failed job has one.
             * @example server error
             */
            fail_reason?: string;
            /** @description The steps of the job (the vendor's `GetSubJobDetail`), one level deep. Missing when the job has none to show. The job's own `status` decides whether it succeeded, not its steps. */
            sub_jobs?: components["schemas"]["SfsTurboSubJob"][];
        };
        /**
         * @description An error that SFS Turbo itself reports. Its field names are spelled in camel case, unlike those of every other body in
         *     this family of APIs; the vendor's own SDKs do not recognise them. The vendor's API definition calls the model
         *     `ErrorResp`.
         *
         *     Codes worth knowing; the vendor's table is <https://support.huaweicloud.com/eu/api-sfs/ErrorCode.html>:
         *
         *     | code | usual status | what to do |
         *     | --- | --- | --- |
         *     | `SFS.TURBO.0001` | 400, 404 | Correct the request: a parameter is not acceptable. |
         *     | `SFS.TURBO.0002` | 400, 404 | Check the ID and the rights of the account: the object is missing or hidden from it. |
         *     | `SFS.TURBO.0005` | 400, 500 | Try again: the service failed inside. |
         *     | `SFS.TURBO.0011` | 400, 403 | Try again later: another operation is running on the file system. |
         *     | `SFS.TURBO.0015` | 400 | Ask for the right: the account may not do this, although the status is not 403. |
         *     | `SFS.TURBO.0019` | 404 | Check the job ID: no such job. |
         *     | `SFS.TURBO.0037` | 400 | Try again: another change got in the way. |
         *     | `SFS.TURBO.9000` | 403 | The account has no rights, or the resource is gone. |
         */
        SfsTurboError: {
            /**
             * @description What went wrong, as a code to branch on. Huawei Cloud's page limits it to between 8 and 36 characters; Open Telekom Cloud's gives no limit.
             * @example SFS.TURBO.0001
             */
            errCode?: string;
            /**
             * @description What went wrong, as a text for people. Huawei Cloud's page limits it to between 2 and 512 characters; Open Telekom Cloud's gives no limit.
             * @example parameter error
             */
            errMsg?: string;
        };
        /**
         * @description An error that the API gateway in front of the service reports, before the service has seen the request. The body is
         *     the same for all services.
         *
         *     Codes begin with `APIGW.` on the shared gateway and with `APIG.` on a dedicated one; the digits mean the same.
         *
         *     | digits | status | what to do |
         *     | --- | --- | --- |
         *     | `0101` | 404 | Correct method, path or host: there is no such API. |
         *     | `0201` | 400, 413, 414, 494, 500, 502, 504 | 4xx: correct the request (size, form). 5xx: try again, the service did not answer in time. |
         *     | `0202`, `0203` | 502, 504 | Try again: the service did not answer. |
         *     | `0301` | 401 | Correct the credentials: token or signature is not accepted. Five failures in a row lock an access key for five minutes, so do not repeat a signed request. |
         *     | `0302`, `0306`, `0310`, `0402`, `0802` | 403 | Ask for the right: account, project or IP address may not call this. |
         *     | `0303`, `0305` | 401 | Correct the credentials. With a signature, check the clock: 15 minutes off is too much. |
         *     | `0307` | 401 | Get a new token: the old one has expired. |
         *     | `0308` | 429 | Slow down: too many requests. |
         *     | `0501`, `0502` | 405 | Raise the app's quota, which is used up (`0501`); settle the account, the app is frozen (`0502`). |
         *     | `0601`, `0605`, `0606` | 500 | Try again. |
         *     | `0610`, `0613` | 502, 503 | Try again: the service, or the identity service, is down. |
         *
         *     Observed, not documented: The gateway answers before any of the services with this body; the pages of the three operations do not mention it. (huaweicloud/terraform-provider-huaweicloud, issue 1335)
         */
        GatewayError: {
            /**
             * @description What went wrong, as a code to branch on.
             * @example APIGW.0308
             */
            error_code?: string;
            /**
             * @description What went wrong, as a text for people. On 429 it is the only place that names the limit and its window, for example `limit:200,time:5 minute`.
             * @example The throttling threshold has been reached: policy user over ratelimit,limit:200,time:5 minute
             */
            error_msg?: string;
            /**
             * @description ID of the request, to be given to the vendor's support. It can be masked.
             * @example d4e8174b8df00840aef0c6907ec0e384
             */
            request_id?: string;
        };
    };
    responses: {
        /** @description The job as it stands now. It is the answer for a failed job too: the status of the *job* is in the body. */
        SfsTurboJobFound: {
            headers: {
                "X-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SfsTurboJob"];
            };
        };
        /**
         * @description The client made a mistake: correct the request before sending it again.
         *
         *     The vendor's error table also gives this status to codes where the request is fine: `SFS.TURBO.0037` and
         *     `SFS.TURBO.0011` (another change is in the way, try again) and `SFS.TURBO.0015` (no permission).
         */
        SfsTurboBadRequest: {
            headers: {
                "X-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SfsTurboError"] | components["schemas"]["GatewayError"];
            };
        };
        /**
         * @description The credentials are missing, wrong or expired. Get a new token, or check keys and clock; repeating the same request does not help.
         *
         *     Observed, not documented: The gateway answers 401 before any service; the pages of this operation do not list the status. (opentelekomcloud/terraform-provider-opentelekomcloud, issue 2395; https://support.huaweicloud.com/en-us/devg-apisign/api-sign-errorcode.html)
         */
        SfsTurboUnauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SfsTurboError"] | components["schemas"]["GatewayError"];
            };
        };
        /**
         * @description The account may not see this job, or the resource behind the job is gone: the service answers 403, not 404, for file systems and configurations that no longer exist.
         *
         *     Observed, not documented: Other operations of the service answer 403 with `SFS.TURBO.9000` for what is gone; that this one does is inferred. Its pages do not list the status. (huaweicloud/terraform-provider-huaweicloud, huaweicloud/services/sfsturbo: resource_huaweicloud_sfs_turbo.go, ..._ldap_config.go, ..._ad_domain.go, ..._du_task.go)
         */
        SfsTurboForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SfsTurboError"] | components["schemas"]["GatewayError"];
            };
        };
        /**
         * @description There is no such resource: the job ID is unknown in this project, or the path is wrong.
         *
         *     Both pages repeat here the example body of status 400. The vendor's error table gives an unknown job a code of its
         *     own, `SFS.TURBO.0019`: expect that one, and do not tell the two statuses apart by code alone.
         */
        SfsTurboNotFound: {
            headers: {
                "X-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SfsTurboError"] | components["schemas"]["GatewayError"];
            };
        };
        /**
         * @description Too many requests. The gateway counts them per user over a window, and only the text of the message names limit and window (`limit:200,time:5 minute`). Slow down and try again after a pause, on Open Telekom Cloud of up to one minute; the job itself goes on.
         *
         *     Observed, not documented: The gateway answers 429 before any service; the pages of the three operations do not list the status, and no limit is documented for them. (huaweicloud/terraform-provider-huaweicloud, issue 1335; opentelekomcloud/terraform-provider-opentelekomcloud, issues 1671 and 1753)
         */
        TooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description The service failed inside. Try again after a pause; the job itself goes on. */
        SfsTurboInternalServerError: {
            headers: {
                "X-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SfsTurboError"] | components["schemas"]["GatewayError"];
            };
        };
        /**
         * @description The gateway or a proxy could not get an answer from the service (502, 503, 504). Try again after a pause; the job itself goes on. A proxy's body may be HTML or plain text in place of JSON.
         *
         *     Observed, not documented: The gateway answers so when the service does not; the pages of this operation do not list the statuses. (opentelekomcloud-docs/api-gateway, umn/source/published_api_calling/error_codes.rst)
         */
        SfsTurboUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SfsTurboError"] | components["schemas"]["GatewayError"];
            };
        };
    };
    parameters: {
        /**
         * @description ID of the project that the job belongs to, mandatory. The console shows it under *My Credentials*. Real ones have 32 hexadecimal digits without dashes, although DCS's sample request has a dashed one. A token is good for one project only.
         * @example ac234de25c6741d2b1273da49eea1b9e
         */
        ProjectId: string;
        /**
         * @description ID of the job, mandatory. The call that started it answered with the ID, as `jobId` (LDAP and Active Directory calls; the pages of the latter say `job_id`), or in one example as `job_Id`. Its form is not fixed: pass on what you received.
         * @example 26f6b565-xxxx-XXXX-xxxx-03f0bd975433
         */
        SfsTurboJobId: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description ID that the service gave to this request. Log it, and name it to the vendor's support.
         *
         *     Huawei Cloud's page documents the header for status 200 only, Open Telekom Cloud's for 200, 400, 404 and 500.
         * @example d4e8174b8df00840aef0c6907ec0e384
         */
        RequestId: string;
        /**
         * @description ID that was given to this request. Log it, and name it to the vendor's support. Header names are the same in any case.
         *
         *     Observed, not documented: The vendor's SDKs read the header from the error answers of every service. The pages of Workspace and DCS list no response header; that their successful answers carry it too is inferred. (huaweicloud/huaweicloud-sdk-go-v3, core/sdkerr/errors.go)
         * @example d4e8174b8df00840aef0c6907ec0e384
         */
        GatewayRequestId: string;
        /**
         * @description How long to wait before the next request, in seconds or as an HTTP date. The general tables of status codes name it as a possibility; no real answer with it is known. Honour it when it is there, do not count on it.
         * @example 60
         */
        RetryAfter: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    showSfsTurboJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the project that the job belongs to, mandatory. The console shows it under *My Credentials*. Real ones have 32 hexadecimal digits without dashes, although DCS's sample request has a dashed one. A token is good for one project only.
                 * @example ac234de25c6741d2b1273da49eea1b9e
                 */
                project_id: components["parameters"]["ProjectId"];
                /**
                 * @description ID of the job, mandatory. The call that started it answered with the ID, as `jobId` (LDAP and Active Directory calls; the pages of the latter say `job_id`), or in one example as `job_Id`. Its form is not fixed: pass on what you received.
                 * @example 26f6b565-xxxx-XXXX-xxxx-03f0bd975433
                 */
                job_id: components["parameters"]["SfsTurboJobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["SfsTurboJobFound"];
            400: components["responses"]["SfsTurboBadRequest"];
            401: components["responses"]["SfsTurboUnauthorized"];
            403: components["responses"]["SfsTurboForbidden"];
            404: components["responses"]["SfsTurboNotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["SfsTurboInternalServerError"];
            "5XX": components["responses"]["SfsTurboUnavailable"];
        };
    };
}
