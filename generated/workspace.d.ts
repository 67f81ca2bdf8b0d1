// Compiled from openapi/ by `npm run generate`. Do not edit.

export interface paths {
    "/v2/{project_id}/workspace-jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a Workspace job
         * @description Tells how one asynchronous job of Workspace stands, for instance the one that creates desktops. Ask again every
         *     15 to 20 seconds until the job is over, and then look at its sub-jobs: `COMPLETE` says that the job is over, not
         *     that it succeeded. The desktops can lag behind the job for a moment.
         *
         *     **Where the ID comes from.** The calls that start a job answer with `job_id`. The job itself names it `id`.
         *
         *     **Headers.** The page of 2025-07-14 marks `X-Auth-Token` (string) as optional: it is the user token that IAM
         *     returns in `X-Subject-Token`, and without it the request must be signed. It marks `Content-Type` (string, the
         *     MIME type of the body) as mandatory, although the request has no body; OpenAPI ignores a header parameter of
         *     that name, so it is told here: send `Content-Type: application/json`, as the vendor's SDKs do. The page of 2026
         *     lists no request parameters at all, and the vendor's own definition marks both as mandatory. The language of the
         *     texts may depend on `X-Language` (for example `en-us`); this is inferred from a Go client that sends it.
         *
         *     **Example request.** `GET /v2/ac234de25c6741d2b1273da49eea1b9e/workspace-jobs/2382dd96-xxxxx56d-axxxc4b09a35b58`
         *
         *     **How long a job can be asked for** is documented nowhere. Keep what you need of its outcome.
         *
         *     **Names.** The vendor calls the operation `ShowJob`. The right to call it is the IAM action
         *     `workspace:jobs:get`. The application side of Workspace has operations of similar names with other answers.
         *
         *     **To try it out**, the vendor's API Explorer sends the request with your login and writes sample code for its
         *     SDKs.
         */
        get: operations["showWorkspaceJob"];
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
         * @description An error that Workspace itself reports. The vendor's API definition calls the model `BaseResponse`.
         *
         *     The codes stand in <https://support.huaweicloud.com/intl/en-us/api-workspace/ErrorCode.html>. It lists many codes with
         *     status 200; those belong to jobs. A failed *job* is no error of this kind: it arrives with status 200 and carries its
         *     own code in the job.
         *
         *     Observed, not documented: The length limits (12 characters for the code, 1000 for the message) are those of the API Explorer definition; the page gives none. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
         */
        WorkspaceError: {
            /**
             * @description What went wrong, as a code to branch on, at most 12 characters. Only present on failure.
             * @example WKS.00010032
             */
            error_code?: string;
            /**
             * @description What went wrong, as a text for people, at most 1000 characters.
             * @example The job does not exist.
             */
            error_msg?: string;
            /**
             * @description Why the request was refused, encrypted. To read it, pass it to the operation `decode-authorization-message` of STS.
             * @example Egpjbi1ub*****GoxMzgrcA==
             */
            encoded_authorization_message?: string;
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
        /**
         * @description Kinds of Workspace job, for jobs and for their sub-jobs.
         *
         *     The page of this operation lists none. The words come from the filter of the operation that lists sub-jobs; its page
         *     explains them, and the vendor's Go SDK repeats the explanations in Chinese. That the job itself uses the same ones is
         *     inferred. More operations hand out a job ID (37 were counted) than the list has words, so expect others and never
         *     reject a job because of its kind. The English page of that list prints `rebuildDesktopss`, a slip for
         *     `rebuildDesktops`.
         *
         *     Observed, not documented: These are the values of the `job_type` filter of ListItaSubJobs, whose items have the same model as the sub-jobs here. The meanings of the last six words are read from this file, those of the others from the page. (huaweicloud/huaweicloud-sdk-go-v3, services/workspace/v2/model/model_list_ita_sub_jobs_request.go)
         * @example createDesktops
         * @enum {string}
         */
        WorkspaceJobType: "createDesktops" | "applyWorkspace" | "cancelWorkspace" | "expandVolumes" | "addVolumes" | "rebuildDesktops" | "createSnapshot" | "deleteSnapshot" | "deleteDesktops" | "desktopRejoinDomain" | "operateDesktops" | "restoreDesktopBySnapshot" | "desktopToImage" | "attachDesktops" | "deleteVolumes" | "createWksSnapshot" | "deleteWksSnapshot" | "createDesktopPool" | "expandDesktopPool" | "deleteDesktopPoolVolumes" | "rebuildDesktopPool" | "addDesktopPoolVolumes" | "detachDesktops" | "attachDesktopPool" | "batchDetachDesktops" | "executeDesktopsAction" | "changeDesktopNetwork" | "batchChangeDesktopNetwork";
        /**
         * @description Words that say where a Workspace job stands.
         *
         *     The page documents none; these are the ones that clients meet. `COMPLETE` says only that the job is over: look at
         *     the sub-jobs. Failure is spelled in two ways. Compare without regard to case, and keep polling on any other word.
         *
         *     Observed, not documented: Terraform ends its wait at `COMPLETE`, `SUCCESS` and `FAIL`, takes every other word as unfinished, and then requires `SUCCESS` of each sub-job. (huaweicloud/terraform-provider-huaweicloud, huaweicloud/services/workspace/common.go)
         *
         *     Observed, not documented: The status filter of the list of sub-jobs has `WAITING`, `RUNNING`, `SUCCESS` and `FAILED`; a third-party client reads these words on the job too. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ListItaSubJobs.json)
         *
         *     Observed, not documented: An older page of Open Telekom Cloud gives the job of a v1.0 of this API `INIT`, `RUNNING`, `SUCCESS` and `FAILED`. Nothing shows `INIT` in this version. (https://docs.otc.t-systems.com/en-us/api/workspace/en-us_topic_0038351071.html)
         * @example RUNNING
         * @enum {string}
         */
        WorkspaceJobStatus: "WAITING" | "RUNNING" | "SUCCESS" | "COMPLETE" | "FAIL" | "FAILED";
        /**
         * @description What a Workspace sub-job works on; the vendor's name for it is `JobEntities`. All that the page says of `entities` is "Task", an oddity. Only what applies is filled in.
         *
         *     Observed, not documented: The length limits are those of the API Explorer definition; the page gives none. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
         */
        WorkspaceSubJobEntities: {
            /**
             * @description ID of the desktop, at most 55 characters.
             * @example 9d30c8ac-77b5-4453-80da-8f027223ee99
             */
            desktop_id?: string;
            /**
             * @description ID of the package that the desktop was ordered with, at most 55 characters.
             * @example workspace.c2.large.windows
             */
            product_id?: string;
            /**
             * @description Name of the desktop's user, at most 55 characters.
             * @example user-test-01
             */
            user_name?: string;
            /**
             * @description Name of the desktop.
             * @example desktop-01
             */
            desktop_name?: string;
            /**
             * @description IP address of the desktop.
             * @example 192.0.2.21
             */
            ip_address?: string;
        };
        /**
         * @description Words that say where one sub-job of a Workspace job stands.
         *
         *     The page of this operation lists none; all words but `FAIL` come from the page of the operation that lists sub-jobs.
         *     Compare without regard to case, and take an unknown word as unfinished.
         *
         *     Observed, not documented: The status filter of the list of sub-jobs, whose items have the same model, has `WAITING`, `RUNNING`, `SUCCESS` and `FAILED`. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ListItaSubJobs.json)
         *
         *     Observed, not documented: Terraform takes as failed every sub-job that is not `SUCCESS` once the job is over, and tests the job for `FAIL`; a third-party client reads that word on sub-jobs too. (huaweicloud/terraform-provider-huaweicloud, huaweicloud/services/workspace/common.go)
         * @example SUCCESS
         * @enum {string}
         */
        WorkspaceSubJobStatus: "WAITING" | "RUNNING" | "SUCCESS" | "FAIL" | "FAILED";
        /**
         * @description One sub-job of a Workspace job; the vendor's name for it is `JobDetailInfo`.
         *
         *     Its fields drift between the vendor's sources: the page has `host`, `project_id`, `attach_user` and `entity`, which
         *     the API Explorer definition lacks; the definition has `message`, `desktop_name` and `mac_address`, which the page
         *     lacks. Expect fields that are not listed here. `entities` (an object) and `entity` (a text) are two different fields.
         *
         *     Observed, not documented: The length limits are those of the API Explorer definition; the page gives none. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
         */
        WorkspaceSubJob: {
            /**
             * @description ID of the sub-job, at most 255 characters.
             * @example e43caef5-e478-4624-9e8c-b0b636331cbc
             */
            id?: string;
            /**
             * @description What the sub-job does, at most 55 characters.
             * @example createDesktops
             */
            job_type?: components["schemas"]["WorkspaceJobType"] | string;
            entities?: components["schemas"]["WorkspaceSubJobEntities"];
            /**
             * @description When the sub-job was created: the page says creation here and start on the job. At most 55 characters. Form and zone as on the job (`YYYY-MM-DD HH:mm:ss`, UTC inferred).
             * @example 2020-04-10 06:45:14
             */
            begin_time?: string;
            /**
             * @description When the sub-job ended, at most 55 characters. The vendor's example of the sibling list shows one on a sub-job that still runs, so go by `status`.
             * @example 2020-04-10 07:06:10
             */
            end_time?: string;
            /**
             * @description Where the sub-job stands, at most 55 characters. The page gives no words.
             * @example SUCCESS
             */
            status?: components["schemas"]["WorkspaceSubJobStatus"] | string;
            /**
             * @description Why the sub-job failed, as a code of 1 to 55 characters. Named `job_error_code` on the job. Only a failed sub-job has one.
             * @example WKS.00010032
             */
            error_code?: string;
            /**
             * @description Why the sub-job failed, as a text for people of 1 to 255 characters. Only a failed sub-job has one.
             * @example Operation conflict.
             */
            fail_reason?: string;
            /**
             * @description IP address of the server on which the vendor runs the sub-job. Of use to the vendor's support only.
             * @example 192.0.2.10
             */
            host?: string;
            /**
             * @description ID of the project that the sub-job belongs to.
             * @example ac234de25c6741d2b1273da49eea1b9e
             */
            project_id?: string;
            /**
             * @description ID of the job that this sub-job is part of, the same for all of its sub-jobs. At most 255 characters.
             * @example 2382dd96-xxxxx56d-axxxc4b09a35b58
             */
            job_id?: string;
            /**
             * @description How far the sub-job has come. The page names neither unit nor range; a percentage from 0 to 100 is inferred, so ignore a number outside it.
             * @example 60
             */
            process?: number;
            /**
             * @description The user whom the desktop is, or is being, assigned to.
             * @example user-test-01
             */
            attach_user?: string;
            /**
             * @description What the sub-job works on, as a text. Not to be confused with `entities`.
             * @example desktop-01
             */
            entity?: string;
            /**
             * @description IP address that goes with the sub-job's object.
             * @example 192.0.2.21
             */
            ip_address?: string;
            /**
             * @description Why the sub-job failed, in words; said next to `fail_reason`. Read it when `fail_reason` is empty.
             *
             *     Observed, not documented: An edition of the sibling list's page, the API Explorer definition and a Go client have the field; this operation's page does not. (https://support.huaweicloud.com/intl/es-us/api-workspace/ListItaSubJobs.html; mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json; chnsz/golangsdk, openstack/workspace/v2/jobs/results.go)
             * @example Operation conflict.
             */
            message?: string;
            /**
             * @description Name of the desktop that the sub-job works on. Also found inside `entities`.
             *
             *     Observed, not documented: The field is in the API Explorer definition, not on the page (which has it inside `entities` only). (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
             * @example desktop-01
             */
            desktop_name?: string;
            /**
             * @description MAC address of the desktop that the sub-job works on.
             *
             *     Observed, not documented: The field is in the API Explorer definition, not on the page. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
             * @example 00:00:5e:00:53:01
             */
            mac_address?: string;
        };
        /**
         * @description One asynchronous job of Workspace, as the service sees it at the moment of the call. The vendor's SDKs call this model
         *     `ShowJobResponse`.
         *
         *     No field is marked mandatory, and the page's only example is an empty object. Two names differ from what the sub-jobs
         *     use: the job's ID is `id` (not `job_id`) and its error code is `job_error_code` (not `error_code`). Read a missing
         *     field, `null` and an empty string alike: no value.
         */
        WorkspaceJob: {
            /**
             * @description ID of the job, the same as `job_id` in the request.
             * @example 2382dd96-xxxxx56d-axxxc4b09a35b58
             */
            id?: string;
            /**
             * @description What the job does.
             * @example createDesktops
             */
            job_type?: components["schemas"]["WorkspaceJobType"] | string;
            /**
             * @description When the job began.
             *
             *     The page gives neither form nor time zone. The example of the sibling list is written `YYYY-MM-DD HH:mm:ss`
             *     without a zone; that it is UTC is inferred.
             * @example 2020-04-10 06:45:14
             */
            begin_time?: string;
            /**
             * @description When the job ended. Form and zone as for `begin_time`, the zone inferred. A sub-job of the sibling list's example carries one while it still runs, so go by `status` here too.
             * @example 2020-04-10 07:06:10
             */
            end_time?: string;
            /**
             * @description Where the job stands. The page gives no words. `COMPLETE` alone does not mean success, and a word that is not on the list does not end the job.
             * @example SUCCESS
             */
            status?: components["schemas"]["WorkspaceJobStatus"] | string;
            /**
             * @description Why the job failed, as a code. Named `error_code` on sub-jobs. Many codes of the vendor's error table are listed with HTTP status 200: they arrive here, in the body of a successful call.
             * @example WKS.00010032
             */
            job_error_code?: string;
            /**
             * @description Why the job failed, as a text for people.
             * @example Operation conflict.
             */
            fail_reason?: string;
            /**
             * Format: int32
             * @description How many sub-jobs the job has. When it is more than `sub_jobs` lists, treat the rest as open.
             * @example 2
             */
            sub_jobs_total?: number;
            /** @description The sub-jobs (the vendor's `JobDetailInfo`), one level deep. They decide whether a `COMPLETE` job succeeded. */
            sub_jobs?: components["schemas"]["WorkspaceSubJob"][];
        };
    };
    responses: {
        /** @description Any other failure. Read code and message; treat a 4xx as a mistake in the request and a 5xx as passing. */
        WorkspaceDefault: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WorkspaceError"] | components["schemas"]["GatewayError"];
            };
        };
        /**
         * @description The job as it stands now. It is the answer for a failed job too: the status of the *job* is in the body, and so are
         *     many codes of the vendor's error table.
         *
         *     The page's only example is an empty object; an answer without a status says nothing about the job, so ask again.
         */
        WorkspaceJobFound: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WorkspaceJob"];
            };
        };
        /**
         * @description The credentials are missing, wrong or expired. Get a new token, or check keys and clock; repeating the same request does not help. The page has this case under `default`.
         *
         *     Observed, not documented: The gateway answers 401 before any service; the page of this operation does not list the status by itself. (https://support.huaweicloud.com/en-us/devg-apisign/api-sign-errorcode.html)
         */
        WorkspaceUnauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WorkspaceError"] | components["schemas"]["GatewayError"];
            };
        };
        /**
         * @description The account may not see this job. `encoded_authorization_message`, where present, holds the reason in encrypted form. The page has this case under `default`.
         *
         *     Observed, not documented: The gateway and the policy check answer 403; the page of this operation does not list the status by itself. (huaweicloud/huaweicloud-sdk-go-v3, core/sdkerr/errors_test.go; https://support.huaweicloud.com/en-us/devg-apisign/api-sign-errorcode.html)
         */
        WorkspaceForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WorkspaceError"] | components["schemas"]["GatewayError"];
            };
        };
        /** @description There is no such resource: the job ID is unknown in this project, or the path is wrong. The page names no code for an unknown job. */
        WorkspaceNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WorkspaceError"] | components["schemas"]["GatewayError"];
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
        /**
         * @description The service failed inside (500), or the gateway or a proxy could not get an answer from it (502, 503, 504). Try again after a pause; the job itself goes on. A proxy's body may be HTML or plain text in place of JSON. The page has this case under `default`.
         *
         *     Observed, not documented: The gateway answers so when the service does not; the page of this operation does not list the statuses by themselves. (opentelekomcloud-docs/api-gateway, umn/source/published_api_calling/error_codes.rst)
         */
        WorkspaceUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["GatewayRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WorkspaceError"] | components["schemas"]["GatewayError"];
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
         * @description ID of the job, mandatory. The call that started it answered with the ID as `job_id`; the job itself names it `id`. Its form is not fixed: pass on what you received.
         * @example 2382dd96-xxxxx56d-axxxc4b09a35b58
         */
        WorkspaceJobId: string;
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
    showWorkspaceJob: {
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
                 * @description ID of the job, mandatory. The call that started it answered with the ID as `job_id`; the job itself names it `id`. Its form is not fixed: pass on what you received.
                 * @example 2382dd96-xxxxx56d-axxxc4b09a35b58
                 */
                job_id: components["parameters"]["WorkspaceJobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WorkspaceJobFound"];
            401: components["responses"]["WorkspaceUnauthorized"];
            403: components["responses"]["WorkspaceForbidden"];
            404: components["responses"]["WorkspaceNotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["WorkspaceUnavailable"];
            default: components["responses"]["WorkspaceDefault"];
        };
    };
}
