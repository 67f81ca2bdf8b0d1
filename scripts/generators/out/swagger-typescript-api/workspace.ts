/* eslint-disable */
/* tslint:disable */
// @ts-nocheck
/*
 * ---------------------------------------------------------------
 * ## THIS FILE WAS GENERATED VIA SWAGGER-TYPESCRIPT-API        ##
 * ##                                                           ##
 * ## AUTHOR: acacode                                           ##
 * ## SOURCE: https://github.com/acacode/swagger-typescript-api ##
 * ---------------------------------------------------------------
 */

/**
 * Words that say where one sub-job of a Workspace job stands.
 *
 * The page of this operation lists none; all words but `FAIL` come from the page of the operation that lists sub-jobs.
 * Compare without regard to case, and take an unknown word as unfinished.
 *
 * Observed, not documented: The status filter of the list of sub-jobs, whose items have the same model, has `WAITING`, `RUNNING`, `SUCCESS` and `FAILED`. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ListItaSubJobs.json)
 *
 * Observed, not documented: Terraform takes as failed every sub-job that is not `SUCCESS` once the job is over, and tests the job for `FAIL`; a third-party client reads that word on sub-jobs too. (huaweicloud/terraform-provider-huaweicloud, huaweicloud/services/workspace/common.go)
 */
export enum WorkspaceSubJobStatus {
  WAITING = "WAITING",
  RUNNING = "RUNNING",
  SUCCESS = "SUCCESS",
  FAIL = "FAIL",
  FAILED = "FAILED",
}

/**
 * Words that say where a Workspace job stands.
 *
 * The page documents none; these are the ones that clients meet. `COMPLETE` says only that the job is over: look at
 * the sub-jobs. Failure is spelled in two ways. Compare without regard to case, and keep polling on any other word.
 *
 * Observed, not documented: Terraform ends its wait at `COMPLETE`, `SUCCESS` and `FAIL`, takes every other word as unfinished, and then requires `SUCCESS` of each sub-job. (huaweicloud/terraform-provider-huaweicloud, huaweicloud/services/workspace/common.go)
 *
 * Observed, not documented: The status filter of the list of sub-jobs has `WAITING`, `RUNNING`, `SUCCESS` and `FAILED`; a third-party client reads these words on the job too. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ListItaSubJobs.json)
 *
 * Observed, not documented: An older page of Open Telekom Cloud gives the job of a v1.0 of this API `INIT`, `RUNNING`, `SUCCESS` and `FAILED`. Nothing shows `INIT` in this version. (https://docs.otc.t-systems.com/en-us/api/workspace/en-us_topic_0038351071.html)
 */
export enum WorkspaceJobStatus {
  WAITING = "WAITING",
  RUNNING = "RUNNING",
  SUCCESS = "SUCCESS",
  COMPLETE = "COMPLETE",
  FAIL = "FAIL",
  FAILED = "FAILED",
}

/**
 * Kinds of Workspace job, for jobs and for their sub-jobs.
 *
 * The page of this operation lists none. The words come from the filter of the operation that lists sub-jobs; its page
 * explains them, and the vendor's Go SDK repeats the explanations in Chinese. That the job itself uses the same ones is
 * inferred. More operations hand out a job ID (37 were counted) than the list has words, so expect others and never
 * reject a job because of its kind. The English page of that list prints `rebuildDesktopss`, a slip for
 * `rebuildDesktops`.
 *
 * Observed, not documented: These are the values of the `job_type` filter of ListItaSubJobs, whose items have the same model as the sub-jobs here. The meanings of the last six words are read from this file, those of the others from the page. (huaweicloud/huaweicloud-sdk-go-v3, services/workspace/v2/model/model_list_ita_sub_jobs_request.go)
 */
