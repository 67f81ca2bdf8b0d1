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
 * Words that say where one step of an SFS Turbo job stands.
 *
 * Huawei Cloud's page names the four lower-case words in a sentence, Open Telekom Cloud's lists them; the service's
 * own API definition shows `FAIL` as the example value. Compare without regard to case and read `fail` and `failed`
 * alike.
 *
 * Observed, not documented: The word `FAIL` is the example value of a sub-job's status in the API Explorer definition. (mingyang91/huawei-cloud-api-definitions, schemas/SFSTurbo/src/ShowJobDetail.json)
 */
export enum SfsTurboSubJobStatus {
  Success = "success",
  Failed = "failed",
  Waiting = "waiting",
  Running = "running",
  FAIL = "FAIL",
}

/**
 * Kinds of SFS Turbo job, for jobs and for their steps.
 *
 * The editions of the page differ. The Chinese one of 2025-11-28 lists all thirteen words; Open Telekom Cloud's, and an
 * international one of 2026-01-15, the first seven; the European one of 2026-01-22 the first four; the undated one none.
 * The last six are those of the operations that hand out a job ID. Lists have grown before, so never reject a job because
 * of its kind.
 */
export enum SfsTurboJobType {
  CreateShare = "create_share",
  HpcCreateShare = "hpc_create_share",
  DeleteShare = "delete_share",
  ExtendShare = "extend_share",
  ChangeSecurityGroup = "change_security_group",
  CreateObsTarget = "create_obs_target",
  DeleteObsTarget = "delete_obs_target",
  AddAdDomain = "add_ad_domain",
  ChangeAdDomain = "change_ad_domain",
  QuitAdDomain = "quit_ad_domain",
  BindLdap = "bind_ldap",
  UnbindLdap = "unbind_ldap",
  UpdateLdap = "update_ldap",
}

/** Words that say where an SFS Turbo job stands. `success` and `failed` are final, the other two are not. */
export enum SfsTurboJobStatus {
  Success = "success",
  Failed = "failed",
  Waiting = "waiting",
  Running = "running",
}

/**
 * One step of an SFS Turbo job; the vendor's name for it is `GetSubJobDetail`. It has the fields of a job except
 * `sub_jobs`.
 *
 * The undated edition of Huawei Cloud's page repeats the job's descriptions for times, error code and failure cause; Open
 * Telekom Cloud's and that of 2026-01-22 say plainly that they are those of the step. The latter reading is used here. (The service's API definition demands two
 * fields, `share` and `perm`, that a step does not have: a slip.)
 */
export interface SfsTurboSubJob {
  /** Where the step stands. */
  status?: SfsTurboSubJobStatus | string | null;
  /** ID of the step. Huawei Cloud's page calls it the task's ID, Open Telekom Cloud's the subtask's. Its form is not fixed. */
  job_id?: string | null;
  /** What the step does. Each edition of the page gives it the list of words that the job has; the undated one leaves it free. */
  job_type?: SfsTurboJobType | string | null;
  /** When the step began, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`, without a zone. */
  begin_time?: string | null;
  /** When the step ended, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`, without a zone. */
  end_time?: string | null;
  /** Why the step failed, as a code. Only a failed step has one. */
  error_code?: string | null;
  /** Why the step failed, as a text for people. Only a failed step has one. */
  fail_reason?: string | null;
}

/**
 * One asynchronous job of SFS Turbo, as the service sees it at the moment of the call. The vendor's SDKs call this
 * model `ShowJobDetailResponse`, its API definition `ShowJobDetail`.
 *
 * No page marks a field as mandatory. The service's API definition marks all of them, but its example, the same as on
 * the pages, leaves out `error_code`, `fail_reason` and `sub_jobs`. Read a missing field, `null` and an empty string
 * alike: no value.
 */
export interface SfsTurboJob {
  /** Where the job stands. A word that is not on the list does not end the job. */
  status?: SfsTurboJobStatus | string | null;
  /**
   * ID of the job, the same as in the request.
   *
   * Its form varies: the vendors' example is a dashed UUID with masked characters, the calls that start a job show 32
   * characters without dashes. Take it as it is.
   */
  job_id?: string | null;
  /** What the job does. */
  job_type?: SfsTurboJobType | string | null;
  /**
   * When the job began, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`.
   *
   * The text carries no zone, so a parser that assumes local time gets it wrong. The undated edition of Huawei Cloud's page
   * prints the example with an opening quote and no closing one; the quote is not part of the value.
   */
  begin_time?: string | null;
  /**
   * When the job ended, as `YYYY-MM-DD HH:mm:ss` in UTC, for example `2016-01-02 15:04:05`. The text carries no zone.
   * It means nothing until `status` is final.
   */
  end_time?: string | null;
  /** Why the job failed, as a code to look up in the vendor's error code table. Only a failed job has one. */
  error_code?: string | null;
  /** Why the job failed, as a text for people. Only a failed job has one. */
  fail_reason?: string | null;
  /** The steps of the job (the vendor's `GetSubJobDetail`), one level deep. Missing when the job has none to show. The job's own `status` decides whether it succeeded, not its steps. */
  sub_jobs?: SfsTurboSubJob[] | null;
}

