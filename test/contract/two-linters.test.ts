import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Document } from "@stoplight/spectral-core";
import { Json } from "@stoplight/spectral-parsers";
import { beforeAll, expect, test } from "vitest";
import { reportedByRedocly } from "../../scripts/lib/tool.ts";
import { linter } from "./spectral.ts";

const redocly = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
const repository = fileURLToPath(new URL("../../", import.meta.url));
// The bundle says in words what x-observed says in the sources, where no one else may.
const contract = readFileSync(join(repository, "generated/dcs.json"), "utf8").replaceAll(
  "Observed, not documented",
  "Seen",
);

// biome-ignore lint/suspicious/noExplicitAny: the faults below reach into any part of the contract.
type Tree = any;

const pathOf = (tree: Tree) => Object.keys(tree.paths)[0] ?? "";
const get = (tree: Tree) => tree.paths[pathOf(tree)].get;
const { schemas, parameters, responses, headers } = {
  schemas: (tree: Tree) => tree.components.schemas,
  parameters: (tree: Tree) => tree.components.parameters,
  responses: (tree: Tree) => tree.components.responses,
  headers: (tree: Tree) => tree.components.headers,
};
const job = (tree: Tree) => schemas(tree).DcsJob;
const found = (tree: Tree) => responses(tree).DcsJobFound.content["application/json"];

function rename(tree: Tree, change: (path: string) => string): void {
  const path = pathOf(tree);
  tree.paths = { [change(path)]: tree.paths[path] };
}