export enum WorkspaceJobType {
  CreateDesktops = "createDesktops",
  ApplyWorkspace = "applyWorkspace",
  CancelWorkspace = "cancelWorkspace",
  ExpandVolumes = "expandVolumes",
  AddVolumes = "addVolumes",
  RebuildDesktops = "rebuildDesktops",
  CreateSnapshot = "createSnapshot",
  DeleteSnapshot = "deleteSnapshot",
  DeleteDesktops = "deleteDesktops",
  DesktopRejoinDomain = "desktopRejoinDomain",
  OperateDesktops = "operateDesktops",
  RestoreDesktopBySnapshot = "restoreDesktopBySnapshot",
  DesktopToImage = "desktopToImage",
  AttachDesktops = "attachDesktops",
  DeleteVolumes = "deleteVolumes",
  CreateWksSnapshot = "createWksSnapshot",
  DeleteWksSnapshot = "deleteWksSnapshot",
  CreateDesktopPool = "createDesktopPool",
  ExpandDesktopPool = "expandDesktopPool",
  DeleteDesktopPoolVolumes = "deleteDesktopPoolVolumes",
  RebuildDesktopPool = "rebuildDesktopPool",
  AddDesktopPoolVolumes = "addDesktopPoolVolumes",
  DetachDesktops = "detachDesktops",
  AttachDesktopPool = "attachDesktopPool",
  BatchDetachDesktops = "batchDetachDesktops",
  ExecuteDesktopsAction = "executeDesktopsAction",
  ChangeDesktopNetwork = "changeDesktopNetwork",
  BatchChangeDesktopNetwork = "batchChangeDesktopNetwork",
}

/**
 * An error that Workspace itself reports. The vendor's API definition calls the model `BaseResponse`.
 *
 * The codes stand in <https://support.huaweicloud.com/intl/en-us/api-workspace/ErrorCode.html>. It lists many codes with
 * status 200; those belong to jobs. A failed *job* is no error of this kind: it arrives with status 200 and carries its
 * own code in the job. Codes that clients meet:
 *
 * | code | status | meaning | what to do |
 * | --- | --- | --- | --- |
 * | `WKS.0001` | 400 | The request is empty; the Terraform provider also meets it for a desktop pool that does not exist. | Correct the request. |
 * | `WKS.00010032` | 409 | Another operation is in the way. In the body of a job, with status 200, it is why the job failed. | Try again later. |
 *
 * Observed, not documented: The API Explorer definition limits the code to 12 characters and the message to 1000; the page gives no limits, and this contract has none. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
 */
export interface WorkspaceError {
  /** What went wrong, as a code to branch on. Only present on failure. */
  error_code?: string | null;
  /** What went wrong, as a text for people. */
  error_msg?: string | null;
  /** Why the request was refused, encrypted. To read it, pass it to the operation `decode-authorization-message` of STS. */
  encoded_authorization_message?: string | null;
}

/**
 * An error that the API gateway in front of the service reports, before the service has seen the request. The body is
 * the same for all services.
 *
 * Codes begin with `APIGW.` on the shared gateway and with `APIG.` on a dedicated one; the digits mean the same.
 *
 * | code | status | meaning | what to do |
 * | --- | --- | --- | --- |
 * | `APIGW.0101`, `APIG.0101` | 404 | There is no such API at this host; it says nothing of a job. | Correct method, path or host. |
 * | `APIGW.0201`, `APIG.0201` | 400, 413, 414, 494, 500, 502, 504 | The request is not acceptable or too large (4xx), or the service did not answer in time (5xx). | Correct the request (4xx), or try again (5xx). |
 * | `APIGW.0202`, `APIG.0202` | 502 | The service did not answer. | Try again after a pause. |
 * | `APIGW.0203`, `APIG.0203` | 504 | The service did not answer in time. | Try again after a pause. |
 * | `APIGW.0301`, `APIG.0301` | 401 | Token or signature is not accepted. | Correct the credentials; do not repeat a signed request, since five failures in a row lock an access key for five minutes. |
 * | `APIGW.0302`, `APIG.0302`, `APIGW.0306`, `APIG.0306` | 403 | The account may not call this API. | Ask for permission. |
 * | `APIGW.0303`, `APIG.0303`, `APIGW.0305`, `APIG.0305` | 401 | The credentials of the app or of the signature are not accepted. | Correct them; with a signature, check the clock, 15 minutes off is too much. |
 * | `APIGW.0307`, `APIG.0307` | 401 | The token has expired. | Get a new token. |
 * | `APIGW.0308`, `APIG.0308` | 429 | Too many requests; the message names limit and window. | Slow down. |
 * | `APIGW.0310`, `APIG.0310` | 403 | The project is not available. | Check the project. |
 * | `APIGW.0402`, `APIG.0402` | 403 | This IP address may not call the API. | Check which addresses are allowed. |
 * | `APIGW.0501`, `APIG.0501` | 405 | The quota of the app is used up. | Raise the quota. |
 * | `APIGW.0502`, `APIG.0502` | 405 | The app is frozen. | Settle the account. |
 * | `APIGW.0601`, `APIG.0601`, `APIGW.0605`, `APIG.0605`, `APIGW.0606`, `APIG.0606` | 500 | The gateway failed inside. | Try again after a pause. |
 * | `APIGW.0610`, `APIG.0610` | 502 | No backend of the service is available. | Try again after a pause. |
 * | `APIGW.0613`, `APIG.0613` | 503 | The identity service is down. | Try again after a pause. |
 * | `APIGW.0802`, `APIG.0802` | 403 | The account may not call this API in this region or project. | Ask for permission. |
 *
 * Observed, not documented: The gateway answers before any of the services with this body; the pages of the three operations do not mention it. (huaweicloud/terraform-provider-huaweicloud, issue 1335)
 */
