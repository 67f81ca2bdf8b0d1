/** What each vendor page says (test/fixtures/vendor-pages), one row per fact, is found in the bundled contract. */
import { describe, expect, test } from "vitest";
import {
  contracts,
  examplesOf,
  operationOf,
  type Parameter,
  pagesOf,
  readJson,
  resolve,
  responsesOf,
  type Schema,
  services,
} from "./contract.ts";

interface Field {
  /** A scalar; else `arrayOf` or `object` names the schema. */
  type?: "string" | "integer";
  arrayOf?: string;
  object?: string;
  nullable?: boolean;
  minLength?: number;
  maxLength?: number;
  /** Enumerated words, each with a pattern of the meaning that the contract gives it. */
  words?: Record<string, string>;
  /** A pattern of the description. */
  says?: string;
}

interface Page {
  page: string;
  service: (typeof services)[number];
  path: string;
  pathParameters: string[];
  /** Facts that only the operation's description can hold, each with a pattern. */
  operation: Record<string, string>;
  responses: Record<string, { says: string; headers: string[]; body: string; example?: unknown }>;
  models: Record<string, { vendorName?: string; fields: Record<string, Field> }>;
}

const names = ["sfs-turbo.huaweicloud", "sfs-turbo.otc", "workspace.huaweicloud", "dcs.huaweicloud"];
const pages = names.map((name) => ({ name, ...readJson<Page>("test/fixtures/vendor-pages", name) }));

// Descriptions are wrapped; a pattern may span lines.
const text = (pattern: string): RegExp => new RegExp(pattern.replaceAll(" ", "\\s+"), "s");

describe.each(pages)("$name", ({ page, service, path, pathParameters, operation, responses, models }) => {
  const contract = contracts[service];
  const listed = responsesOf(contract);
  const schema = (name: string): Schema => contract.components.schemas[name] ?? {};
  const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

  test(`the operation is GET ${path} and names the page`, () => {
    expect(Object.keys(contract.paths)).toEqual([path]);
    expect(pagesOf(operationOf(contract))).toContain(page);
  });

  test.each(pathParameters)("%s is a mandatory string in the path", (name) => {
    const parameters = operationOf(contract).parameters.map((parameter) => resolve<Parameter>(contract, parameter));
    expect(parameters).toContainEqual(
      expect.objectContaining({ name, in: "path", required: true, schema: { type: "string" } }),
    );
  });

  test.each(Object.entries(operation))("the operation %s", (_fact, pattern) => {
    expect(operationOf(contract).description).toMatch(text(pattern));
  });

  describe.each(Object.entries(responses))("status %s", (status, { says, headers, body, example }) => {
    test("is listed with its meaning and names the page", () => {
      expect(listed[status]?.description).toMatch(text(says));
      expect(pagesOf(listed[status] ?? { description: "" })).toContain(page);
    });

    test.each(headers)("has the header %s, a string", (header) => {
      const { schema } = resolve<{ schema: Schema }>(contract, listed[status]?.headers?.[header]);
      expect(schema.type).toBe("string");
    });

    test(`has the body ${body}`, () => {
      const found = listed[status]?.content["application/json"].schema;
      expect(found?.anyOf?.[0] ?? found).toEqual(reference(body));
    });

    if (example !== undefined) {
      test("has the example word for word", () => {
        const found = listed[status];
        expect(found && Object.values(examplesOf(contract, found))).toContainEqual(example);
      });
    }
  });

  describe.each(Object.entries(models))("%s", (model, { vendorName, fields }) => {
    test("names the page", () => {
      expect(pagesOf({ description: "", ...schema(model) })).toContain(page);
    });

    if (vendorName !== undefined) {
      test(`tells the vendor's name ${vendorName}`, () => {
        expect(schema(model).description).toContain(vendorName);
      });
    }

    test("requires no field", () => {
      expect(schema(model)).not.toHaveProperty("required");
    });

    describe.each(Object.entries(fields))("%s", (name, field) => {
      const { type, arrayOf, object, nullable, minLength, maxLength, says, words = {} } = field;
      const found = schema(model).properties?.[name] ?? {};
      const branches = (found.anyOf ?? [found]).map((branch) => resolve<Schema>(contract, branch));

      if (type !== undefined) {
        test(`is of type ${type}${nullable ? " or null" : ""}`, () => {
          const expected = nullable ? [type, "null"] : type;
          expect(new Set(branches.map((branch) => branch.type))).toEqual(new Set([expected]));
        });
      }

      if (arrayOf !== undefined) {
        test(`is an array of ${arrayOf}`, () => {
          expect(found).toMatchObject({ type: "array", items: reference(arrayOf) });
        });
      }

      if (object !== undefined) {
        test(`is ${object}`, () => {
          expect(found).toEqual(reference(object));
        });
      }

      if (minLength !== undefined) {
        test(`has at least ${minLength} characters`, () => {
          expect(found.minLength).toBe(minLength);
          expect(found.description).toContain(String(minLength));
        });
      }

      if (maxLength !== undefined) {
        test(`has at most ${maxLength} characters`, () => {
          expect(found.maxLength).toBe(maxLength);
          expect(found.description).toContain(String(maxLength));
        });
      }

      if (says !== undefined) {
        test(`says ${says}`, () => {
          expect(found.description).toMatch(text(says));
        });
      }

      test.each(Object.entries(words))("knows the word %s", (word, meaning) => {
        const [list] = branches;
        expect(list?.enum).toContain(word);
        expect(list?.["x-enumDescriptions"]?.[word]).toMatch(text(meaning));
      });
    });
  });
});

describe.each(services)("%s", (service) => {
  const contract = contracts[service];
  const own = pages.filter((page) => page.service === service);
  const statuses = new Set(own.flatMap(({ responses }) => Object.keys(responses)));
  const models = [...new Set(own.flatMap((page) => Object.keys(page.models)))];

  test.each(Object.entries(responsesOf(contract)))(
    "status %s is on a page or marked as observed",
    (status, response) => {
      expect(response).toHaveProperty(statuses.has(status) ? "x-source" : "x-observed");
    },
  );

  test.each(models)("%s has no field that is neither on a page nor marked as observed", (model) => {
    const known = new Set(own.flatMap((page) => Object.keys(page.models[model]?.fields ?? {})));
    const properties = Object.entries(contract.components.schemas[model]?.properties ?? {});
    const unknown = properties.filter(([name, property]) => !known.has(name) && !("x-observed" in property));
    expect(unknown).toEqual([]);
  });
});
