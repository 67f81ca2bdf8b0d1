export type { DcsBadRequest } from "./types/DcsBadRequest.ts";
export type { DcsError } from "./types/DcsError.ts";
export type { DcsForbidden } from "./types/DcsForbidden.ts";
export type { DcsInternalServerError } from "./types/DcsInternalServerError.ts";
export type { DcsJob } from "./types/DcsJob.ts";
export type {
  DcsJobStatus,
  DcsJobStatusEnumKey,
} from "./types/DcsJobStatus.ts";
export type { DcsJobType, DcsJobTypeEnumKey } from "./types/DcsJobType.ts";
export type { DcsNotFound } from "./types/DcsNotFound.ts";
export type { DcsUnauthorized } from "./types/DcsUnauthorized.ts";
export type { DcsUnavailable } from "./types/DcsUnavailable.ts";
export type { GatewayError } from "./types/GatewayError.ts";
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
} from "./types/ShowDcsJob.ts";
export { showDcsJob } from "./clients/showDcsJob.ts";
export { dcsJobStatusEnum } from "./types/DcsJobStatus.ts";
export { dcsJobTypeEnum } from "./types/DcsJobType.ts";
export { dcsBadRequestSchema } from "./zod/dcsBadRequestSchema.ts";
export { dcsErrorSchema } from "./zod/dcsErrorSchema.ts";
export { dcsForbiddenSchema } from "./zod/dcsForbiddenSchema.ts";
export { dcsInternalServerErrorSchema } from "./zod/dcsInternalServerErrorSchema.ts";
export { dcsJobSchema } from "./zod/dcsJobSchema.ts";
export { dcsJobStatusSchema } from "./zod/dcsJobStatusSchema.ts";
export { dcsJobTypeSchema } from "./zod/dcsJobTypeSchema.ts";
export { dcsNotFoundSchema } from "./zod/dcsNotFoundSchema.ts";
export { dcsUnauthorizedSchema } from "./zod/dcsUnauthorizedSchema.ts";
export { dcsUnavailableSchema } from "./zod/dcsUnavailableSchema.ts";
export { gatewayErrorSchema } from "./zod/gatewayErrorSchema.ts";
export {
  showDcsJob200Schema,
  showDcsJob400Schema,
  showDcsJob401Schema,
  showDcsJob403Schema,
  showDcsJob404Schema,
  showDcsJob405Schema,
  showDcsJob413Schema,
  showDcsJob414Schema,
  showDcsJob429Schema,
  showDcsJob494Schema,
  showDcsJob500Schema,
  showDcsJob502Schema,
  showDcsJob503Schema,
  showDcsJob504Schema,
  showDcsJobPathParamsSchema,
  showDcsJobQueryResponseSchema,
} from "./zod/showDcsJobSchema.ts";