export interface GatewayError {
  /** What went wrong, as a code to branch on. */
  error_code?: string | null;
  /** What went wrong, as a text for people. On 429 it is the only place that names the limit and its window, for example `limit:200,time:5 minute`. */
  error_msg?: string | null;
  /** ID of the request, to be given to the vendor's support. It can be masked. */
  request_id?: string | null;
}

/**
 * What a Workspace sub-job works on; the vendor's name for it is `JobEntities`. All that the page says of `entities` is "Task", an oddity. Only what applies is filled in.
 *
 * Observed, not documented: The API Explorer definition limits the first three to 55 characters; the page gives no limits, and this contract has none. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
 */
export interface WorkspaceSubJobEntities {
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
}

/**
 * One sub-job of a Workspace job; the vendor's name for it is `JobDetailInfo`.
 *
 * Its fields drift between the vendor's sources: the page has `host`, `project_id`, `attach_user` and `entity`, which
 * the API Explorer definition lacks; the definition has `message`, `desktop_name` and `mac_address`, which the page
 * lacks. Expect fields that are not listed here. `entities` (an object) and `entity` (a text) are two different fields.
 *
 * Observed, not documented: The API Explorer definition limits IDs and reasons to 255 characters and other texts to 55; the page gives no limits, and this contract has none. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
 */
export interface WorkspaceSubJob {
  /** ID of the sub-job. */
  id?: string | null;
  /** What the sub-job does. */
  job_type?: WorkspaceJobType | string | null;
  /** What the sub-job works on, by IDs and names. */
  entities?: WorkspaceSubJobEntities | null;
  /** When the sub-job was created: the page says creation here and start on the job. Form and zone as on the job (`YYYY-MM-DD HH:mm:ss`, UTC inferred). */
  begin_time?: string | null;
  /** When the sub-job ended. The vendor's example of the sibling list shows one on a sub-job that still runs, so go by `status`. */
  end_time?: string | null;
  /** Where the sub-job stands. The page gives no words. */
  status?: WorkspaceSubJobStatus | string | null;
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
  /**
   * Why the sub-job failed, in words; said next to `fail_reason`. Read it when `fail_reason` is empty.
   *
   * Observed, not documented: An edition of the sibling list's page, the API Explorer definition and a Go client have the field; this operation's page does not. (https://support.huaweicloud.com/intl/es-us/api-workspace/ListItaSubJobs.html; mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json; chnsz/golangsdk, openstack/workspace/v2/jobs/results.go)
   */
  message?: string | null;
  /**
   * Name of the desktop that the sub-job works on. Also found inside `entities`.
   *
   * Observed, not documented: The field is in the API Explorer definition, not on the page (which has it inside `entities` only). (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
   */
  desktop_name?: string | null;
  /**
   * MAC address of the desktop that the sub-job works on.
   *
   * Observed, not documented: The field is in the API Explorer definition, not on the page. (mingyang91/huawei-cloud-api-definitions, schemas/Workspace/src/ShowJob.json)
   */
  mac_address?: string | null;
}

