import { isDeepStrictEqual } from "node:util";
import type { Facts } from "./program.ts";
import { isLastLine } from "./runtimes.ts";
import type { Server, Traffic } from "./server.ts";

const steps = ["pending", "running", "running", "running", "succeeded"];
const fewer = ["pending", "running", "succeeded"];

/** The facts that have to be the same on every runtime, on both sides. */
const expected: Facts & Traffic = {
  get: { "sfs-turbo": "pending", workspace: "pending", dcs: "pending" },
  wait: {
    "sfs-turbo": { updates: steps, state: "succeeded" },
    workspace: { updates: steps, state: "succeeded" },
    dcs: { updates: fewer, state: "succeeded" },
  },
  watch: {
    "sfs-turbo": steps,
    workspace: ["pending", "running 15", "running 45", "running 80", "succeeded 100"],
    dcs: fewer,
  },
  waitAll: ["sfs-turbo succeeded", "workspace succeeded", "dcs succeeded", "workspace failed", "dcs NotFoundError"],
  clients: [
    [200, "RUNNING"],
    [404, ["error_code", "error_msg"]],
    [302, []],
  ],
  givenUp: { abort: "its reason", timeout: "WaitTimeoutError", requestTimeout: "TimeoutError" },
  retried: "running",
  signed: "succeeded",
  failed: "JobFailedError",
  notFound: "NotFoundError",
  redirected: "ApiError",
  reset: "NetworkError",
  events: { request: 72, response: 66, failure: 6, retry: 4, poll: 56, change: 46, schedule: 44 },
  hanging: 3,
  leftHanging: 0,
  signatures: 5,
  followed: 0,
};

/** The first fact that differs, if there is one. */
export function firstDifference(output: string, { target, traffic }: Server): string | undefined {
  if ([target.token, target.accessKey.secretAccessKey].some((secret) => output.includes(secret))) {
    return "it shows a credential";
  }
  const line = output.split("\n").find(isLastLine);
  if (line === undefined) {
    return output || "it printed nothing";
  }
  const { facts, error } = JSON.parse(line);
  if (error !== undefined) {
    return error;
  }
  const found = { ...facts, ...traffic };
  for (const [name, value] of Object.entries(expected)) {
    if (!isDeepStrictEqual(found[name], value)) {
      return `${name}: ${JSON.stringify(found[name])} instead of ${JSON.stringify(value)}`;
    }
  }
  return undefined;
}
