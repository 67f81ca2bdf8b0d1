export { showWorkspaceJob } from "./showWorkspaceJob.ts";
