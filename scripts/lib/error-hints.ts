/** The SDK's hints, from the codes in the contract whose meaning status and message do not tell. */
import type { Contract, ErrorCode } from "./openapi.ts";

/** In characters. */
const LINE_WIDTH = 120;

/** A module of one table for each service that has such codes, as Biome formats it. */
export function errorHints(contracts: Readonly<Record<string, string>>): string {
  const tables = Object.entries(contracts).flatMap(([api, text]) => {
    const { schemas } = (JSON.parse(text) as Contract).components;
    const name = api.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    // The gateway's errors are the same for all services.
    const own = Object.entries(schemas).filter(([schema]) => schema !== "GatewayError");
    const hints = own.flatMap(([, { "x-error-codes": codes = [] }]) => codes.filter(({ hint }) => hint));
    return hints.length === 0 ? [] : [`export const ${name}Hints = {\n${hints.flatMap(membersOf).join("")}};\n`];
  });
  return ["// Made from x-error-codes in openapi/ by `npm run generate`. Do not edit.\n", ...tables].join("\n");
}

function membersOf({ codes, meaning, action }: ErrorCode): string[] {
  return codes.map((code) => {
    const [key, value] = [JSON.stringify(code), JSON.stringify(`${meaning.trim()} ${action.trim()}`)];
    const line = `  ${key}: ${value},\n`;
    return line.length <= LINE_WIDTH + 1 ? line : `  ${key}:\n    ${value},\n`;
  });
}
