export type { GatewayError } from "./GatewayError.ts";
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
} from "./ShowWorkspaceJob.ts";
export type { WorkspaceDefault } from "./WorkspaceDefault.ts";
export type { WorkspaceError } from "./WorkspaceError.ts";
export type { WorkspaceForbidden } from "./WorkspaceForbidden.ts";
export type { WorkspaceJob } from "./WorkspaceJob.ts";
export type {
  WorkspaceJobStatus,
  WorkspaceJobStatusEnumKey,
} from "./WorkspaceJobStatus.ts";
export type {
  WorkspaceJobType,
  WorkspaceJobTypeEnumKey,
} from "./WorkspaceJobType.ts";
export type { WorkspaceNotFound } from "./WorkspaceNotFound.ts";
export type { WorkspaceSubJob } from "./WorkspaceSubJob.ts";
export type { WorkspaceSubJobEntities } from "./WorkspaceSubJobEntities.ts";
export type {
  WorkspaceSubJobStatus,
  WorkspaceSubJobStatusEnumKey,
} from "./WorkspaceSubJobStatus.ts";
export type { WorkspaceUnauthorized } from "./WorkspaceUnauthorized.ts";
export type { WorkspaceUnavailable } from "./WorkspaceUnavailable.ts";
export { workspaceJobStatusEnum } from "./WorkspaceJobStatus.ts";
export { workspaceJobTypeEnum } from "./WorkspaceJobType.ts";
export { workspaceSubJobStatusEnum } from "./WorkspaceSubJobStatus.ts";
