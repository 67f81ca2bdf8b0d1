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

/** Words that say where a DCS job stands. `SUCCESS` and `FAIL` are final, the other two are not. */
export enum DcsJobStatus {
  INIT = "INIT",
  RUNNING = "RUNNING",
  SUCCESS = "SUCCESS",
  FAIL = "FAIL",
}

/**
 * Kinds of DCS job.
 *
 * The edition of 2023-12-13 and Open Telekom Cloud's page list the first two, the edition of 2025-10-23 all nine. Even
 * that list cannot be complete: ten
 * operations are known to hand out a job ID, and a client polls this endpoint for switching a cluster's replica, public
 * access and migration tasks as well. The lists of background tasks of the same service use words such as
 * `ChangeInstanceSpec`, `EXTEND`, `BindEip`, `UnBindEip`, `AddReplica`, `DelReplica`, `AddWhitelist`, `UpdatePort`,
 * `RemoveIpFromDns`, `modify` and `dcsExportJob`; whether they appear here is not known. Never reject a job because of
 * its kind.
 */
export enum DcsJobType {
  MasterStandbySwapJob = "masterStandbySwapJob",
  ModifyClientIpTransJob = "modifyClientIpTransJob",
  ModifyBandwidth = "modifyBandwidth",
  CreateDCSInstance = "createDCSInstance",
  CloseDCSInstance = "closeDCSInstance",
  DeleteDCSInstance = "deleteDCSInstance",
  BackupDCSInstance = "backupDCSInstance",
  RestoreDCSInstance = "restoreDCSInstance",
  ExtendDCSInstance = "extendDCSInstance",
}

/**
 * One asynchronous job of DCS, as the service sees it at the moment of the call. The vendor's SDKs call this model
 * `ShowJobInfoResponse`.
 *
 * No field is marked mandatory. A DCS job has no error code, no sub-jobs and no progress. Read a missing field, `null`
 * and an empty string alike: no value.
 */
export interface DcsJob {
  /** ID of the job, the same as in the request. 32 hexadecimal digits without dashes in the example. */
  job_id?: string | null;
  /** What the job does. */
  job_type?: DcsJobType | string | null;
  /** Where the job stands. A word that is not on the list does not end the job. */
  status?: DcsJobStatus | string | null;
  /** When the job began, in milliseconds since 1970-01-01 00:00 UTC, written as a string of digits such as `1684191545379`. The service is known to mix up strings and numbers in a sibling operation, so a number is taken too. */
  begin_time?: string | number | null;
  /** When the job ended, in milliseconds since 1970-01-01 00:00 UTC, written as a string of digits such as `1684191548248`. The page calls it the start of the job, in every language; name and example say that it is the end. A number is taken here too. */
  end_time?: string | number | null;
  /** Why the job failed, as a text for people. `null` on a job that has not failed. The example of the service's API definition misspells the field as `fail_resson`. */
  fail_reason?: string | null;
}

/**
 * An error that DCS itself reports. Each situation has a code in an old form (nine digits) and one in a new form
 * (`DCS.` and four digits); both are in use. The vendor's API definition calls this model `ErrorResponse`.
 *
 * The page "Error Codes" of the API reference has all codes, on Huawei Cloud as
 * <https://support.huaweicloud.com/intl/pt-br/api-dcs/ErrorCode.html> (in English). None is for an unknown job ID. Codes
 * worth knowing:
 *
 * | code | status | meaning | what to do |
 * | --- | --- | --- | --- |
 * | `111400063`, `DCS.4062`, `DCS.4063` | 400 | A parameter is not acceptable. | Correct the request. |
 * | `111400070`, `DCS.4070` | 400 | The form of the job ID is wrong. | Correct the job ID. |
 * | `111400017`, `DCS.4017` | 400 | A job is still running on the instance. | Try again later. |
 * | `111401001`, `DCS.1001` | 401 | The token is invalid. | Get a new token. |
 * | `111401002`, `DCS.1002` | 401 | The token has expired. | Get a new token. |
 * | `111401003`, `DCS.1003` | 401 | The token is missing. | Send a token. |
 * | `111401004`, `DCS.1004` | 400, 401 | The token is good, but for another project than the one asked for. | Get a token of that project. |
 * | `111403002`, `111403003`, `DCS.2003`, `DCS.2007`, `DCS.3002`, `DCS.3003` | 403 | The account is read-only, or role or policy forbid it. | Ask for permission. |
 * | `111404001`, `DCS.4001` | 404 | There is no such resource. | Correct the URL. |
 * | `111400842`, `DCS.4842` | 500 | The execution of a job failed. | Read the job, and start it again. |
 * | `111500000`, `DCS.5000` | 500 | The service failed inside; so say other codes from here on, too. | Try again after a pause. |
 */