/**
 * One asynchronous job of Workspace, as the service sees it at the moment of the call. The vendor's SDKs call this model
 * `ShowJobResponse`.
 *
 * No field is marked mandatory, and the page's only example is an empty object. Two names differ from what the sub-jobs
 * use: the job's ID is `id` (not `job_id`) and its error code is `job_error_code` (not `error_code`). Read a missing
 * field, `null` and an empty string alike: no value.
 */
export interface WorkspaceJob {
  /** ID of the job, the same as `job_id` in the request. */
  id?: string | null;
  /** What the job does. */
  job_type?: WorkspaceJobType | string | null;
  /**
   * When the job began.
   *
   * The page gives neither form nor time zone. The example of the sibling list is written `YYYY-MM-DD HH:mm:ss`
   * without a zone; that it is UTC is inferred.
   */
  begin_time?: string | null;
  /** When the job ended. Form and zone as for `begin_time`, the zone inferred. A sub-job of the sibling list's example carries one while it still runs, so go by `status` here too. */
  end_time?: string | null;
  /** Where the job stands. The page gives no words. `COMPLETE` alone does not mean success, and a word that is not on the list does not end the job. */
  status?: WorkspaceJobStatus | string | null;
  /** Why the job failed, as a code. Named `error_code` on sub-jobs. Many codes of the vendor's error table are listed with HTTP status 200: they arrive here, in the body of a successful call. */
  job_error_code?: string | null;
  /** Why the job failed, as a text for people. */
  fail_reason?: string | null;
  /**
   * How many sub-jobs the job has. When it is more than `sub_jobs` lists, treat the rest as open.
   * @format int32
   */
  sub_jobs_total?: number | null;
  /** The sub-jobs (the vendor's `JobDetailInfo`), one level deep. They decide whether a `COMPLETE` job succeeded. */
  sub_jobs?: WorkspaceSubJob[] | null;
}

export type QueryParamsType = Record<string | number, any>;
export type ResponseFormat = keyof Omit<Body, "body" | "bodyUsed">;

export interface FullRequestParams extends Omit<RequestInit, "body"> {
  /** set parameter to `true` for call `securityWorker` for this request */
  secure?: boolean;
  /** request path */
  path: string;
  /** content type of request body */
  type?: ContentType;
  /** query params */
  query?: QueryParamsType;
  /** format of response (i.e. response.json() -> format: "json") */
  format?: ResponseFormat;
  /** request body */
  body?: unknown;
  /** base url */
  baseUrl?: string;
  /** request cancellation token */
  cancelToken?: CancelToken;
}

export type RequestParams = Omit<
  FullRequestParams,
  "body" | "method" | "query" | "path"
>;

export interface ApiConfig<SecurityDataType = unknown> {
  baseUrl?: string;
  baseApiParams?: Omit<RequestParams, "baseUrl" | "cancelToken" | "signal">;
  securityWorker?: (
    securityData: SecurityDataType | null,
  ) => Promise<RequestParams | void> | RequestParams | void;
  customFetch?: typeof fetch;
}

export interface HttpResponse<D extends unknown, E extends unknown = unknown>
  extends Response {
  data: D;
  error: E;
}

type CancelToken = Symbol | string | number;

export enum ContentType {
  Json = "application/json",
  JsonApi = "application/vnd.api+json",
  FormData = "multipart/form-data",
  UrlEncoded = "application/x-www-form-urlencoded",
  Text = "text/plain",
}

export class HttpClient<SecurityDataType = unknown> {
  public baseUrl: string = "https://workspace.{region}.myhuaweicloud.com";
  private securityData: SecurityDataType | null = null;
  private securityWorker?: ApiConfig<SecurityDataType>["securityWorker"];
  private abortControllers = new Map<CancelToken, AbortController>();
  private customFetch = (...fetchParams: Parameters<typeof fetch>) =>
    fetch(...fetchParams);

  private baseApiParams: RequestParams = {
    credentials: "same-origin",
    headers: {},
    redirect: "follow",
    referrerPolicy: "no-referrer",
  };

  constructor(apiConfig: ApiConfig<SecurityDataType> = {}) {
    Object.assign(this, apiConfig);
  }

