import { describe, expect, test } from "vitest";
import { allEncodedForms, createRedactor } from "../../src/util/redact.ts";

const secret = `p&ss/"w<o>r'd`;

describe("a credential value is removed", () => {
  test.each([
    ["as it is", secret],
    ["as it stands in JSON", JSON.stringify(secret).slice(1, -1)],
    ["with escaped slashes", secret.replaceAll("/", "\\/")],
    ["as it stands in a URL", encodeURIComponent(secret)],
    ["as it stands in HTML", "p&amp;ss/&quot;w&lt;o&gt;r&#39;d"],
    ["as Gson writes it", 'p\\u0026ss/\\"w\\u003co\\u003er\\u0027d'],
    ["as a form has it", encodeURIComponent(secret).replaceAll("'", "%27").toLowerCase()],
    ["as it stands in HTML that leaves quotes alone", `p&amp;ss/"w&lt;o&gt;r'd`],
  ])("%s", (_, spelling) => {
    const scrubber = createRedactor();
    scrubber.add([secret]);
    expect(scrubber.redact(`before ${spelling} after`)).toBe("before [redacted] after");
  });

  test("also when another one is a part of it", () => {
    const scrubber = createRedactor();
    scrubber.add(["canary"]);
    scrubber.add(["canary-with-more"]);
    expect(scrubber.redact("canary-with-more")).toBe("[redacted]");
  });

  test("also when a hundred others have been in use since, as long as it is", () => {
    const scrubber = createRedactor();
    for (let count = 0; count < 300; count++) {
      scrubber.add(["the-token", `signature-${count}`]);
    }
    expect(scrubber.redact("the-token signature-299 signature-1")).toBe("[redacted] [redacted] signature-1");
  });
});

test("values too short to be secrets are left alone", () => {
  expect(allEncodedForms(["abc", ""])).toEqual([]);
});
