import { describe, expect, test } from "vitest";
import { allEncodedForms, createRedactor } from "../../src/util/redact.ts";

const secret = `p&ss/"w<o>r'd`;

describe("a credential value is redacted", () => {
  test.each([
    ["as it is", secret],
    ["in JSON", JSON.stringify(secret).slice(1, -1)],
    ["with escaped slashes", secret.replaceAll("/", "\\/")],
    ["in a URL", encodeURIComponent(secret)],
    ["in HTML", "p&amp;ss/&quot;w&lt;o&gt;r&#39;d"],
    ["as Gson writes it", 'p\\u0026ss/\\"w\\u003co\\u003er\\u0027d'],
    ["in form data", encodeURIComponent(secret).replaceAll("'", "%27").toLowerCase()],
    ["in HTML with plain quotes", `p&amp;ss/"w&lt;o&gt;r'd`],
  ])("%s", (_, spelling) => {
    const redactor = createRedactor();
    redactor.add([secret]);
    expect(redactor.redact(`before ${spelling} after`)).toBe("before [redacted] after");
  });

  test("even if another one is a part of it", () => {
    const redactor = createRedactor();
    redactor.add(["canary"]);
    redactor.add(["canary-with-more"]);
    expect(redactor.redact("canary-with-more")).toBe("[redacted]");
  });

  test("even after a hundred others, as long as it is in use", () => {
    const redactor = createRedactor();
    for (let count = 0; count < 300; count++) {
      redactor.add(["the-token", `signature-${count}`]);
    }
    expect(redactor.redact("the-token signature-299 signature-1")).toBe("[redacted] [redacted] signature-1");
  });
});

test("values too short to be secrets are not redacted", () => {
  expect(allEncodedForms(["abc", ""])).toEqual([]);
});