export interface DcsError {
  /** What went wrong, as a text for people. Only the edition of 2023-12-13 has a limit, 1024 characters. */
  error_msg?: string | null;
  /** What went wrong, as a code to branch on. Only the edition of 2023-12-13 has a limit, 9 characters; the gateway's codes, which arrive in its place, are longer. */
  error_code?: string | null;
  /** Reserved for further detail. Not in use: `null`, or missing as in the page's own example. Only the edition of 2023-12-13 has a limit, 1024 characters. */
  error_ext_msg?: string | null;
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
  public baseUrl: string = "https://dcs.{region}.myhuaweicloud.com";
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
 * @title DCS jobs
 * @version 0.2.0
 * @license MIT (https://opensource.org/license/mit)
 * @baseUrl https://dcs.{region}.myhuaweicloud.com
 * @externalDocs https://support.huaweicloud.com/intl/en-us/api-dcs/ShowJobInfo.html
 * @contact The maintainers of huaweicloud-jobs
 *
 * Slow operations of Distributed Cache Service (DCS) answer at once with a job ID. This API tells how the job stands.
 *
 * The contract follows the vendor's page in its edition of 2023-12-13 and adds what the edition of 2025-10-23 tells
 * beyond it; Open Telekom Cloud has a page of its own for the operation, which says what the older one says, without
 * its length limits. Each source names the edition that it was read in; an address serves its newest one. What no page
 * says but practice shows is marked as observed.
 *
 * An example that a vendor or another public source shows says so in its summary; the others are illustrations, with
 * the same IDs throughout.
 */
export class Api<
  SecurityDataType extends unknown,
> extends HttpClient<SecurityDataType> {
  v2 = {
    /**
     * @description Tells how one asynchronous job of a tenant's DCS stands, for instance the one that swaps master and standby. Ask again every ten seconds or so until `status` is `SUCCESS` or `FAIL`. The instance can stay busy for a moment after the job is over. **Where the ID comes from.** The calls that start a job answer with `job_id`. **Headers.** The page lists no request parameters. In truth each request needs `X-Auth-Token` or a signature; the vendor's SDKs also send `Content-Type: application/json`, which does no harm. **Example request.** `GET /v2/ac234de25c6741d2b1273da49eea1b9e/jobs/ff8080818822bbf70188235afc24141a` The page's own is of another operation, with a project ID that has dashes where real ones have none: `GET https://{dcs_endpoint}/v2/a4d31cb6-3d72-4fdc-8ec9-6e3a41e47f71/instances/5560df16-cebf-4473-95c4-d1b573c16e79/tasks/8abf6e1e72c12e7c0172c15b508500aa/progress` **How long a job can be asked for** is documented nowhere. Keep what you need of its outcome. **Names.** The vendor calls the operation `ShowJobInfo`, first described as the job result of a tenant, later as the result of a task. The right to call it is the IAM action `dcs:job:get`.
     *
     * @tags Jobs
     * @name ShowDcsJob
     * @summary Show a DCS job
     * @request GET:/v2/{project_id}/jobs/{job_id}
     * @secure
     */
    showDcsJob: (
      projectId: string,
      jobId: string,
      params: RequestParams = {},
    ) =>
      this.request<DcsJob, (DcsError | GatewayError) | GatewayError>({
        path: `/v2/${projectId}/jobs/${jobId}`,
        method: "GET",
        secure: true,
        ...params,
      }),
  };
}
