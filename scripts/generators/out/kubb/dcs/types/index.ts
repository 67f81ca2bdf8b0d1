export type { DcsBadRequest } from "./DcsBadRequest.ts";
export type { DcsError } from "./DcsError.ts";
export type { DcsForbidden } from "./DcsForbidden.ts";
export type { DcsInternalServerError } from "./DcsInternalServerError.ts";
export type { DcsJob } from "./DcsJob.ts";
export type { DcsJobStatus, DcsJobStatusEnumKey } from "./DcsJobStatus.ts";
export type { DcsJobType, DcsJobTypeEnumKey } from "./DcsJobType.ts";
export type { DcsNotFound } from "./DcsNotFound.ts";
export type { DcsUnauthorized } from "./DcsUnauthorized.ts";
export type { DcsUnavailable } from "./DcsUnavailable.ts";
export type { GatewayError } from "./GatewayError.ts";
export type {
  ShowDcsJob200,
  ShowDcsJob400,
  ShowDcsJob401,
  ShowDcsJob403,
  ShowDcsJob404,
  ShowDcsJob405,
  ShowDcsJob413,
  ShowDcsJob414,
  ShowDcsJob429,
  ShowDcsJob494,
  ShowDcsJob500,
  ShowDcsJob502,
  ShowDcsJob503,
  ShowDcsJob504,
  ShowDcsJobPathParams,
  ShowDcsJobQuery,
  ShowDcsJobQueryResponse,
} from "./ShowDcsJob.ts";
export { dcsJobStatusEnum } from "./DcsJobStatus.ts";
export { dcsJobTypeEnum } from "./DcsJobType.ts";
