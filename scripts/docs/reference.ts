import { readFileSync } from "node:fs";
import { table } from "../lib/markdown.ts";
import { type Contract, type ExampleObject, resolve, type Schema, sourcesOf } from "../lib/openapi.ts";
import { bodyOf, type Described, operationOf } from "./contract.ts";
import { statusWords } from "./words.ts";

const template = readFileSync(new URL("../../docs/.vitepress/service.md", import.meta.url), "utf8");

const line = (text = ""): string => text.replaceAll(/\s+/g, " ").trim();
const code = (text = ""): string => `\`${text}\``;
const fence = (info: string, text: string): string => `\`\`\`${info}\n${text.trim()}\n\`\`\``;
const tabs = (blocks: readonly string[]): string => `::: code-group\n\n${blocks.join("\n\n")}\n\n:::`;

/** The types that a schema allows, each in a word or two. */
function typesOf(contract: Contract, schema: Schema): string[] {
  const { type = "string", items, anyOf } = resolve<Schema>(contract, schema);
  const options = anyOf?.flatMap((option) => typesOf(contract, option)) ?? [type].flat();
  return items === undefined ? options : [`list of ${typeOf(contract, items)}`];
}

const typeOf = (contract: Contract, schema: Schema) => [...new Set(typesOf(contract, schema))].join(" or ");

/** The fields of an object, and `list[].field` for those of a list's items. */
function fieldsOf(contract: Contract, schema: Schema, prefix = ""): string[][] {
  return Object.entries(resolve<Schema>(contract, schema).properties ?? {}).flatMap(([name, field]) => {
    const { items, ...resolved } = resolve<Schema>(contract, field);
    const description = field.description ?? resolved.description?.split("\n\n")[0] ?? "";
    const parts = fieldsOf(contract, items ?? resolved, `${prefix}${name}${items ? "[]" : ""}.`);
    return [[code(prefix + name), typeOf(contract, field), description], ...parts];
  });
}

/** The examples of a job as tabs, called after their status words. */
function examplesOf(service: Described): string {
  const examples = operationOf(service).responses["200"]?.content["application/json"].examples ?? {};
  const blocks = Object.values(examples).map((example) => {
    const { summary, value } = resolve<ExampleObject>(service.contract, example);
    const { [service.row.fields.status]: status = "minimal" } = value as Record<string, string>;
    const title = /sub-job/i.test(summary) ? `${status}, sub-job failed` : status;
    return fence(`json [${title}]`, JSON.stringify(value, null, 2));
  });
  return tabs(blocks);
}

/** The page of one service: parameters and responses first, sources and history collapsed. */
export function referencePage(service: Described): string {
  const { contract, row, name } = service;
  const { info, servers } = contract;
  const operation = operationOf(service);
  const [intro, ...paragraphs] = operation.description.trim().split("\n\n");
  const isOrigin = (text: string) => text.startsWith("**Where the ID comes from.**");
  const origin = paragraphs.find(isOrigin)?.replace(/^\*\*.*?\*\* */, "");
  const sources = sourcesOf(operation).map(({ page, section }) => {
    return `- ${/^https?:/.test(page) ? `<${page}>` : code(page)}: ${line(section)}`;
  });
  const samples = operation["x-codeSamples"].map(({ lang, label, source }) =>
    fence(`${lang === "TypeScript" ? "ts" : "sh"} [${label === "CLI" ? "Command" : label}]`, source),
  );
  const words = statusWords(service).map((one) => [
    code(one.word),
    `${code(one.state)} ${one.when ?? ""}`,
    one.description,
  ]);
  const errors = Object.entries(operation.responses)
    .filter(([status]) => status !== "200")
    .map(([status, { description }]) => [code(status), description.split("\n\n")[0] ?? ""]);
  const parameters = operation.parameters.map((one) => [code(one.name), typeOf(contract, one.schema), one.description]);
  const hosts = servers.map(({ url, description }) => [code(url.replace("https://", "")), description]);
  const parts: Readonly<Record<string, string | undefined>> = {
    name,
    title: info.title,
    summary: line(info.summary),
    origin: line(origin),
    path: row.path,
    samples: tabs(samples),
    parameters: table(["path parameter", "type", "description"], parameters),
    hosts: table(["host", "cloud"], hosts),
    action: code(row.errors?.action),
    examples: examplesOf(service),
    fields: table(["field", "type", "description"], fieldsOf(contract, bodyOf(service, "200"))),
    intro: line(intro),
    words: table(["word", "state in the SDK", "meaning"], words),
    errors: table(["status", "response"], errors),
    errorDescription: bodyOf(service, "404").description,
    errorFields: table(["field of an error", "type", "description"], fieldsOf(contract, bodyOf(service, "404"))),
    history: [...paragraphs.filter((text) => !isOrigin(text)), info.description.trim(), ...sources].join("\n\n"),
  };
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, part) => parts[part] ?? "");
}
