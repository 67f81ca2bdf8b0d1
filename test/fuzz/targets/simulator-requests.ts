import assert from "node:assert/strict";
import { connect } from "node:net";
import fc from "fast-check";
import { createSimulator } from "huaweicloud-jobs/simulator";
import { listen } from "huaweicloud-jobs/simulator/node";
import { anyText, mutilated, oddText, repeated } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const paths = ["/v1/p/sfs-turbo/jobs/good", "/v2/p/workspace-jobs/good", "/dcs/v2/p/jobs/good"];
const path = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...paths) },
  {
    weight: 4,
    arbitrary: mutilated(paths, ["/", "..", "%", "%2f", "?", "#", "//", ";", "\\"]).map(
      (text) => `/${text.replace(/^\//, "")}`,
    ),
  },
  { weight: 1, arbitrary: anyText.map((text) => `/${text}`) },
  { weight: 1, arbitrary: repeated(8_000, "/", "a", "%2e", "/v2/").map((text) => `/${text}`) },
);
const method = fc.oneof(
  fc.constantFrom("GET", "GET", "get", "POST", "HEAD", "OPTIONS", "PROPFIND"),
  fc.stringMatching(/^[\w-]{1,20}$/),
);
const token = fc.oneof({ weight: 3, arbitrary: fc.constant("simulator-token") }, anyText);
const legal = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "").trim();

function createPlayground() {
  const simulator = createSimulator({ projectId: "p" });
  for (const service of ["sfs-turbo", "workspace", "dcs"] as const) {
    simulator.addJob({ service, id: "good", scenario: "success" });
  }
  return simulator;
}

/** Requests of any kind to the simulator's fetch handler: always an answer, of a status and with a JSON body. */
export const simulatorRequests = defineTarget({
  name: "simulator-requests",
  share: 100,
  input: fc.record({ method, path, token, body: fc.option(anyText, { nil: undefined }), isRequest: fc.boolean() }),
  async run({ method, path, token, body, isRequest }) {
    const { fetch } = createPlayground();
    const hasBody = body !== undefined && !/^(get|head)$/i.test(method);
    const init = { method, headers: { "X-Auth-Token": legal(token) }, ...(hasBody && { body }) };
    const url = `https://simulator.invalid${path}`;
    const response = await (isRequest ? fetch(new Request(url, init)) : fetch(url, init));
    assert(response instanceof Response);
    assert.equal(typeof JSON.parse(await response.text()), "object");
    return String(response.status);
  },
});

const line = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(method, path).map(([method, path]) => `${method} ${path} HTTP/1.1`) },
  { weight: 1, arbitrary: fc.tuple(method, anyText).map(([method, target]) => `${method} ${target} HTTP/1.1`) },
  { weight: 1, arbitrary: anyText },
);
const header = fc.oneof(
  fc.constantFrom("X-Auth-Token: simulator-token", "Transfer-Encoding: chunked", "Content-Length: 9999999"),
  fc.constantFrom(
    "Expect: 100-continue",
    "Upgrade: websocket\r\nConnection: Upgrade",
    "Connection: keep-alive",
    "Host:",
  ),
  fc.tuple(oddText, anyText).map(([name, value]) => `${name}: ${value}`),
);

/** Bytes of any kind to the simulator's listener: an answer or a broken connection, and the next request is served. */
export const listenerRequests = defineTarget({
  name: "listener-requests",
  share: 30,
  input: fc.record({
    line,
    headers: fc.array(header, { maxLength: 5 }),
    body: anyText,
    encoding: fc.constantFrom("utf8" as const, "latin1" as const),
  }),
  async run({ line, headers, body, encoding }) {
    const simulator = createPlayground();
    const server = await listen(simulator);
    try {
      // Without a host there is nothing but a 400.
      const text = await said(
        server.port,
        Buffer.from(`${[line, "Host: a", ...headers].join("\r\n")}\r\n\r\n${body}`, encoding),
      );
      const good = await fetch(`${server.url}/dcs/v2/p/jobs/good`, { headers: { "X-Auth-Token": "simulator-token" } });
      assert.equal(good.status, 200);
      await good.arrayBuffer();
      assert(text === "" || text.startsWith("HTTP/1.1 "), text);
      return text.slice(9, 12) || "no answer";
    } finally {
      await server.close();
    }
  },
});

/** What a server says to some bytes until it has said one answer, or closes. */
function said(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
    const end = () => resolve(text);
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("error", end).on("close", end);
  });
}
