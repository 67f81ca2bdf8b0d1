export { gatewayErrorSchema } from "./gatewayErrorSchema.ts";
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
} from "./showWorkspaceJobSchema.ts";
export { workspaceDefaultSchema } from "./workspaceDefaultSchema.ts";
export { workspaceErrorSchema } from "./workspaceErrorSchema.ts";
export { workspaceForbiddenSchema } from "./workspaceForbiddenSchema.ts";
export { workspaceJobSchema } from "./workspaceJobSchema.ts";
export { workspaceJobStatusSchema } from "./workspaceJobStatusSchema.ts";
export { workspaceJobTypeSchema } from "./workspaceJobTypeSchema.ts";
export { workspaceNotFoundSchema } from "./workspaceNotFoundSchema.ts";
export { workspaceSubJobEntitiesSchema } from "./workspaceSubJobEntitiesSchema.ts";
export { workspaceSubJobSchema } from "./workspaceSubJobSchema.ts";
export { workspaceSubJobStatusSchema } from "./workspaceSubJobStatusSchema.ts";
export { workspaceUnauthorizedSchema } from "./workspaceUnauthorizedSchema.ts";
export { workspaceUnavailableSchema } from "./workspaceUnavailableSchema.ts";
