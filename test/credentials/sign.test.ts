import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sign } from "../../src/credentials/sign.ts";

interface Vector {
  readonly name: string;
  readonly ak: string;
  readonly sk: string;
  readonly method: string;
  readonly endpoint: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly requestHeaders: Record<string, string>;
  readonly body: string;
  readonly expectedSignedHeaders: readonly string[];
  readonly expectedAuthorization: string;
}

const file = new URL("../fixtures/signing-vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] };

test.each(vectors)("the official vector $name is reproduced", async (vector) => {
  const date = vector.requestHeaders["X-Sdk-Date"] ?? "";
  const now = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  const headers = Object.fromEntries(
    Object.entries(vector.requestHeaders).filter(
      ([name]) => name !== "X-Sdk-Date" && vector.expectedSignedHeaders.includes(name.toLowerCase()),
    ),
  );
  const signed = await sign(
    { accessKeyId: vector.ak, secretAccessKey: vector.sk },
    {
      method: vector.method,
      url: `${vector.endpoint}${vector.path}?${new URLSearchParams(vector.query)}`,
      headers,
      body: new TextEncoder().encode(vector.body),
      now,
    },
  );
  expect(signed["Authorization"]).toBe(vector.expectedAuthorization);
  expect(signed["X-Sdk-Date"]).toBe(date);
});
