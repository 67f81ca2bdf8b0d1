// Compiled from tape-library.yaml by `npx vitest run test/fourth-service -u`. Do not edit.

export interface paths {
    "/v3.1/{project_id}/tape-library/tasks/{job_id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a Tape Library task
         * @description Tells how one task of a library stands.
         *
         *     **Where the ID comes from.** The calls that start a task answer with `job_id`; the task itself calls it `task`.
         */
        get: operations["showTapeLibraryJob"];
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
        /** @description One task. */
        TapeLibraryJob: {
            /**
             * @description ID of the task.
             * @example T-0042
             */
            task?: string;
            /**
             * @description What the task does.
             * @example recall
             */
            kind?: components["schemas"]["TapeLibraryJobType"] | string;
            /**
             * @description Where the task stands.
             * @example writing
             */
            phase?: components["schemas"]["TapeLibraryJobStatus"] | string;
            /**
             * @description When the task began, in seconds since 1970-01-01 00:00 UTC.
             * @example 1767225600
             */
            opened?: number;
            /**
             * @description When the task ended, in seconds since 1970-01-01 00:00 UTC.
             * @example 1767229200
             */
            closed?: number;
            /**
             * @description Why the task failed, as a code.
             * @example TL-7
             */
            fault?: string;
            /**
             * @description Why the task failed, as a text for people.
             * @example The tape is torn.
             */
            fault_text?: string;
            /**
             * @description How many steps the task has.
             * @example 1
             */
            step_count?: number;
            /** @description The steps that have begun. */
            steps?: components["schemas"]["TapeLibrarySubJob"][];
        };
        /**
         * @description Kinds of task.
         * @example recall
         * @enum {string}
         */
        TapeLibraryJobType: "archive" | "recall";
        /**
         * @description Where a task stands.
         * @example writing
         * @enum {string}
         */
        TapeLibraryJobStatus: "queued" | "writing" | "stored" | "torn" | "unmounted";
        /** @description One step of a task. */
        TapeLibrarySubJob: {
            /**
             * @description ID of the step.
             * @example T-0042.1
             */
            step?: string;
            /**
             * @description What the step does.
             * @example mount
             */
            action?: string;
            /**
             * @description Where the step stands.
             * @example spinning
             */
            condition?: components["schemas"]["TapeLibrarySubJobStatus"] | string;
            /**
             * @description When the step began, in seconds since 1970-01-01 00:00 UTC.
             * @example 1767225600
             */
            since?: number;
            /**
             * @description When the step ended, in seconds since 1970-01-01 00:00 UTC.
             * @example 1767229200
             */
            until?: number;
            /**
             * @description How much of the tape is written, 0 to 100.
             * @example 12
             */
            written?: number;
            /**
             * @description Why the step failed, as a code.
             * @example TL-9
             */
            defect?: string;
            /**
             * @description Why the step failed, as a text for people.
             * @example The drive is jammed.
             */
            defect_text?: string;
        };
        /**
         * @description Where a step stands.
         * @example spinning
         * @enum {string}
         */
        TapeLibrarySubJobStatus: "idle" | "spinning" | "done" | "jammed";
        /** @description An error that the library itself reports; code and message stand within another object. */
        TapeLibraryError: {
            /** @description What went wrong. */
            error?: {
                /**
                 * @description What went wrong, as a code.
                 * @example TL-404
                 */
                code?: string;
                /**
                 * @description What went wrong, as a text for people.
                 * @example No robot knows this task.
                 */
                message?: string;
            };
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
        /** @description The task as it stands now. */
        TapeLibraryJobFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TapeLibraryJob"];
            };
        };
        /** @description The credentials are not good, or not good for this. */
        TapeLibraryRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TapeLibraryError"] | components["schemas"]["GatewayError"];
            };
        };
        /** @description There is no such task in this project. */
        TapeLibraryNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TapeLibraryError"] | components["schemas"]["GatewayError"];
            };
        };
        /** @description The library or the gateway failed. The task goes on. */
        TapeLibraryUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TapeLibraryError"] | components["schemas"]["GatewayError"];
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
    };
    parameters: {
        /**
         * @description ID of the task.
         * @example T-0042
         */
        TapeLibraryJobId: string;
        /**
         * @description ID of the project that the job belongs to, mandatory. The console shows it under *My Credentials*. Real ones have 32 hexadecimal digits without dashes, although DCS's sample request has a dashed one. A token is good for one project only.
         * @example ac234de25c6741d2b1273da49eea1b9e
         */
        ProjectId: string;
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
    showTapeLibraryJob: {
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
                 * @description ID of the task.
                 * @example T-0042
                 */
                job_id: components["parameters"]["TapeLibraryJobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["TapeLibraryJobFound"];
            401: components["responses"]["TapeLibraryRefused"];
            403: components["responses"]["TapeLibraryRefused"];
            404: components["responses"]["TapeLibraryNotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["TapeLibraryUnavailable"];
        };
    };
}
