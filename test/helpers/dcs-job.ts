/** A job of DCS, and what its server says of it at each stage. */
export const ref = { service: "dcs", id: "job-1" } as const;
export const pending = { status: "INIT" };
export const running = { status: "RUNNING" };
export const done = { status: "SUCCESS" };
export const failed = { status: "FAIL", fail_reason: "node down" };
