import fc from "fast-check";
import { createJobsClient } from "huaweicloud-jobs";
import { placedAt } from "../../helpers/fake-client.ts";
import { send, withFaults } from "../../helpers/faulty-server.ts";
import { sampleText } from "../../helpers/samples.ts";
import { jobOutcomeOf } from "../checks.ts";
import { encoded, packed } from "../inputs/bytes.ts";
import { bodyText } from "../inputs/json.ts";
import { anyText, oddText, repeated } from "../inputs/text.ts";
import { defineTarget } from "../target.ts";

const bodies = ["dcs-1", "dcs-3", "dcs-5", "apigw-1"].map(sampleText);

const startLine = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom(200, 200, 200, 404, 429, 503).map((status) => `HTTP/1.1 ${status} x`) },
  { weight: 1, arbitrary: fc.nat(1_200).map((status) => `HTTP/1.1 ${status}`) },
  { weight: 1, arbitrary: fc.constantFrom("HTTP/2 200", "HTTP/1.0 200 OK", "ICY 200", "", "HTTP/1.1", "SSH-2.0-x") },
  { weight: 1, arbitrary: anyText },
);
const headerName = fc.oneof(
  fc.constantFrom("Retry-After", "X-Request-Id", "Content-Type", "Location", "Set-Cookie", "Connection", "Trailer"),
  oddText,
);
const headerLine = fc
  .tuple(headerName, fc.oneof(anyText, repeated(20_000, "a", "\t", ";")))
  .map(([name, value]) => `${name}: ${value}`);

const framing = fc.constantFrom(
  "length",
  "length",
  "length",
  "close",
  "too long",
  "too short",
  "chunked",
  "bad chunks",
);

function framed(body: Buffer, manner: string): { line: string; body: Buffer } {
  const { length } = body;
  const chunk = (size: string) => Buffer.concat([Buffer.from(`${size}\r\n`), body, Buffer.from("\r\n0\r\n\r\n")]);
  switch (manner) {
    case "length":
      return { line: `Content-Length: ${length}`, body };
    case "too long":
      return { line: `Content-Length: ${length + 5}`, body };
    case "too short":
      return { line: `Content-Length: ${Math.max(0, length - 5)}`, body };
    case "chunked":
      return { line: "Transfer-Encoding: chunked", body: chunk(length.toString(16)) };
    case "bad chunks":
      return { line: "Transfer-Encoding: chunked", body: chunk("zz") };
    default:
      return { line: "Connection: close", body };
  }
}

/** Answers as sockets can send them: a job that can be relied on, or a typed error. */
export const rawAnswers = defineTarget({
  name: "raw-answers",
  share: 20,
  input: fc.record({
    startLine,
    lines: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(headerLine, { maxLength: 3 })),
    content: packed(encoded(bodyText(bodies, ["SUCCESS"]))),
    framing,
    encoding: fc.constantFrom("utf8" as const, "latin1" as const),
  }),
  async run({ startLine, lines, content, framing, encoding }) {
    const { line, body } = framed(content.body, framing);
    const packing = Object.entries(content.headers).map(([name, value]) => `${name}: ${value}`);
    const head = Buffer.from(`${[startLine, line, ...packing, ...lines].join("\r\n")}\r\n\r\n`, encoding);
    return withFaults([send(head, body)], ({ url }) => {
      const jobs = createJobsClient({
        ...placedAt(url),
        retry: { maxAttempts: 1 },
        requestTimeout: 300,
      });
      return jobOutcomeOf(() => jobs.get({ service: "dcs", id: "job-1" }));
    });
  },
});
