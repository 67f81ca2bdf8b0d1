/** The error codes of services and gateway are data in the contract; tables and hints are made from them. */
import { describe, expect, test } from "vitest";
import { errorHints } from "../../scripts/lib/error-hints.ts";
import { builtInServices } from "../../src/services/index.ts";
import { contracts, examplesOf, operationOf, responsesOf, type Schema, services } from "./contract.ts";

interface ErrorCode {
  readonly codes: readonly string[];
  readonly status: readonly number[];
  readonly meaning: string;
  readonly action: string;
  readonly hint?: true;
}

const codesIn = (schema: Schema | undefined): ErrorCode[] =>
  (schema as { "x-error-codes"?: ErrorCode[] } | undefined)?.["x-error-codes"] ?? [];

describe.each(services)("%s", (service) => {
  const { schemas } = contracts[service].components;
  const listed = Object.entries(schemas).flatMap(([name, schema]) =>
    codesIn(schema).map((entry) => ({ ...entry, name, schema, code: entry.codes.join(", ") })),
  );
  const own = listed.filter(({ name }) => name !== "GatewayError");

  test("lists codes of the service and of the gateway, each once", () => {
    expect(new Set(listed.map(({ name }) => name)).size).toBe(2);
    const all = listed.flatMap(({ codes }) => codes);
    expect(all.length).toBe(new Set(all).size);
  });

  test.each(listed)("$code is in the table for readers", ({ codes, status, meaning, action, schema }) => {
    const row = `| ${codes.map((code) => `\`${code}\``).join(", ")} | ${status.join(", ")} | ${meaning} | ${action} |`;
    expect(schema.description).toContain(row);
  });

  test("the SDK says what a misleading code means", () => {
    const hints = own
      .filter(({ hint }) => hint)
      .flatMap(({ codes, meaning, action }) => {
        return codes.map((code) => [code, `${meaning} ${action}`]);
      });
    expect(builtInServices[service].errors?.codes ?? {}).toEqual(Object.fromEntries(hints));
  });

  test("the codes that the SDK knows a token of another project by are listed", () => {
    const known = builtInServices[service].errors?.otherProject ?? [];
    expect(own.flatMap(({ codes }) => codes)).toEqual(expect.arrayContaining([...known]));
  });

  test("the SDK names the action of the contract", () => {
    expect(builtInServices[service].errors?.action).toBe(operationOf(contracts[service])["x-iam-action"]);
  });

  test("a code in an example is listed, with such a status", () => {
    const shown = Object.entries(responsesOf(contracts[service])).flatMap(([status, response]) =>
      Object.values(examplesOf(contracts[service], response)).flatMap((example) => {
        const { error_code, errCode } = example as Record<string, string>;
        const code = status === "200" ? undefined : (error_code ?? errCode);
        return code === undefined || code === "XXX.0001" ? [] : [{ status, code }];
      }),
    );
    expect(shown.length).toBeGreaterThan(5);
    // Some responses are those of several statuses.
    const isListed = ({ status, code }: { status: string; code: string }): boolean =>
      listed.some(
        (entry) =>
          entry.codes.includes(code) && (status === "default" || entry.status.some((own) => `${own}`[0] === status[0])),
      );
    expect(shown.filter((example) => !isListed(example))).toEqual([]);
  });
});

test("a contract without hints adds nothing to the SDK", () => {
  const contract = {
    components: { schemas: { DcsError: { "x-error-codes": [{ codes: ["A"], meaning: "B.", action: "C." }] } } },
  };
  expect(errorHints({ dcs: JSON.stringify(contract) })).not.toContain("export");
});
