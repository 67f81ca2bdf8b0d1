export { dcsBadRequestSchema } from "./dcsBadRequestSchema.ts";
export { dcsErrorSchema } from "./dcsErrorSchema.ts";
export { dcsForbiddenSchema } from "./dcsForbiddenSchema.ts";
export { dcsInternalServerErrorSchema } from "./dcsInternalServerErrorSchema.ts";
export { dcsJobSchema } from "./dcsJobSchema.ts";
export { dcsJobStatusSchema } from "./dcsJobStatusSchema.ts";
export { dcsJobTypeSchema } from "./dcsJobTypeSchema.ts";
export { dcsNotFoundSchema } from "./dcsNotFoundSchema.ts";
export { dcsUnauthorizedSchema } from "./dcsUnauthorizedSchema.ts";
export { dcsUnavailableSchema } from "./dcsUnavailableSchema.ts";
export { gatewayErrorSchema } from "./gatewayErrorSchema.ts";
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
} from "./showDcsJobSchema.ts";