/**
 * An error that SFS Turbo itself reports. Its field names are spelled in camel case, unlike those of every other body in
 * this family of APIs; the vendor's own SDKs do not recognise them. The vendor's API definition calls the model
 * `ErrorResp`.
 *
 * The vendor's table of codes is <https://support.huaweicloud.com/eu/api-sfs/ErrorCode.html>. Codes worth knowing:
 *
 * | code | status | meaning | what to do |
 * | --- | --- | --- | --- |
 * | `SFS.TURBO.0001` | 400, 404 | A parameter is not acceptable. | Correct the request. |
 * | `SFS.TURBO.0002` | 400, 404 | What is asked for does not exist, or the credential may not see it. | Check the ID and the permissions. |
 * | `SFS.TURBO.0005` | 400, 500 | The service failed inside. | Try again after a pause. |
 * | `SFS.TURBO.0011` | 400, 403 | Another operation is running on the file system. | Try again later. |
 * | `SFS.TURBO.0015` | 400 | Permission is missing, although the status is 400. | Ask for the IAM action sfsturbo:shares:getJob. |
 * | `SFS.TURBO.0019` | 404 | The service knows no such job in this project and region; calls that create, expand or delete a file system give no job ID. | Check ID, project and region. |
 * | `SFS.TURBO.0037` | 400 | Another operation is in the way, although the status is 400. | Try again later. |
 * | `SFS.TURBO.9000` | 403 | Permission is missing, or what is asked for is gone. | If the job exists, ask for the IAM action sfsturbo:shares:getJob. |
 */
export interface SfsTurboError {
  /** What went wrong, as a code to branch on. Only the undated edition of Huawei Cloud's page has a limit, 8 to 36 characters. */
  errCode?: string | null;
  /** What went wrong, as a text for people. Only the undated edition of Huawei Cloud's page has a limit, 2 to 512 characters. */
  errMsg?: string | null;
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
  public baseUrl: string = "https://sfs-turbo.{region}.myhuaweicloud.com";
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
 * @title SFS Turbo jobs
 * @version 0.2.0
 * @license MIT (https://opensource.org/license/mit)
 * @baseUrl https://sfs-turbo.{region}.myhuaweicloud.com
 * @externalDocs https://support.huaweicloud.com/intl/en-us/api-sfs/ShowJobDetail.html
 * @contact The maintainers of huaweicloud-jobs
 *
 * Slow operations of SFS Turbo answer at once with a job ID. This API tells how the job stands.
 *
 * The contract merges the editions of the page that describes the operation. Huawei Cloud's are an undated one at
 * `api-sfs` ("the undated edition" here), and at `api-sfsturbo`, to which the pages have moved, a Chinese one of
 * 2025-11-28 and a European one of 2026-01-22. Open Telekom Cloud's is that of 2025-12-03 (`sfs_api_251009`) in the
 * repository of its documents; its site may still show an older one, worded like the undated one. Where they differ,
 * the description says which of them says what. Each source names the edition that it was read in; an address serves
 * its newest one. What no page says but practice shows is marked as observed.
 *
 * An example that a vendor or another public source shows says so in its summary; the others are illustrations, with
 * the same IDs throughout.
 */
export class Api<
  SecurityDataType extends unknown,
> extends HttpClient<SecurityDataType> {
  v1 = {
    /**
     * @description Tells how one asynchronous job of SFS Turbo stands, for instance the one that creates and binds an LDAP configuration. Ask again every ten seconds or so until `status` is `success` or `failed`. **Where the ID comes from.** The pages say that the operation serves all asynchronous calls. Those that hand out a job ID are: creating, changing and deleting an LDAP configuration; joining, changing and leaving an Active Directory domain; each has a job type of its own. They name it `jobId` (one example spells it `job_Id`, and the Active Directory pages say `job_id` where the service sends `jobId`). Creating, extending or deleting a file system, changing its security group and attaching a storage backend answer without a job ID, although there are job types for them. **Headers.** All editions mark two request headers as mandatory: `X-Auth-Token` (string, the token of the account) and `Content-Type` (string, the MIME type). The first is the security scheme here. The second is demanded although the request has no body; OpenAPI ignores a header parameter of that name, so it is told here: send `Content-Type: application/json`, as the vendor's SDKs do. **Example request.** The pages show none. With the IDs used here: `GET /v1/ac234de25c6741d2b1273da49eea1b9e/sfs-turbo/jobs/26f6b565-xxxx-XXXX-xxxx-03f0bd975433` **How long a job can be asked for** is documented nowhere. Keep what you need of its outcome. **Names.** The vendor calls the operation `ShowJobDetail`. The right to call it is the IAM action `sfsturbo:shares:getJob`. Other services have operations of the same name with other answers.
     *
     * @tags Jobs
     * @name ShowSfsTurboJob
     * @summary Show an SFS Turbo job
     * @request GET:/v1/{project_id}/sfs-turbo/jobs/{job_id}
     * @secure
     */
    showSfsTurboJob: (
      projectId: string,
      jobId: string,
      params: RequestParams = {},
    ) =>
      this.request<SfsTurboJob, (SfsTurboError | GatewayError) | GatewayError>({
        path: `/v1/${projectId}/sfs-turbo/jobs/${jobId}`,
        method: "GET",
        secure: true,
        ...params,
      }),
  };
}