  public setSecurityData = (data: SecurityDataType | null) => {
    this.securityData = data;
  };

  protected encodeQueryParam(key: string, value: any) {
    const encodedKey = encodeURIComponent(key);
    return `${encodedKey}=${encodeURIComponent(typeof value === "number" ? value : `${value}`)}`;
  }

  protected addQueryParam(query: QueryParamsType, key: string) {
    return this.encodeQueryParam(key, query[key]);
  }

  protected addArrayQueryParam(query: QueryParamsType, key: string) {
    const value = query[key];
    return value.map((v: any) => this.encodeQueryParam(key, v)).join("&");
  }

  protected toQueryString(rawQuery?: QueryParamsType): string {
    const query = rawQuery || {};
    const keys = Object.keys(query).filter(
      (key) => "undefined" !== typeof query[key],
    );
    return keys
      .map((key) =>
        Array.isArray(query[key])
          ? this.addArrayQueryParam(query, key)
          : this.addQueryParam(query, key),
      )
      .join("&");
  }

  protected addQueryParams(rawQuery?: QueryParamsType): string {
    const queryString = this.toQueryString(rawQuery);
    return queryString ? `?${queryString}` : "";
  }

  private contentFormatters: Record<ContentType, (input: any) => any> = {
    [ContentType.Json]: (input: any) =>
      input !== null && (typeof input === "object" || typeof input === "string")
        ? JSON.stringify(input)
        : input,
    [ContentType.JsonApi]: (input: any) =>
      input !== null && (typeof input === "object" || typeof input === "string")
        ? JSON.stringify(input)
        : input,
    [ContentType.Text]: (input: any) =>
      input !== null && typeof input !== "string"
        ? JSON.stringify(input)
        : input,
    [ContentType.FormData]: (input: any) => {
      if (input instanceof FormData) {
        return input;
      }

      return Object.keys(input || {}).reduce((formData, key) => {
        const property = input[key];
        formData.append(
          key,
          property instanceof Blob
            ? property
            : typeof property === "object" && property !== null
              ? JSON.stringify(property)
              : `${property}`,
        );
        return formData;
      }, new FormData());
    },
    [ContentType.UrlEncoded]: (input: any) => this.toQueryString(input),
  };

  protected mergeRequestParams(
    params1: RequestParams,
    params2?: RequestParams,
  ): RequestParams {
    return {
      ...this.baseApiParams,
      ...params1,
      ...(params2 || {}),
      headers: {
        ...(this.baseApiParams.headers || {}),
        ...(params1.headers || {}),
        ...((params2 && params2.headers) || {}),
      },
    };
  }

  protected createAbortSignal = (
    cancelToken: CancelToken,
  ): AbortSignal | undefined => {
    if (this.abortControllers.has(cancelToken)) {
      const abortController = this.abortControllers.get(cancelToken);
      if (abortController) {
        return abortController.signal;
      }
      return void 0;
    }

    const abortController = new AbortController();
    this.abortControllers.set(cancelToken, abortController);
    return abortController.signal;
  };

  public abortRequest = (cancelToken: CancelToken) => {
    const abortController = this.abortControllers.get(cancelToken);

    if (abortController) {
      abortController.abort();
      this.abortControllers.delete(cancelToken);
    }
  };

