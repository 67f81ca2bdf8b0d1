/**
 * A gateway in a process of its own. It refuses a request when it has let through as many as its limit in the second
 * before (a sliding window; refused ones do not count), with 429 and `Retry-After: 1`.
 *
 * Behind it are the jobs of one crowd, in the words of whoever asks: DCS, Azure's operations, OpenAI's files.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { busiest } from "../statistics.ts";
import { type Begun, type Crowd, durationOf, type Seen } from "./crowd.ts";

const WINDOW = 1_000;

const limit = Number(process.argv[2]);
let crowd: Crowd = { size: 0, shortest: 0, longest: 0 };
let startedAt = 0;
let arrivals: number[] = [];
let admitted: number[] = [];
/** Index of the oldest admitted request that is still in the window. */
let oldest = 0;
let refused = 0;
let longestGap = 0;
let lastAnswers: number[] = [];

function begin(next: Crowd): Begun {
  crowd = next;
  startedAt = Date.now();
  arrivals = [];
  refused = 0;
  longestGap = 0;
  lastAnswers = Array.from({ length: crowd.size }, () => startedAt);
  return { startedAt };
}

function report(): Seen {
  return { requests: arrivals.length, refused, busiest: busiest(arrivals, 100), longestGap };
}

function isAdmitted(now: number): boolean {
  while ((admitted[oldest] ?? now) <= now - WINDOW) {
    oldest += 1;
  }
  if (oldest > 10_000) {
    admitted = admitted.slice(oldest);
    oldest = 0;
  }
  if (admitted.length - oldest >= limit) {
    return false;
  }
  admitted.push(now);
  return true;
}

/** Whether the job is over; the answer counts as seen. */
function look(index: number): boolean {
  const now = Date.now();
  longestGap = Math.max(longestGap, now - (lastAnswers[index] ?? now));
  const isOver = now >= startedAt + durationOf(index, crowd);
  lastAnswers[index] = isOver ? Number.POSITIVE_INFINITY : now;
  return isOver;
}

function bodyOf(url: string, id: string, isOver: boolean): object {
  if (url.startsWith("/vector_stores/")) {
    return { id, status: isOver ? "completed" : "in_progress" };
  }
  if (url.startsWith("/operations/")) {
    return { id, status: isOver ? "Succeeded" : "Running" };
  }
  return { job_id: id, status: isOver ? "SUCCESS" : "RUNNING", begin_time: String(startedAt) };
}

const server = createServer({ keepAliveTimeout: 60_000 }, ({ url = "" }, response) => {
  const now = performance.now();
  arrivals.push(now);
  if (!isAdmitted(now)) {
    refused += 1;
    const body = '{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached."}';
    response.writeHead(429, { "Content-Type": "application/json", "Retry-After": "1" }).end(body);
    return;
  }
  const id = url.slice(url.lastIndexOf("/") + 1);
  const body = JSON.stringify(bodyOf(url, id, look(Number(id))));
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }).end(body);
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("message", (next: Crowd | Record<string, never>) => {
  process.send?.("size" in next ? begin(next as Crowd) : report());
});
process.once("disconnect", () => process.exit());
