export type { GatewayError } from "./types/GatewayError.ts";
export type { SfsTurboBadRequest } from "./types/SfsTurboBadRequest.ts";
export type { SfsTurboError } from "./types/SfsTurboError.ts";
export type { SfsTurboForbidden } from "./types/SfsTurboForbidden.ts";
export type { SfsTurboInternalServerError } from "./types/SfsTurboInternalServerError.ts";
export type { SfsTurboJob } from "./types/SfsTurboJob.ts";
export type {
  SfsTurboJobStatus,
  SfsTurboJobStatusEnumKey,
} from "./types/SfsTurboJobStatus.ts";
export type {
  SfsTurboJobType,
  SfsTurboJobTypeEnumKey,
} from "./types/SfsTurboJobType.ts";
export type { SfsTurboNotFound } from "./types/SfsTurboNotFound.ts";
export type { SfsTurboSubJob } from "./types/SfsTurboSubJob.ts";
export type {
  SfsTurboSubJobStatus,
  SfsTurboSubJobStatusEnumKey,
} from "./types/SfsTurboSubJobStatus.ts";
export type { SfsTurboUnauthorized } from "./types/SfsTurboUnauthorized.ts";
export type { SfsTurboUnavailable } from "./types/SfsTurboUnavailable.ts";
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
} from "./types/ShowSfsTurboJob.ts";
export { showSfsTurboJob } from "./clients/showSfsTurboJob.ts";
export { sfsTurboJobStatusEnum } from "./types/SfsTurboJobStatus.ts";
export { sfsTurboJobTypeEnum } from "./types/SfsTurboJobType.ts";
export { sfsTurboSubJobStatusEnum } from "./types/SfsTurboSubJobStatus.ts";
export { gatewayErrorSchema } from "./zod/gatewayErrorSchema.ts";
export { sfsTurboBadRequestSchema } from "./zod/sfsTurboBadRequestSchema.ts";
export { sfsTurboErrorSchema } from "./zod/sfsTurboErrorSchema.ts";
export { sfsTurboForbiddenSchema } from "./zod/sfsTurboForbiddenSchema.ts";
export { sfsTurboInternalServerErrorSchema } from "./zod/sfsTurboInternalServerErrorSchema.ts";
export { sfsTurboJobSchema } from "./zod/sfsTurboJobSchema.ts";
export { sfsTurboJobStatusSchema } from "./zod/sfsTurboJobStatusSchema.ts";
export { sfsTurboJobTypeSchema } from "./zod/sfsTurboJobTypeSchema.ts";
export { sfsTurboNotFoundSchema } from "./zod/sfsTurboNotFoundSchema.ts";
export { sfsTurboSubJobSchema } from "./zod/sfsTurboSubJobSchema.ts";
export { sfsTurboSubJobStatusSchema } from "./zod/sfsTurboSubJobStatusSchema.ts";
export { sfsTurboUnauthorizedSchema } from "./zod/sfsTurboUnauthorizedSchema.ts";
export { sfsTurboUnavailableSchema } from "./zod/sfsTurboUnavailableSchema.ts";
export {
  showSfsTurboJob200Schema,
  showSfsTurboJob400Schema,
  showSfsTurboJob401Schema,
  showSfsTurboJob403Schema,
  showSfsTurboJob404Schema,
  showSfsTurboJob405Schema,
  showSfsTurboJob413Schema,
  showSfsTurboJob414Schema,
  showSfsTurboJob429Schema,
  showSfsTurboJob494Schema,
  showSfsTurboJob500Schema,
  showSfsTurboJob502Schema,
  showSfsTurboJob503Schema,
  showSfsTurboJob504Schema,
  showSfsTurboJobPathParamsSchema,
  showSfsTurboJobQueryResponseSchema,
} from "./zod/showSfsTurboJobSchema.ts";