  public request = async <T = any, E = any>({
    body,
    secure,
    path,
    type,
    query,
    format,
    baseUrl,
    cancelToken,
    ...params
  }: FullRequestParams): Promise<HttpResponse<T, E>> => {
    const secureParams =
      ((typeof secure === "boolean" ? secure : this.baseApiParams.secure) &&
        this.securityWorker &&
        (await this.securityWorker(this.securityData))) ||
      {};
    const requestParams = this.mergeRequestParams(params, secureParams);
    const queryString = query && this.toQueryString(query);
    const payloadFormatter = this.contentFormatters[type || ContentType.Json];
    const responseFormat = format || requestParams.format;

    return this.customFetch(
      `${baseUrl || this.baseUrl || ""}${path}${queryString ? `?${queryString}` : ""}`,
      {
        ...requestParams,
        headers: {
          ...(requestParams.headers || {}),
          ...(type && type !== ContentType.FormData
            ? { "Content-Type": type }
            : {}),
        },
        signal:
          (cancelToken
            ? this.createAbortSignal(cancelToken)
            : requestParams.signal) || null,
        body:
          typeof body === "undefined" || body === null
            ? null
            : payloadFormatter(body),
      },
    ).then(async (response) => {
      const r = response as HttpResponse<T, E>;
      r.data = null as unknown as T;
      r.error = null as unknown as E;

      const responseToParse = responseFormat ? response.clone() : response;
      const data = !responseFormat
        ? r
        : await responseToParse[responseFormat]()
            .then((data) => {
              if (r.ok) {
                r.data = data;
              } else {
                r.error = data;
              }
              return r;
            })
            .catch((e) => {
              r.error = e;
              return r;
            });

      if (cancelToken) {
        this.abortControllers.delete(cancelToken);
      }

      if (!response.ok) throw data;
      return data;
    });
  };
}

/**
 * @title Workspace jobs
 * @version 0.2.0
 * @license MIT (https://opensource.org/license/mit)
 * @baseUrl https://workspace.{region}.myhuaweicloud.com
 * @externalDocs https://support.huaweicloud.com/api-workspace/ShowJob_0.html
 * @contact The maintainers of huaweicloud-jobs
 *
 * Slow operations of Workspace answer at once with a job ID. This API tells how the job and its sub-jobs stand.
 *
 * Open Telekom Cloud's present documentation does not offer Workspace (an older page there describes a v1.0 of this
 * API, with the status words `INIT`, `RUNNING`, `SUCCESS` and `FAILED`), so there is no server of it here. The
 * vendor's page, in its editions of 2025-07-14 and 2026-02-10, gives neither status words nor job types nor a real
 * example. Each source names the edition that it was read in; an address serves its newest one. What only practice
 * shows is marked as observed.
 *
 * An example that a vendor or another public source shows says so in its summary; the others are illustrations, with
 * the same IDs throughout.
 */
export class Api<
  SecurityDataType extends unknown,
> extends HttpClient<SecurityDataType> {
  v2 = {
    /**
     * @description Tells how one asynchronous job of Workspace stands, for instance the one that creates desktops. Ask again every 15 to 20 seconds until the job is over, and then look at its sub-jobs: `COMPLETE` says that the job is over, not that it succeeded. The desktops can lag behind the job for a moment. **Where the ID comes from.** The calls that start a job answer with `job_id`. The job itself names it `id`. **Headers.** The page of 2025-07-14 marks `X-Auth-Token` (string) as optional: it is the user token that IAM returns in `X-Subject-Token`, and without it the request must be signed. It marks `Content-Type` (string, the MIME type of the body) as mandatory, although the request has no body; OpenAPI ignores a header parameter of that name, so it is told here: send `Content-Type: application/json`, as the vendor's SDKs do. The page of 2026-02-10 lists no request parameters at all, and the vendor's own definition marks both as mandatory. The language of the texts may depend on `X-Language` (for example `en-us`); this is inferred from a Go client that sends it. **Example request.** `GET /v2/ac234de25c6741d2b1273da49eea1b9e/workspace-jobs/2382dd96-xxxxx56d-axxxc4b09a35b58` **How long a job can be asked for** is documented nowhere. Keep what you need of its outcome. **Names.** The vendor calls the operation `ShowJob`. The right to call it is the IAM action `workspace:jobs:get`. The application side of Workspace has operations of similar names with other answers. **To try it out**, the vendor's API Explorer sends the request with your login and writes sample code for its SDKs.
     *
     * @tags Jobs
     * @name ShowWorkspaceJob
     * @summary Show a Workspace job
     * @request GET:/v2/{project_id}/workspace-jobs/{job_id}
     * @secure
     */
    showWorkspaceJob: (
      projectId: string,
      jobId: string,
      params: RequestParams = {},
    ) =>
      this.request<
        WorkspaceJob,
        (WorkspaceError | GatewayError) | GatewayError
      >({
        path: `/v2/${projectId}/workspace-jobs/${jobId}`,
        method: "GET",
        secure: true,
        ...params,
      }),
  };
}
