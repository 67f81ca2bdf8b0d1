export type { GatewayError } from "./types/GatewayError.ts";
export type {
  ShowWorkspaceJob200,
  ShowWorkspaceJob401,
  ShowWorkspaceJob403,
  ShowWorkspaceJob404,
  ShowWorkspaceJob405,
  ShowWorkspaceJob413,
  ShowWorkspaceJob414,
  ShowWorkspaceJob429,
  ShowWorkspaceJob494,
  ShowWorkspaceJob500,
  ShowWorkspaceJob502,
  ShowWorkspaceJob503,
  ShowWorkspaceJob504,
  ShowWorkspaceJobError,
  ShowWorkspaceJobPathParams,
  ShowWorkspaceJobQuery,
  ShowWorkspaceJobQueryResponse,
} from "./types/ShowWorkspaceJob.ts";
export type { WorkspaceDefault } from "./types/WorkspaceDefault.ts";
export type { WorkspaceError } from "./types/WorkspaceError.ts";
export type { WorkspaceForbidden } from "./types/WorkspaceForbidden.ts";
export type { WorkspaceJob } from "./types/WorkspaceJob.ts";
export type {
  WorkspaceJobStatus,
  WorkspaceJobStatusEnumKey,
} from "./types/WorkspaceJobStatus.ts";
export type {
  WorkspaceJobType,
  WorkspaceJobTypeEnumKey,
} from "./types/WorkspaceJobType.ts";
export type { WorkspaceNotFound } from "./types/WorkspaceNotFound.ts";
export type { WorkspaceSubJob } from "./types/WorkspaceSubJob.ts";
export type { WorkspaceSubJobEntities } from "./types/WorkspaceSubJobEntities.ts";
export type {
  WorkspaceSubJobStatus,
  WorkspaceSubJobStatusEnumKey,
} from "./types/WorkspaceSubJobStatus.ts";
export type { WorkspaceUnauthorized } from "./types/WorkspaceUnauthorized.ts";
export type { WorkspaceUnavailable } from "./types/WorkspaceUnavailable.ts";
export { showWorkspaceJob } from "./clients/showWorkspaceJob.ts";
export { workspaceJobStatusEnum } from "./types/WorkspaceJobStatus.ts";
export { workspaceJobTypeEnum } from "./types/WorkspaceJobType.ts";
export { workspaceSubJobStatusEnum } from "./types/WorkspaceSubJobStatus.ts";
export { gatewayErrorSchema } from "./zod/gatewayErrorSchema.ts";
export {
  showWorkspaceJob200Schema,
  showWorkspaceJob401Schema,
  showWorkspaceJob403Schema,
  showWorkspaceJob404Schema,
  showWorkspaceJob405Schema,
  showWorkspaceJob413Schema,
  showWorkspaceJob414Schema,
  showWorkspaceJob429Schema,
  showWorkspaceJob494Schema,
  showWorkspaceJob500Schema,
  showWorkspaceJob502Schema,
  showWorkspaceJob503Schema,
  showWorkspaceJob504Schema,
  showWorkspaceJobErrorSchema,
  showWorkspaceJobPathParamsSchema,
  showWorkspaceJobQueryResponseSchema,
} from "./zod/showWorkspaceJobSchema.ts";
export { workspaceDefaultSchema } from "./zod/workspaceDefaultSchema.ts";
export { workspaceErrorSchema } from "./zod/workspaceErrorSchema.ts";
export { workspaceForbiddenSchema } from "./zod/workspaceForbiddenSchema.ts";
export { workspaceJobSchema } from "./zod/workspaceJobSchema.ts";
export { workspaceJobStatusSchema } from "./zod/workspaceJobStatusSchema.ts";
export { workspaceJobTypeSchema } from "./zod/workspaceJobTypeSchema.ts";
export { workspaceNotFoundSchema } from "./zod/workspaceNotFoundSchema.ts";
export { workspaceSubJobEntitiesSchema } from "./zod/workspaceSubJobEntitiesSchema.ts";
export { workspaceSubJobSchema } from "./zod/workspaceSubJobSchema.ts";
export { workspaceSubJobStatusSchema } from "./zod/workspaceSubJobStatusSchema.ts";
export { workspaceUnauthorizedSchema } from "./zod/workspaceUnauthorizedSchema.ts";
export { workspaceUnavailableSchema } from "./zod/workspaceUnavailableSchema.ts";
