import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";

const templates = [
  ["curl", "Shell", "curl.sh"],
  ["SDK", "TypeScript", "sdk.ts"],
  ["CLI", "Shell", "cli.sh"],
].map(([label, lang, file]) => ({ label, lang, text: read(file) }));

function read(file) {
  return readFileSync(new URL(`../../openapi/samples/${file}`, import.meta.url), "utf8").trimEnd();
}

/** The values of a template's `{name}`s, from the first server and the parameters' examples. */
function valuesFor(service, path, parameters, [server]) {
  const region = server.variables.region.default;
  return {
    service,
    cloud: server.url.endsWith(".otc.t-systems.com") ? "otc" : "huaweicloud",
    region,
    host: server.url.replace("{region}", region),
    path: path.replaceAll(/\{(\w+)\}/g, (_, name) => `$${name.toUpperCase()}`),
    ...Object.fromEntries(parameters.map(({ name, example }) => [name, example])),
  };
}

/** Adds code samples to each operation: for curl, the SDK and the command line. */
function writeSamples() {
  let root;
  return {
    Root: {
      enter(node) {
        root = node;
      },
    },
    Operation: {
      leave(operation, { location, parent, resolve }) {
        const service = basename(location.source.absoluteRef, extname(location.source.absoluteRef));
        const path = Object.keys(root.paths).find((name) => root.paths[name] === parent);
        const parameters = operation.parameters.map((parameter) => resolve(parameter).node ?? parameter);
        const values = valuesFor(service, path, parameters, root.servers);
        operation["x-codeSamples"] = templates.map(({ label, lang, text }) => ({
          lang,
          label,
          source: text.replaceAll(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole),
        }));
      },
    },
  };
}

export default function samplesPlugin() {
  return { id: "samples", decorators: { oas3: { write: writeSamples } } };
}
