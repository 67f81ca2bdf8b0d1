/**
 * A gateway in its own process. It refuses a request with 429 and `Retry-After: 1` if it has let through `limit` requests
 * in the last second (a sliding window that does not count refused requests). Behind it are the jobs of a crowd, as DCS
 * and as Azure operations.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { busiest } from "../statistics.ts";
import type { Crowd, Started, Traffic } from "./crowd.ts";

const WINDOW = 1_000;

const limit = Number(process.argv[2]);
const arrivals: number[] = [];
const admitted: number[] = [];
let startedAt = 0;
let endsAt = Number.POSITIVE_INFINITY;

function begin({ lasts }: Crowd): Started {
  startedAt = Date.now();
  endsAt = startedAt + lasts;
  return { startedAt };
}

function traffic(): Traffic {
  return { requests: arrivals.length, refused: arrivals.length - admitted.length, busiest: busiest(arrivals, 100) };
}

function isAdmitted(now: number): boolean {
  const oldest = admitted[admitted.length - limit];
  return oldest === undefined || oldest <= now - WINDOW;
}

const server = createServer({ keepAliveTimeout: 60_000 }, ({ url = "" }, response) => {
  const now = performance.now();
  arrivals.push(now);
  if (!isAdmitted(now)) {
    const body = '{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached."}';
    response.writeHead(429, { "Content-Type": "application/json", "Retry-After": "1" }).end(body);
    return;
  }
  admitted.push(now);
  const id = url.slice(url.lastIndexOf("/") + 1);
  const isOver = Date.now() >= endsAt;
  const job = url.startsWith("/operations/")
    ? { id, status: isOver ? "Succeeded" : "Running" }
    : { job_id: id, status: isOver ? "SUCCESS" : "RUNNING", begin_time: String(startedAt) };
  const body = JSON.stringify(job);
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }).end(body);
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("message", (message: Crowd | Record<string, never>) => {
  process.send?.("size" in message ? begin(message as Crowd) : traffic());
});
process.once("disconnect", () => process.exit());
