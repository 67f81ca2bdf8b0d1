export { gatewayErrorSchema } from "./gatewayErrorSchema.ts";
export { sfsTurboBadRequestSchema } from "./sfsTurboBadRequestSchema.ts";
export { sfsTurboErrorSchema } from "./sfsTurboErrorSchema.ts";
export { sfsTurboForbiddenSchema } from "./sfsTurboForbiddenSchema.ts";
export { sfsTurboInternalServerErrorSchema } from "./sfsTurboInternalServerErrorSchema.ts";
export { sfsTurboJobSchema } from "./sfsTurboJobSchema.ts";
export { sfsTurboJobStatusSchema } from "./sfsTurboJobStatusSchema.ts";
export { sfsTurboJobTypeSchema } from "./sfsTurboJobTypeSchema.ts";
export { sfsTurboNotFoundSchema } from "./sfsTurboNotFoundSchema.ts";
export { sfsTurboSubJobSchema } from "./sfsTurboSubJobSchema.ts";
export { sfsTurboSubJobStatusSchema } from "./sfsTurboSubJobStatusSchema.ts";
export { sfsTurboUnauthorizedSchema } from "./sfsTurboUnauthorizedSchema.ts";
export { sfsTurboUnavailableSchema } from "./sfsTurboUnavailableSchema.ts";
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
} from "./showSfsTurboJobSchema.ts";
