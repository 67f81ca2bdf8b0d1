import { serve, type TestServer } from "../helpers/server.ts";
import type { Reply } from "./rows.ts";

/** Serves each URL its replies one after the other, the last one again and again; other URLs are the gateway's 404. */
export async function serveJobs(replies: Readonly<Record<string, readonly Reply[]>>): Promise<TestServer> {
  const asked = new Map<string, number>();
  return serve((request, response) => {
    const url = request.url ?? "";
    const known = replies[url] ?? [{ status: 404, body: { error_code: "APIGW.0101", error_msg: "no such API" } }];
    const count = asked.get(url) ?? 0;
    asked.set(url, count + 1);
    const reply = known[Math.min(count, known.length - 1)] as object;
    const { status, body } =
      "body" in reply ? (reply as { status: number; body: unknown }) : { status: 200, body: reply };
    const isText = typeof body === "string";
    response.writeHead(status, { "Content-Type": isText ? "text/html" : "application/json", "X-Request-Id": "req-1" });
    response.end(isText ? body : JSON.stringify(body));
  });
}
