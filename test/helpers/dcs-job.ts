/** A DCS job, and its response body in each state. */
export const ref = { service: "dcs", id: "job-1" } as const;
export const pending = { status: "INIT" };
export const running = { status: "RUNNING" };
export const done = { status: "SUCCESS" };
export const failed = { status: "FAIL", fail_reason: "node down" };
