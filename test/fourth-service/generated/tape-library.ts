// Compiled from tape-library.yaml by `npx vitest run test/fourth-service -u`. Do not edit.

export interface paths {
    "/v3.1/{project_id}/tape-library/tasks/{job_id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
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
        TapeLibraryJob: {
            task?: string;
            kind?: components["schemas"]["TapeLibraryJobType"] | string;
            phase?: components["schemas"]["TapeLibraryJobStatus"] | string;
            opened?: number;
            closed?: number;
            fault?: string;
            fault_text?: string;
            step_count?: number;
            steps?: components["schemas"]["TapeLibrarySubJob"][];
        };
        TapeLibraryJobType: "archive" | "recall";
        TapeLibraryJobStatus: "queued" | "writing" | "stored" | "torn" | "unmounted";
        TapeLibrarySubJob: {
            step?: string;
            action?: string;
            condition?: components["schemas"]["TapeLibrarySubJobStatus"] | string;
            since?: number;
            until?: number;
            written?: number;
            defect?: string;
            defect_text?: string;
        };
        TapeLibrarySubJobStatus: "idle" | "spinning" | "done" | "jammed";
        TapeLibraryError: {
            error?: {
                code?: string;
                message?: string;
            };
        };
        GatewayError: {
            error_code?: string | null;
            error_msg?: string | null;
            request_id?: string | null;
        };
    };
    responses: {
        TapeLibraryJobFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TapeLibraryJob"];
            };
        };
        TapeLibraryRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TapeLibraryError"] | components["schemas"]["GatewayError"];
            };
        };
        TapeLibraryNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TapeLibraryError"] | components["schemas"]["GatewayError"];
            };
        };
        TapeLibraryUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TapeLibraryError"] | components["schemas"]["GatewayError"];
            };
        };
        GatewayTooManyRequests: {
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
        TapeLibraryJobId: string;
        ProjectId: string;
    };
    requestBodies: never;
    headers: {
        RequestId: string;
        GatewayRequestId: string;
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
                project_id: components["parameters"]["ProjectId"];
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
            429: components["responses"]["GatewayTooManyRequests"];
            500: components["responses"]["TapeLibraryUnavailable"];
        };
    };
}
