// A route handler of Next.js, whose `fetch` caches: each poll of a wait reaches the service.
import { deepStrictEqual } from "node:assert";
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";

const next = (...args) => ["node_modules/next/dist/bin/next", ...args, "next"];
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
execFileSync(process.execPath, next("build"), { env });

const requests = [];
const service = createServer((request, response) => {
  const count = requests.push(request.url);
  response.end(JSON.stringify({ status: count < 4 ? "RUNNING" : "SUCCESS" }));
});
await new Promise((resolve) => service.listen(0, "127.0.0.1", resolve));

const server = spawn(process.execPath, next("start", "-H", "127.0.0.1", "-p", "0"), {
  env,
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  let output = "";
  const local = await new Promise((resolve, reject) => {
    server.once("exit", () => reject(new Error(`next start ended: ${output}`)));
    server.stdout.on("data", (chunk) => {
      output += chunk;
      const [, url] = /Local:\s+(http:\S+)[\s\S]*Ready/.exec(output) ?? [];
      if (url !== undefined) {
        resolve(url);
      }
    });
  });
  const url = `http://127.0.0.1:${service.address().port}`;
  const response = await fetch(`${local}/wait`, { method: "POST", body: JSON.stringify({ url }) });
  deepStrictEqual(await response.json(), { state: "succeeded" });
  const poll = "/v2/p/jobs/1";
  // The framework itself answers two of the three plain requests.
  deepStrictEqual(requests, ["/plain", poll, poll, poll]);
} finally {
  server.kill();
  service.close();
  service.closeAllConnections();
}
