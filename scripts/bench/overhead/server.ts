/** Serves the job from its own process, and reports the port. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { body, dcsPath, ecsPath } from "./job.ts";

const headers = {
  "Content-Type": "application/json",
  "Content-Length": Buffer.byteLength(body),
  "X-Request-Id": "c2f5d9f7a8b14e6c9d0e1f2a3b4c5d6e",
};

const server = createServer({ keepAliveTimeout: 60_000 }, ({ url }, response) => {
  if (url === dcsPath || url === ecsPath) {
    response.writeHead(200, headers).end(body);
  } else {
    response.writeHead(404).end();
  }
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
