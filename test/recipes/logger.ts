import type { JobsEvent } from "huaweicloud-jobs";

/** Makes an `onEvent` for a logger that takes an object and a line, such as pino or bunyan. */
export function logEvents(logger: {
  info(fields: object, line: string): void;
  warn(fields: object, line: string): void;
}): (event: JobsEvent) => void {
  return (event) => {
    const isWarning = "error" in event || event.type === "retry" || (event.type === "response" && event.status >= 400);
    logger[isWarning ? "warn" : "info"](event, `huaweicloud-jobs ${event.type}`);
  };
}
