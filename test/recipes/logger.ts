import type { JobsEvent } from "huaweicloud-jobs";

/** Makes `onEvent` of a logger that takes an object and a line, such as pino or bunyan. */
export function logEvents(logger: {
  info(fields: object, line: string): void;
  warn(fields: object, line: string): void;
}): (event: JobsEvent) => void {
  return (event) => {
    const isTrouble = "error" in event || event.type === "retry" || (event.type === "response" && event.status >= 400);
    logger[isTrouble ? "warn" : "info"](event, `huaweicloud-jobs ${event.type}`);
  };
}
