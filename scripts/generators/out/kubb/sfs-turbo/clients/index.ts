export { showSfsTurboJob } from "./showSfsTurboJob.ts";
