// Compiled from openapi/ by `npm run generate`. Do not edit.

export interface paths {
    "/v2/{project_id}/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a DCS job
         * @description Tells how one asynchronous job of a tenant's DCS stands, for instance the one that swaps master and standby. Ask
         *     again every ten seconds or so until `status` is `SUCCESS` or `FAIL`. The instance can stay busy for a moment
         *     after the job is over.
         *
         *     **Where the ID comes from.** The calls that start a job answer with `job_id`.
         *
         *     **Headers.** The page lists no request parameters. In truth each request needs `X-Auth-Token` or a signature;
         *     the vendor's SDKs also send `Content-Type: application/json`, which does no harm.
         *
         *     **Example request.** `GET /v2/ac234de25c6741d2b1273da49eea1b9e/jobs/ff8080818822bbf70188235afc24141a`
         *
         *     The page's own is of another operation, with a project ID that has dashes where real ones have none:
         *
         *     `GET https://{dcs_endpoint}/v2/a4d31cb6-3d72-4fdc-8ec9-6e3a41e47f71/instances/5560df16-cebf-4473-95c4-d1b573c16e79/tasks/8abf6e1e72c12e7c0172c15b508500aa/progress`
         *
         *     **How long a job can be asked for** is documented nowhere. Keep what you need of its outcome.
         *
         *     **Names.** The vendor calls the operation `ShowJobInfo`, first described as the job result of a tenant, later as
         *     the result of a task. The right to call it is the IAM action `dcs:job:get`.
         */
        get: operations["showDcsJob"];
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
         * @description Kinds of DCS job.
         *
         *     The page of 2023-12-13 lists the first two, the page of 2025-10-23 all nine. Even that list cannot be complete: ten
         *     operations are known to hand out a job ID, and a client polls this endpoint for switching a cluster's replica, public
         *     access and migration tasks as well. The lists of background tasks of the same service use words such as
         *     `ChangeInstanceSpec`, `EXTEND`, `BindEip`, `UnBindEip`, `AddReplica`, `DelReplica`, `AddWhitelist`, `UpdatePort`,
         *     `RemoveIpFromDns`, `modify` and `dcsExportJob`; whether they appear here is not known. Never reject a job because of
         *     its kind.
         * @example masterStandbySwapJob
         * @enum {string}
         */
        DcsJobType: "masterStandbySwapJob" | "modifyClientIpTransJob" | "modifyBandwidth" | "createDCSInstance" | "closeDCSInstance" | "deleteDCSInstance" | "backupDCSInstance" | "restoreDCSInstance" | "extendDCSInstance";
        /**
         * @description Words that say where a DCS job stands. `SUCCESS` and `FAIL` are final, the other two are not.
         * @example SUCCESS
         * @enum {string}
         */
        DcsJobStatus: "INIT" | "RUNNING" | "SUCCESS" | "FAIL";
        /**
         * @description One asynchronous job of DCS, as the service sees it at the moment of the call. The vendor's SDKs call this model
         *     `ShowJobInfoResponse`.
         *
         *     No field is marked mandatory. A DCS job has no error code, no sub-jobs and no progress. Read a missing field, `null`
         *     and an empty string alike: no value.
         */
        DcsJob: {
            /**
             * @description ID of the job, the same as in the request. 32 hexadecimal digits without dashes in the example.
             * @example ff8080818822bbf70188235afc24141a
             */
            job_id?: string;
            /**
             * @description What the job does.
             * @example masterStandbySwapJob
             */
            job_type?: components["schemas"]["DcsJobType"] | string;
            /**
             * @description Where the job stands. A word that is not on the list does not end the job.
             * @example SUCCESS
             */
            status?: components["schemas"]["DcsJobStatus"] | string;
            /**
             * @description When the job began, in milliseconds since 1970-01-01 00:00 UTC, written as a string of digits such as `1684191545379`. The service is known to mix up strings and numbers in a sibling operation, so be ready for a number.
             * @example 1684191545379
             */
            begin_time?: string;
            /**
             * @description When the job ended, in milliseconds since 1970-01-01 00:00 UTC, written as a string of digits such as `1684191548248`. The page calls it the start of the job, in every language; name and example say that it is the end. Be ready for a number here too.
             * @example 1684191548248
             */
            end_time?: string;
            /**
             * @description Why the job failed, as a text for people. `null` on a job that has not failed. The example of the service's API definition misspells the field as `fail_resson`.
             * @example null
             * @example Failed to switch the master and standby nodes.
             */
            fail_reason?: string | null;
        };
        /**
         * @description An error that DCS itself reports. Each situation has a code in an old form (nine digits) and one in a new form
         *     (`DCS.` and four digits); both are in use. The vendor's API definition calls this model `ErrorResponse`.
         *
         *     | old code | new code | status | what to do |
         *     | --- | --- | --- | --- |
         *     | `111400063` | `DCS.4062`, `DCS.4063` | 400 | Correct the request: a parameter is not acceptable. |
         *     | `111400070` | `DCS.4070` | 400 | Correct the job ID: its form is wrong. |
         *     | `111400017` | `DCS.4017` | 400 | Try again later: a job is still running on the instance. |
         *     | `111401001` to `111401004` | `DCS.1001` to `DCS.1004` | 401 (`DCS.1004` also 400) | Get a new token: it is invalid, expired, missing, or of another project. |
         *     | `111403002`, `111403003` | `DCS.2003`, `DCS.2007`, `DCS.3002`, `DCS.3003` | 403 | Ask for the right: the account is read-only, or role or policy forbid it. |
         *     | `111404001` | `DCS.4001` | 404 | Correct the URL: there is no such resource. |
         *     | `111400842` | `DCS.4842` | 500 | The execution of a job failed. |
         *     | `111500000` and above | most from `DCS.5000` | 500 | Try again: the service failed inside. |
         *
         *     These are some of the codes; the page "Error Codes" of the API reference has all of them, on Huawei Cloud as
         *     <https://support.huaweicloud.com/intl/pt-br/api-dcs/ErrorCode.html> (in English). None is for an unknown job ID.
         */
        DcsError: {
            /**
             * @description What went wrong, as a text for people, at most 1024 characters.
             * @example Invalid {0} parameter in the request.
             */
            error_msg?: string;
            /**
             * @description What went wrong, as a code to branch on, at most 9 characters. The gateway's codes are longer and come in the gateway's own body.
             * @example 111400063
             */
            error_code?: string;
            /**
             * @description Reserved for further detail, at most 1024 characters. Not in use: `null`, or missing as in the page's own example.
             * @example null
             */
            error_ext_msg?: string | null;
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
        DcsJobFound: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DcsJob"];
            };
        };
        /** @description The request is not acceptable, most often because of the form of an ID: correct it before sending it again. The message of the page's example still has an unfilled placeholder, `{0}`. */
        DcsBadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DcsError"] | components["schemas"]["GatewayError"];
            };
        };
        /** @description The credentials are missing, wrong or expired. Get a new token, or check keys and clock; repeating the same request does not help. */
        DcsUnauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DcsError"] | components["schemas"]["GatewayError"];
            };
        };
        /** @description The request is understood and refused: role, policy or a read-only account forbid it. Ask for the right. */
        DcsForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DcsError"] | components["schemas"]["GatewayError"];
            };
        };
        /** @description There is no such resource: the job ID is unknown in this project, or the path is wrong. The vendor's error table has a code for a wrong URL, none for an unknown job. */
        DcsNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DcsError"] | components["schemas"]["GatewayError"];
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
        DcsInternalServerError: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DcsError"] | components["schemas"]["GatewayError"];
            };
        };
        /**
         * @description The gateway or a proxy could not get an answer from the service (502, 503, 504). Try again after a pause; the job itself goes on. A proxy's body may be HTML or plain text in place of JSON.
         *
         *     Observed, not documented: The gateway answers so when the service does not; the pages of this operation do not list the statuses. (opentelekomcloud-docs/api-gateway, umn/source/published_api_calling/error_codes.rst)
         */
        DcsUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DcsError"] | components["schemas"]["GatewayError"];
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
         * @description ID of the job, mandatory. The call that started it answered with the ID as `job_id`. 32 hexadecimal digits without dashes in the example; a badly formed one is refused with status 400.
         * @example ff8080818822bbf70188235afc24141a
         */
        DcsJobId: string;
    };
    requestBodies: never;
    headers: {
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
    showDcsJob: {
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
                 * @description ID of the job, mandatory. The call that started it answered with the ID as `job_id`. 32 hexadecimal digits without dashes in the example; a badly formed one is refused with status 400.
                 * @example ff8080818822bbf70188235afc24141a
                 */
                job_id: components["parameters"]["DcsJobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DcsJobFound"];
            400: components["responses"]["DcsBadRequest"];
            401: components["responses"]["DcsUnauthorized"];
            403: components["responses"]["DcsForbidden"];
            404: components["responses"]["DcsNotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["DcsInternalServerError"];
            "5XX": components["responses"]["DcsUnavailable"];
        };
    };
}
