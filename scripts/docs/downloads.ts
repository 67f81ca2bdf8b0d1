import { stringify } from "yaml";
import type { Described } from "./contract.ts";

interface Download {
  readonly path: string;
  readonly title: string;
  readonly content: string;
}

/** The bundled contract of a service as files to take away. */
export function downloadsOf({ name, json, contract }: Described): Download[] {
  return [
    { path: `contracts/${name}.yaml`, title: "YAML", content: stringify(contract, { aliasDuplicateObjects: false }) },
    { path: `contracts/${name}.json`, title: "JSON", content: json },
  ];
}
