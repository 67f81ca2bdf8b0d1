export type { GatewayError } from "./GatewayError.ts";
export type { SfsTurboBadRequest } from "./SfsTurboBadRequest.ts";
export type { SfsTurboError } from "./SfsTurboError.ts";
export type { SfsTurboForbidden } from "./SfsTurboForbidden.ts";
export type { SfsTurboInternalServerError } from "./SfsTurboInternalServerError.ts";
export type { SfsTurboJob } from "./SfsTurboJob.ts";
export type {
  SfsTurboJobStatus,
  SfsTurboJobStatusEnumKey,
} from "./SfsTurboJobStatus.ts";
export type {
  SfsTurboJobType,
  SfsTurboJobTypeEnumKey,
} from "./SfsTurboJobType.ts";
export type { SfsTurboNotFound } from "./SfsTurboNotFound.ts";
export type { SfsTurboSubJob } from "./SfsTurboSubJob.ts";
export type {
  SfsTurboSubJobStatus,
  SfsTurboSubJobStatusEnumKey,
} from "./SfsTurboSubJobStatus.ts";
export type { SfsTurboUnauthorized } from "./SfsTurboUnauthorized.ts";
export type { SfsTurboUnavailable } from "./SfsTurboUnavailable.ts";
export type {
  ShowSfsTurboJob200,
  ShowSfsTurboJob400,
  ShowSfsTurboJob401,
  ShowSfsTurboJob403,
  ShowSfsTurboJob404,
  ShowSfsTurboJob405,
  ShowSfsTurboJob413,
  ShowSfsTurboJob414,
  ShowSfsTurboJob429,
  ShowSfsTurboJob494,
  ShowSfsTurboJob500,
  ShowSfsTurboJob502,
  ShowSfsTurboJob503,
  ShowSfsTurboJob504,
  ShowSfsTurboJobPathParams,
  ShowSfsTurboJobQuery,
  ShowSfsTurboJobQueryResponse,
} from "./ShowSfsTurboJob.ts";
export { sfsTurboJobStatusEnum } from "./SfsTurboJobStatus.ts";
export { sfsTurboJobTypeEnum } from "./SfsTurboJobType.ts";
export { sfsTurboSubJobStatusEnum } from "./SfsTurboSubJobStatus.ts";
