export { showDcsJob } from "./showDcsJob.ts";