/** What is done to a contract that is fine, one fault each, and the linter whose business it is. */
const faults: Record<string, [owner: "redocly" | "spectral", spoil: (tree: Tree) => void]> = {
  "a word twice": ["redocly", (tree) => schemas(tree).DcsJobStatus.enum.push("FAIL")],
  "a word of another type": [
    "redocly",
    (tree) => {
      schemas(tree).DcsJobStatus.enum.push(1);
      schemas(tree).DcsJobStatus["x-enumDescriptions"][1] = "One.";
    },
  ],
  "a script in a description": [
    "redocly",
    (tree) => {
      get(tree).description = "A <script>alert(1)</script> text.";
    },
  ],
  "eval in a description": [
    "spectral",
    (tree) => {
      get(tree).description = "An eval(text) text.";
    },
  ],
  "no servers": [
    "redocly",
    (tree) => {
      tree.servers = [];
    },
  ],
  "a server with a slash at its end": [
    "redocly",
    (tree) => {
      tree.servers[0].url += "/";
    },
  ],
  "a server with an unknown variable": [
    "redocly",
    (tree) => {
      tree.servers[0].url += ".{zone}";
    },
  ],
  "a security scheme that is not defined": [
    "redocly",
    (tree) => {
      tree.security = [{ Other: [] }];
    },
  ],
  "an unknown member": [
    "redocly",
    (tree) => {
      get(tree).operationID = "x";
    },
  ],
  "a component that nothing uses": [
    "redocly",
    (tree) => {
      schemas(tree).Unused = { type: "object", "x-source": { page: "https://docs.example/page.html" } };
    },
  ],
  "an example that does not fit": [
    "redocly",
    (tree) => {
      found(tree).examples = { odd: { summary: "Odd", value: { status: 1 } } };
    },
  ],
  "a schema's example that does not fit": [
    "redocly",
    (tree) => {
      job(tree).properties.job_id.examples = [1];
    },
  ],
  "a tag twice": ["redocly", (tree) => tree.tags.push({ ...tree.tags[0] })],
  "a tag that is not listed": [
    "redocly",
    (tree) => {
      get(tree).tags = ["Others"];
    },
  ],
  "a parameter twice": ["redocly", (tree) => get(tree).parameters.push({ ...get(tree).parameters[0] })],
  "no successful answer": [
    "redocly",
    (tree) => {
      get(tree).responses["302"] = get(tree).responses["200"];
      delete get(tree).responses["200"];
    },
  ],
  "a path with a slash at its end": ["redocly", (tree) => rename(tree, (path) => `${path}/`)],
  "a path with a query": ["redocly", (tree) => rename(tree, (path) => `${path}?a=b`)],
  "a path with an empty variable": ["redocly", (tree) => rename(tree, (path) => `${path}/{}`)],
  "a path with an unknown variable": ["redocly", (tree) => rename(tree, (path) => `${path}/{more}`)],
  "a summary that is a sentence": [
    "redocly",
    (tree) => {
      get(tree).summary = "Show a job.";
    },
  ],
  "a description that is no sentence": [
    "redocly",
    (tree) => {
      get(tree).description = "show a job";
    },
  ],
  "a reference to nothing": [
    "redocly",
    (tree) => {
      job(tree).properties.fail_reason = { $ref: "#/components/schemas/Nothing", description: "Why." };
    },
  ],

  "an operationId of another form": [
    "spectral",
    (tree) => {
      get(tree).operationId = "ShowJobInfo";
    },
  ],
  "a path without a version": ["spectral", (tree) => rename(tree, (path) => path.replace("/v2", ""))],
  "a field with a format": [
    "spectral",
    (tree) => {
      job(tree).properties.job_id.format = "job-id";
    },
  ],
  "a field without a description": [
    "spectral",
    (tree) => {
      delete job(tree).properties.job_id.description;
    },
  ],
  "a parameter without a description": [
    "spectral",
    (tree) => {
      delete parameters(tree).DcsJobId.description;
    },
  ],
  "a header without a description": [
    "spectral",
    (tree) => {
      delete headers(tree).RetryAfter.description;
    },
  ],
  "a word without a meaning": [
    "spectral",
    (tree) => {
      delete schemas(tree).DcsJobStatus["x-enumDescriptions"].FAIL;
    },
  ],
  "a closed list": [
    "spectral",
    (tree) => {
      job(tree).properties.status = { $ref: "#/components/schemas/DcsJobStatus", description: "How it stands." };
    },
  ],
  "error bodies in the wrong order": [
    "spectral",
    (tree) => {
      responses(tree).DcsUnavailable.content["application/json"].schema.anyOf.reverse();
    },
  ],
  "an example without a summary": [
    "spectral",
    (tree) => {
      delete Object.values<Tree>(tree.components.examples)[0].summary;
    },
  ],
  "no answer for throttling": [
    "spectral",
    (tree) => {
      get(tree).responses["421"] = get(tree).responses["429"];
      delete get(tree).responses["429"];
    },
  ],
  "a response without a source": [
    "spectral",
    (tree) => {
      delete responses(tree).DcsJobFound["x-source"];
    },
  ],
  "a schema without a source": [
    "spectral",
    (tree) => {
      delete schemas(tree).DcsError["x-source"];
      delete schemas(tree).DcsError["x-observed"];
    },
  ],
  "a server without https": [
    "spectral",
    (tree) => {
      tree.servers[0].url = tree.servers[0].url.replace("https:", "http:");
    },
  ],
  "an operation with a security of its own": [
    "spectral",
    (tree) => {
      get(tree).security = [];
    },
  ],
  "an empty alternative": ["spectral", (tree) => tree.security.push({})],
  "an example with an unknown word": [
    "spectral",
    (tree) => {
      tree.components.examples.ShowDcsJobRunningExample.value.status = "PAUSED";
    },
  ],
  "an error without the service's own body": [
    "spectral",
    (tree) => {
      responses(tree).DcsNotFound.content["application/json"].schema = { $ref: "#/components/schemas/GatewayError" };
    },
  ],
  "another media type": [
    "spectral",
    (tree) => {
      const { content } = responses(tree).DcsUnavailable;
      content["text/html"] = content["application/json"];
    },
  ],
  "a response without a request ID": [
    "spectral",
    (tree) => {
      responses(tree).DcsJobFound.headers = {};
    },
  ],
  "a 429 without Retry-After": [
    "spectral",
    (tree) => {
      const { headers: listed } = responses(tree).GatewayTooManyRequests;
      listed["X-Pause"] = listed["Retry-After"];
      delete listed["Retry-After"];
    },
  ],
  "a parameter with the vendor's name": [
    "spectral",
    (tree) => {
      rename(tree, (path) => path.replace("{job_id}", "{task_id}"));
      parameters(tree).DcsJobId.name = "task_id";
    },
  ],
  "a version that is none": [
    "spectral",
    (tree) => {
      tree.info.version = "1.0";
    },
  ],
  "a range of statuses": [
    "spectral",
    (tree) => {
      get(tree).responses["5XX"] = get(tree).responses["503"];
    },
  ],
  "a header parameter": [
    "spectral",
    (tree) => {
      get(tree).parameters.push({
        name: "X-Language",
        in: "header",
        description: "The language of texts.",
        "x-source": { page: "https://docs.example/page.html" },
        schema: { type: "string" },
        example: "en-us",
      });
    },
  ],
  "a limit of length": [
    "spectral",
    (tree) => {
      schemas(tree).DcsError.properties.error_code.maxLength = 9;
    },
  ],
  "an error code without what to do": [
    "spectral",
    (tree) => {
      delete schemas(tree).DcsError["x-error-codes"][0].action;
    },
  ],
  "a source that is a name": [
    "spectral",
    (tree) => {
      schemas(tree).DcsJob["x-source"] = { page: "The vendor's page" };
    },
  ],
  "a source without a page": [
    "spectral",
    (tree) => {
      schemas(tree).DcsJob["x-source"] = {};
    },
  ],
};

