/** What each edition of a vendor page says (test/fixtures/vendor-pages) is found in the bundled contract, fact by fact. */
import { describe, expect, test } from "vitest";
import { editionNames, readEdition } from "../helpers/editions.ts";
import {
  contracts,
  examplesOf,
  operationOf,
  type Parameter,
  pagesOf,
  resolve,
  responsesOf,
  type Schema,
  services,
} from "./contract.ts";

const pages = editionNames.map((name) => ({ name, ...readEdition(name) }));

/** The addresses of all editions of a service's page. */
const pagesAbout = (service: string): string[] =>
  pages.filter((page) => page.service === service).map(({ page }) => page);

// Descriptions are wrapped; a pattern may span lines.
const text = (pattern: string): RegExp => new RegExp(pattern.replaceAll(" ", "\\s+"), "s");

describe.each(pages)(
  "$name",
  ({ page, edition, action, requests, service, path, pathParameters, operation, responses, models }) => {
    const contract = contracts[service];
    const listed = responsesOf(contract);
    const schema = (name: string): Schema => contract.components.schemas[name] ?? {};
    const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

    test(`the operation is GET ${path} and names the page`, () => {
      expect(Object.keys(contract.paths)).toEqual([path]);
      expect([operationOf(contract)["x-source"]].flat()).toContainEqual(
        expect.objectContaining({ page, ...(edition === undefined ? {} : { edition }) }),
      );
    });

    test("the operation has the IAM action and the request examples that the page shows", () => {
      const { "x-iam-action": ownAction, "x-request-examples": ownRequests = [] } = operationOf(contract);
      expect(ownAction).toBe(action ?? ownAction);
      expect(ownRequests).toEqual(expect.arrayContaining(requests));
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
      test("is listed with its meaning and names a page", () => {
        expect(listed[status]?.description).toMatch(text(says));
        expect(pagesAbout(service)).toEqual(expect.arrayContaining(pagesOf(listed[status] ?? {}).slice(0, 1)));
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
      test("names a page", () => {
        expect(pagesAbout(service)).toEqual(expect.arrayContaining(pagesOf(schema(model)).slice(0, 1)));
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
        const { type, arrayOf, object, minLength, maxLength, says, words = {} } = field;
        const found = schema(model).properties?.[name] ?? {};
        const branches = (found.anyOf ?? [found]).map((branch) => resolve<Schema>(contract, branch));

        if (type !== undefined) {
          test(`is of type ${type} first, or null`, () => {
            const types = branches.flatMap((branch) => branch.type ?? []);
            expect([types[0], types.includes("null")]).toEqual([type, true]);
          });
        }

        if (arrayOf !== undefined) {
          test(`is an array of ${arrayOf}`, () => {
            expect(found).toMatchObject({ type: ["array", "null"], items: reference(arrayOf) });
          });
        }

        if (object !== undefined) {
          test(`is ${object}`, () => {
            expect(found.anyOf).toEqual([reference(object), { type: "null" }]);
          });
        }

        test("has no limits, and tells those of the page", () => {
          expect(branches.flatMap((branch) => Object.keys(branch).filter((key) => /^m(in|ax)/.test(key)))).toEqual([]);
          for (const limit of [minLength, maxLength].filter((own) => own !== undefined)) {
            expect(found.description).toContain(String(limit));
          }
        });

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
  },
);

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