const names = Object.keys(faults);

function spoiled(name: string): string {
  const tree = JSON.parse(contract);
  faults[name]?.[1](tree);
  return JSON.stringify(tree, null, 2);
}

interface Redocly {
  readonly problems: readonly {
    readonly ruleId: string;
    readonly location: readonly { readonly source: { readonly ref: string } }[];
  }[];
}

/** The rules that Redocly reports for each file, all of them linted in one process. */
async function lintWithRedocly(files: Readonly<Record<string, string>>): Promise<Map<string, string[]>> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "two-linters-")));
  const paths = Object.values(files).map((text, index) => {
    writeFileSync(join(folder, `${index}.json`), text);
    return join(folder, `${index}.json`);
  });
  const args = [redocly, "lint", ...paths, "--config", "redocly.yaml", "--format=json"];
  const options = { cwd: repository, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error) => error);
  rmSync(folder, { recursive: true });
  const reports: Redocly[] = JSON.parse(`[${stdout.replace(/^\}\s*\{$/gm, "},{")}]`);
  const problems = reports.flatMap((report) => report.problems);
  const of = (path = "") =>
    problems.filter(({ location: [spot] }) => basename(spot?.source.ref ?? "") === basename(path));
  return new Map(Object.keys(files).map((name, index) => [name, of(paths[index]).map(({ ruleId }) => ruleId)]));
}

async function lintWithSpectral(text: string): Promise<string[]> {
  const results = await linter().run(new Document(text, Json, "/openapi/dcs.json"));
  return results.map(({ code }) => String(code)).filter((code) => !reportedByRedocly.has(code));
}

let redoclySays: Map<string, string[]>;

beforeAll(async () => {
  const files = names.map((name) => [name, spoiled(name)]);
  redoclySays = await lintWithRedocly({ nothing: contract, ...Object.fromEntries(files) });
});

test("neither linter says anything about a contract that is fine", async () => {
  expect([redoclySays.get("nothing"), await lintWithSpectral(contract)]).toEqual([[], []]);
});

test.each(names.map((name) => ({ name, owner: faults[name]?.[0] })))(
  "$name is for $owner to say",
  async ({ name, owner }) => {
    const said = { redocly: redoclySays.get(name), spectral: await lintWithSpectral(spoiled(name)) };
    const silent = owner === "redocly" ? "spectral" : "redocly";
    expect(said).toMatchObject({ [silent]: [] });
    expect(owner && said[owner]).not.toEqual([]);
  },
);
